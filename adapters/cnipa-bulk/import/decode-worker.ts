import { parentPort, workerData } from "node:worker_threads";
import type { ArchiveContext } from "./archive-files.ts";
import { decodeSlice } from "./decode-slice.ts";
import type { DecodedBatch } from "./decoded-batch.ts";
import type { Slice } from "./slice.ts";
import { TextRooms } from "./text-rooms.ts";

/** Entry of a thread that reads slices for an import: one after the other, a few batches ahead of the writer at most. */
const context = workerData as ArchiveContext;

/** Batches that may be on their way; each is some megabytes at most. */
const AHEAD = 3;

/** A slice to read; or room that a batch took, which was written; or that there is nothing more to do. */
export type DecodeOrder =
  | { readonly kind: "read"; readonly slice: Slice }
  | { readonly kind: "end" }
  | { readonly kind: "taken"; readonly texts: readonly ArrayBuffer[] };
export type DecodeReport =
  | { readonly kind: "batch"; readonly batch: DecodedBatch }
  | { readonly kind: "end"; readonly batch: DecodedBatch };

const rooms = new TextRooms();
let inFlight = 0;
let resume: (() => void) | null = null;

parentPort?.on("message", (order: DecodeOrder) => {
  if (order.kind === "read") {
    void decode(order.slice);
    return;
  }
  if (order.kind === "end") return parentPort?.close();
  rooms.giveBack(order.texts);
  inFlight -= 1;
  resume?.();
  resume = null;
});

async function decode(slice: Slice): Promise<void> {
  let last: DecodedBatch | null = null;
  for await (const batch of decodeSlice(slice, context, rooms)) {
    if (last !== null) await send({ kind: "batch", batch: last });
    last = batch;
  }
  if (last !== null) await send({ kind: "end", batch: last });
}

async function send(report: DecodeReport): Promise<void> {
  while (inFlight >= AHEAD) {
    await new Promise<void>((done) => {
      resume = done;
    });
  }
  inFlight += 1;
  // Full text changes hands instead of being copied.
  parentPort?.postMessage(report, [...report.batch.texts]);
}
