import { Worker } from "node:worker_threads";
import { codeCache } from "./code-cache.ts";
import type { ImportProgress, ImportSummary, ImportTask } from "./import-report.ts";

export interface RunImportOptions {
  /** Ends the import after the document in hand; what was imported stays. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ImportProgress) => void;
}

type Message =
  | { readonly kind: "progress"; readonly progress: ImportProgress }
  | { readonly kind: "done"; readonly summary: ImportSummary };

/** Little of what is written outlives its transaction. */
const LIMITS = { maxYoungGenerationSizeMb: 32 };

/** Runs an import in a thread of its own. Readers of the store go on meanwhile and see each batch as it is committed. */
export function runImport(dataDir: string, task: ImportTask, options: RunImportOptions = {}): Promise<ImportSummary> {
  return new Promise((resolve, reject) => {
    const url = new URL("./import-worker.ts", import.meta.url);
    const worker = new Worker(url, { workerData: { dataDir, task }, resourceLimits: LIMITS, env: codeCache(dataDir) });
    const interrupt = () => worker.postMessage("interrupt");
    let summary: ImportSummary | null = null;
    worker.on("message", (message: Message) => {
      if (message.kind === "progress") options.onProgress?.(message.progress);
      else summary = message.summary;
    });
    worker.on("error", reject);
    worker.on("exit", () => {
      options.signal?.removeEventListener("abort", interrupt);
      if (summary === null) reject(new Error("the import ended without a summary"));
      else resolve(summary);
    });
    if (options.signal?.aborted) interrupt();
    options.signal?.addEventListener("abort", interrupt, { once: true });
  });
}
