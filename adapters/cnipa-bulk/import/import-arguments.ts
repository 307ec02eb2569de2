import { parseArgs } from "node:util";
import { parseChineseDate } from "#schema/codes/dates.ts";
import type { ImportTask } from "./import-report.ts";

/** What the command line asks for; a problem where it cannot be understood. */
export type ImportArguments =
  | { readonly kind: "import"; readonly task: Extract<ImportTask, { kind: "paths" }> }
  | { readonly kind: "checksum" }
  | { readonly kind: "help" }
  | { readonly kind: "problem"; readonly problem: string };

const OPTIONS = {
  since: { type: "string" },
  "dry-run": { type: "boolean" },
  again: { type: "boolean" },
  "without-index": { type: "boolean" },
  report: { type: "string" },
  checksum: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

export const USAGE =
  "import PATH... [--since DAY] [--dry-run] [--again] [--without-index] [--report FILE] | import --checksum";

export const HELP = `用法 / usage: npm run hub -- ${USAGE}

  PATH           文件、目录（含子目录）或 ZIP 包 / files, folders (in depth) and ZIP archives (archives in them too)
  --since DAY    只导入该公告日及之后的数据（按文件名、目录名中的日期）/ only gazette days from DAY on, by the names of files and folders
  --dry-run      只检查，不写入 / read and check everything, write nothing
  --again        已导入过的文件也重新读取 / read again what was imported before
  --without-index  先不建检索索引，下次导入或首次检索时重建 / leave the search index behind; the next import or the first search makes it anew
  --report FILE  搁置清单的位置（.jsonl 或 .csv）/ where the list of what was set aside goes (.jsonl or .csv)
  --checksum     显示库内容的校验值，不导入 / tell the checksum of what the store holds, import nothing

中断或被终止后再次运行即可继续 / after an interruption or a kill, run it again: it goes on where it was.
退出码 / exit codes: 0 有内容导入或早已导入 / something was taken or was there already; 1 什么也没有导入 / nothing was; 2 参数错误 / wrong arguments
`;

export function readArguments(args: readonly string[]): ImportArguments {
  try {
    return toArguments(parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true }));
  } catch (error) {
    const option = args.find((arg) => arg.startsWith("-")) ?? "";
    const known = error instanceof Error && "code" in error && error.code === "ERR_PARSE_ARGS_INVALID_OPTION_VALUE";
    return problem(known ? `选项的值有误 / bad value of an option: ${option}` : `未知选项 / unknown option ${option}`);
  }
}

interface Parsed {
  readonly values: {
    readonly since?: string | undefined;
    readonly "dry-run"?: boolean | undefined;
    readonly again?: boolean | undefined;
    readonly "without-index"?: boolean | undefined;
    readonly report?: string | undefined;
    readonly checksum?: boolean | undefined;
    readonly help?: boolean | undefined;
  };
  readonly positionals: readonly string[];
}

function toArguments({ values, positionals: paths }: Parsed): ImportArguments {
  if (values.help === true) return { kind: "help" };
  if (values.checksum === true)
    return paths.length === 0 ? { kind: "checksum" } : problem("--checksum 不带路径 / takes no path");
  if (paths.length === 0) return problem("未给出路径 / no path given");
  const since = values.since === undefined ? null : parseChineseDate(values.since);
  if (values.since !== undefined && since === null) return problem("--since 不是日期 / is not a day: 2026-11-24");
  return {
    kind: "import",
    task: {
      kind: "paths",
      paths,
      dryRun: values["dry-run"] ?? false,
      again: values.again ?? false,
      withoutIndex: values["without-index"] ?? false,
      ...(since === null ? {} : { since }),
      ...(values.report === undefined ? {} : { report: values.report }),
    },
  };
}

function problem(text: string): ImportArguments {
  return { kind: "problem", problem: text };
}
