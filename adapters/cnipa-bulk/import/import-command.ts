import type { CommandRuntime, SourceCommand } from "#adapters/runtime/source.ts";
import type { ImportProgress, ImportSummary } from "./import-report.ts";
import { runImport } from "./run-import.ts";

/** Entries of the set-aside list that a terminal is shown. */
const SHOWN = 50;
const USAGE = "import PATH...";

/** `npm run hub -- import PATH...`: exit code 0 when anything was taken or was there already, 1 otherwise. */
export const importCommand: SourceCommand<unknown> = {
  name: "import",
  summary: {
    zh: "导入国家知识产权局的专利 XML（标准格式、旧格式、法律状态）",
    en: "Import CNIPA patent XML (standard format, old format, legal status)",
  },
  usage: USAGE,
  run: importPaths,
};

async function importPaths(args: readonly string[], runtime: CommandRuntime): Promise<number> {
  const { out, err, dataDir, signal } = runtime;
  const option = args.find((arg) => arg.startsWith("-"));
  if (args.length === 0 || option !== undefined) {
    const problem = option === undefined ? "未给出路径 / no path given" : `未知选项 / unknown option ${option}`;
    err.write(`${problem}\n用法 / usage: npm run hub -- ${USAGE}\n`);
    return 1;
  }
  try {
    const summary = await runImport(
      dataDir,
      { kind: "paths", paths: args },
      { signal, onProgress: progressOn(runtime) },
    );
    if (runtime.isTty) out.write("\r\u001b[K");
    out.write(describe(summary));
    return isSuccess(summary) ? 0 : 1;
  } catch (error) {
    err.write(`导入失败 / import failed: ${error instanceof Error ? error.message : "unknown error"}\n`);
    return 1;
  }
}

function isSuccess(summary: ImportSummary): boolean {
  return (
    summary.imported + summary.updated + summary.unchanged + summary.legalEvents + summary.legalEventsUnchanged > 0
  );
}

/** One line that is written over itself, on a terminal only, at most ten times a second. */
function progressOn({ out, isTty }: CommandRuntime): (progress: ImportProgress) => void {
  let shownAt = 0;
  return ({ filesDone, filesTotal, documents, legalEvents }) => {
    if (!isTty || Date.now() - shownAt < 100) return;
    shownAt = Date.now();
    const files = filesTotal === null ? `${filesDone}` : `${filesDone}/${filesTotal}`;
    out.write(
      `\r\u001b[K文件 / files ${files} · 文献 / documents ${documents} · 法律状态 / legal events ${legalEvents}`,
    );
  };
}

function describe(summary: ImportSummary): string {
  const rows: readonly (readonly [string, number])[] = [
    ["文件 / files", summary.files],
    ["新导入 / imported", summary.imported],
    ["已更新 / updated", summary.updated],
    ["未变化 / unchanged", summary.unchanged],
    ["法律状态新增 / new legal events", summary.legalEvents],
    ["法律状态未变 / legal events unchanged", summary.legalEventsUnchanged],
    ["搁置 / set aside", summary.setAsideCount],
    ["拒收（涉密）/ refused (secret)", summary.refused],
  ];
  const lines = rows.map(([label, count]) => `  ${label}: ${count}`);
  const interrupted = summary.interrupted ? ["已中断，之前的内容已保留 / interrupted; what came before was kept"] : [];
  const seconds = (summary.durationMs / 1000).toFixed(1);
  return [`导入完成 / import finished (${seconds} s)`, ...lines, ...setAsideLines(summary), ...interrupted, ""].join(
    "\n",
  );
}

function setAsideLines({ setAside, setAsideCount }: ImportSummary): string[] {
  const shown = setAside.slice(0, SHOWN).map(({ file, document, code, reason }) => {
    const place = document === null ? file : `${file} #${document}`;
    return `  - ${printable(place)} [${code}] ${reason.zh} / ${reason.en}`;
  });
  const more = setAsideCount - shown.length;
  return more > 0 ? [...shown, `  … ${more}`] : shown;
}

/** File names are the deliverer's: nothing in them may steer the terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, "?");
}
