import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { ImportJournal } from "#adapters/cnipa-bulk/store/import-journal.ts";
import { ARCHIVE_LIMITS } from "./archive-limits.ts";
import { codeCache } from "./code-cache.ts";
import { DecodePool, type SliceBatch } from "./decode-pool.ts";
import { decodeSlice } from "./decode-slice.ts";
import type { DecodedBatch } from "./decoded-batch.ts";
import { newestGazetteDay } from "./gazette-day.ts";
import type { ImportSummary, ImportTask } from "./import-report.ts";
import { ImportRun } from "./import-run.ts";
import type { ImportScene } from "./import-scene.ts";
import { type ListedSlices, listSlices } from "./list-slices.ts";
import { ReportFile, reportPath } from "./report-file.ts";
import { SliceQueue } from "./slice-queue.ts";
import { spoolFolder } from "./spool-file.ts";

type PathTask = Extract<ImportTask, { kind: "paths" }>;

/** Readers beside the one writer, which has a core of its own where there are several: more would wait for it. */
const THREADS = Math.max(1, Math.min(availableParallelism() - 1, 3));
/** Work that is done before a thread has started. */
const WITHOUT_THREADS_BYTES = 2 * 1024 * 1024;

/** Imports what the paths name: slices read in threads of their own, written here. */
export async function importPaths(task: PathTask, scene: ImportScene): Promise<ImportSummary> {
  const listed = await listSlices(task.paths);
  const queue = createQueue(listed, task, scene);
  using report = new ReportFile(task.report ?? reportPath(scene.dataDir, scene.now()));
  const run = createRun({ listed, queue, report }, task, scene);
  await rm(spoolFolder(scene.dataDir), { recursive: true, force: true });
  await readInto(run, { listed, queue, task, scene });
  return run.summary();
}

interface Work {
  readonly listed: ListedSlices;
  readonly queue: SliceQueue;
  readonly report: ReportFile;
}

function createQueue({ slices }: ListedSlices, { again, since }: PathTask, { database }: ImportScene): SliceQueue {
  const journal = new ImportJournal(database);
  return new SliceQueue(slices, { isDone: (slice) => again !== true && journal.isDone(slice), since: since ?? null });
}

function createRun({ listed, queue, report }: Work, { dryRun, withoutIndex }: PathTask, scene: ImportScene): ImportRun {
  const run = new ImportRun(scene.database, {
    ...scene,
    origin: "import",
    bytesTotal: listed.slices.reduce((sum, slice) => sum + slice.bytes, 0),
    dryRun: dryRun ?? false,
    isIndexed: withoutIndex !== true,
    report,
    leftOut: () => ({ known: queue.known, before: queue.before, bytes: queue.passedBytes }),
  });
  for (const { path, problem } of listed.bad) {
    run.setAside({ file: path, document: null, code: problem.code, reason: problem.reason });
  }
  run.passOver(listed.passedOver);
  return run;
}

async function readInto(
  run: ImportRun,
  { listed, queue, task, scene }: Omit<Work, "report"> & { task: PathTask; scene: ImportScene },
) {
  const context = {
    spoolDir: spoolFolder(scene.dataDir),
    limits: ARCHIVE_LIMITS,
    since: task.since ?? null,
    newestDay: newestGazetteDay(scene.now()),
  };
  const isSmall = listed.slices.every(({ kind }) => kind === "xml") && sizeOf(listed) <= WITHOUT_THREADS_BYTES;
  using pool = new DecodePool({
    threads: THREADS,
    context,
    env: codeCache(scene.dataDir),
    next: () => queue.next(),
  });
  const batches = isSmall ? inThisThread(queue, context) : pool.batches();
  await run.write(withFound(batches, queue), (slice, isUnfinished) => queue.finish(slice, isUnfinished));
}

function sizeOf({ slices }: ListedSlices): number {
  return slices.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Archives found inside archives are queued before their file can be done. */
async function* withFound(batches: AsyncIterable<SliceBatch>, queue: SliceQueue): AsyncGenerator<SliceBatch> {
  for await (const given of batches) {
    queue.add(given.batch.found);
    yield given;
  }
}

async function* inThisThread(
  queue: SliceQueue,
  context: Parameters<typeof decodeSlice>[1],
): AsyncGenerator<SliceBatch> {
  for (let slice = queue.next(); slice !== undefined; slice = queue.next()) {
    let last: DecodedBatch | null = null;
    for await (const batch of decodeSlice(slice, context)) {
      if (last !== null) yield { slice, batch: last, isLast: false };
      last = batch;
    }
    if (last !== null) yield { slice, batch: last, isLast: true };
  }
}
