import { decodeFile } from "./decode-file.ts";
import type { SliceBatch } from "./decode-pool.ts";
import { BatchBuilder } from "./decoded-batch.ts";
import type { ImportSummary, ImportTask } from "./import-report.ts";
import { ImportRun } from "./import-run.ts";
import type { ImportScene } from "./import-scene.ts";
import type { ImportSource } from "./import-source.ts";

/** In the store's facts: which invented world it holds. */
const GENERATED = "generated";
const GENERATOR_VERSION = "3";

/** The invented world in place of another one, or none. What is there already is left alone. */
export async function importGenerated(
  task: Exclude<ImportTask, { kind: "paths" }>,
  scene: ImportScene,
): Promise<ImportSummary> {
  const wanted = task.kind === "generated" ? `${GENERATOR_VERSION}:${task.seed}:${task.patents}` : "";
  const run = new ImportRun(scene.database, {
    ...scene,
    origin: "generated",
    bytesTotal: null,
    dryRun: false,
    isIndexed: true,
    report: null,
    leftOut: () => ({ known: 0, before: 0, bytes: 0 }),
  });
  if (factOf(scene) === wanted) return run.summary();
  run.change((writer) => {
    writer.removeGenerated();
    writer.setFact(GENERATED, "");
  });
  if (task.kind === "generated") {
    const { generatedFeed } = await import("#adapters/cnipa-bulk/generate/generated-feed.ts");
    await run.write(batchesOf(generatedFeed(task)), () => []);
    if (!scene.isInterrupted()) run.change((writer) => writer.setFact(GENERATED, wanted));
  }
  return run.summary();
}

/** The days of the invented world are as invented as the rest. */
const ANY_DAY = "9999-12-31";

async function* batchesOf(sources: readonly ImportSource[]): AsyncGenerator<SliceBatch> {
  for (const { name, open } of sources) {
    const slice = { kind: "xml", path: name, entry: "", fingerprint: "", bytes: 0 } as const;
    const builder = new BatchBuilder();
    const into = { batch: builder, newestDay: ANY_DAY };
    for await (const batch of decodeFile(name, open(), into)) yield { slice, batch, isLast: false };
    yield { slice, batch: builder.take(), isLast: true };
  }
}

function factOf({ database }: ImportScene): string {
  return String(database.prepare("SELECT value FROM facts WHERE name = ?").get(GENERATED)?.["value"] ?? "");
}
