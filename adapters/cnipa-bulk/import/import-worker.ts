import { parentPort, workerData } from "node:worker_threads";
import { bringIndexUpToDate } from "#adapters/cnipa-bulk/search/rebuild-index.ts";
import { openDatabase } from "#adapters/cnipa-bulk/store/open-database.ts";
import type { Origin } from "#adapters/cnipa-bulk/store/write-store.ts";
import type { ImportSummary, ImportTask } from "./import-report.ts";
import type { ImportSource } from "./import-source.ts";
import { ImportRun } from "./import-sources.ts";
import { listFiles } from "./list-files.ts";

/** Entry of the worker thread of one import: parsing and writing never touch the thread that serves. */
const { dataDir, task } = workerData as { readonly dataDir: string; readonly task: ImportTask };

/** In the store's facts: which invented world it holds. */
const GENERATED = "generated";
const GENERATOR_VERSION = "1";

let interrupted = false;
parentPort?.once("message", () => {
  interrupted = true;
});

const database = openDatabase(dataDir);
try {
  bringIndexUpToDate(database);
  parentPort?.postMessage({ kind: "done", summary: await perform(task) });
} finally {
  database.close();
  parentPort?.close();
}

async function perform(work: ImportTask): Promise<ImportSummary> {
  if (work.kind === "paths") return importPaths(work.paths);
  const wanted = work.kind === "generated" ? `${GENERATOR_VERSION}:${work.seed}:${work.patents}` : "";
  const run = createRun("generated", null);
  if (generatedFact() === wanted) return run.summary();
  run.change((writer) => {
    writer.removeGenerated();
    writer.setFact(GENERATED, "");
  });
  if (work.kind === "generated") {
    const { generatedFeed } = await import("#adapters/cnipa-bulk/generate/generated-feed.ts");
    await run.import(generatedFeed(work));
    if (!interrupted) run.change((writer) => writer.setFact(GENERATED, wanted));
  }
  return run.summary();
}

async function importPaths(paths: readonly string[]): Promise<ImportSummary> {
  const { sources, bad } = await listFiles(paths);
  const run = createRun("import", sources);
  for (const { path, problem } of bad) {
    run.setAside({ file: path, document: null, code: problem.code, reason: problem.reason });
  }
  await run.import(sources);
  return run.summary();
}

function createRun(origin: Origin, sources: readonly ImportSource[] | null): ImportRun {
  return new ImportRun(database, {
    origin,
    now: Date.now,
    isInterrupted: () => interrupted,
    filesTotal: sources?.length ?? null,
    onProgress: (progress) => parentPort?.postMessage({ kind: "progress", progress }),
  });
}

function generatedFact(): string {
  return String(database.prepare("SELECT value FROM facts WHERE name = ?").get(GENERATED)?.["value"] ?? "");
}
