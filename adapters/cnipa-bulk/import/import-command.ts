import { tellChecksum } from "#adapters/cnipa-bulk/store/tell-checksum.ts";
import type { CommandRuntime, SourceCommand } from "#adapters/runtime/source.ts";
import { describeSummary } from "./describe-summary.ts";
import { HELP, readArguments, USAGE } from "./import-arguments.ts";
import type { ImportSummary, ImportTask } from "./import-report.ts";
import { progressOn } from "./progress-line.ts";
import { runImport } from "./run-import.ts";

const NOTHING_TAKEN = 1;
const WRONG_ARGUMENTS = 2;

/** `npm run hub -- import PATH...` */
export const importCommand: SourceCommand<unknown> = {
  name: "import",
  summary: {
    zh: "导入国家知识产权局的专利 XML（标准格式、旧格式、法律状态；文件、目录、ZIP）",
    en: "Import CNIPA patent XML (standard format, old format, legal status; files, folders, ZIP archives)",
  },
  usage: USAGE,
  help: HELP,
  run: (args, runtime) => {
    const asked = readArguments(args);
    if (asked.kind === "import") return importPaths(asked.task, runtime);
    if (asked.kind === "checksum") return checksum(runtime);
    if (asked.kind === "help") runtime.out.write(HELP);
    else runtime.err.write(`${asked.problem}\n用法 / usage: npm run hub -- ${USAGE}\n`);
    return Promise.resolve(asked.kind === "help" ? 0 : WRONG_ARGUMENTS);
  },
};

async function importPaths(task: Extract<ImportTask, { kind: "paths" }>, runtime: CommandRuntime): Promise<number> {
  const { out, err, dataDir, signal, isTty } = runtime;
  try {
    const summary = await runImport(dataDir, task, { signal, onProgress: progressOn(runtime, Date.now) });
    if (isTty) out.write("\r\u001b[K");
    out.write(describeSummary(summary, task.dryRun ?? false));
    return isSuccess(summary) ? 0 : NOTHING_TAKEN;
  } catch (error) {
    err.write(`导入失败 / import failed: ${error instanceof Error ? error.message : "unknown error"}\n`);
    return NOTHING_TAKEN;
  }
}

function isSuccess(summary: ImportSummary): boolean {
  const { imported, updated, unchanged, legalEvents, legalEventsUnchanged, known, before } = summary;
  return imported + updated + unchanged + legalEvents + legalEventsUnchanged + known + before > 0;
}

async function checksum({ out, dataDir }: CommandRuntime): Promise<number> {
  const { sum, documents, legalEvents, patents } = await tellChecksum(dataDir);
  out.write(
    `${sum}\n  专利 / patents: ${patents}\n  文献 / documents: ${documents}\n  法律状态 / legal events: ${legalEvents}\n`,
  );
  return 0;
}
