import { closeSync, openSync, readSync } from "node:fs";
import { ImportProblem } from "#adapters/cnipa-bulk/xml/import-problem.ts";
import { type ArchiveContext, type ArchiveItem, archiveFiles } from "./archive-files.ts";
import { type DecodeInto, decodeFile } from "./decode-file.ts";
import { BatchBuilder, type DecodedBatch } from "./decoded-batch.ts";
import { fileClass } from "./file-kinds.ts";
import { type Slice, sliceName } from "./slice.ts";
import { TextRooms } from "./text-rooms.ts";
import { unreadable } from "./unreadable.ts";

const CHUNK_BYTES = 256 * 1024;
/** An entry up to this size is checked as a whole before anything of it is taken. */
const WHOLE_BYTES = 16 * 1024 * 1024;

/** A slice in batches. It never throws for what the slice holds: bad files and documents are set aside in the batches. */
export async function* decodeSlice(
  slice: Slice,
  context: ArchiveContext,
  rooms = new TextRooms(),
): AsyncGenerator<DecodedBatch> {
  const batch = new BatchBuilder(rooms);
  const name = sliceName(slice);
  try {
    if (slice.kind === "xml")
      yield* decodeFile(name, readFile(slice.path, batch), { batch, newestDay: context.newestDay });
    else yield* decodeArchive(slice, context, batch);
  } catch (error) {
    batch.setAside(name, null, error instanceof ImportProblem ? error : unreadable(error));
  }
  yield batch.take();
}

async function* decodeArchive(
  slice: Slice,
  context: ArchiveContext,
  batch: BatchBuilder,
): AsyncGenerator<DecodedBatch> {
  const archive = sliceName({ ...slice, entry: "" });
  const place = (name: string) => `${archive}!${name}`;
  for await (const item of archiveFiles(slice, context)) {
    if (item.kind === "xml") yield* decodeEntry(item, place(item.name), { batch, newestDay: context.newestDay });
    else if (item.kind === "slice") batch.found(item.slice);
    else if (item.kind === "passed-over") batch.passOver(fileClass(item.name));
    else if (item.kind === "bad") batch.setAside(place(item.name), null, item.problem);
    else batch.before();
    if (item.kind !== "slice") batch.read(item.bytes);
    if (batch.isFull) yield batch.take();
  }
}

async function* decodeEntry(
  item: Extract<ArchiveItem, { kind: "xml" }>,
  name: string,
  into: DecodeInto,
): AsyncGenerator<DecodedBatch> {
  yield* decodeFile(name, item.size <= WHOLE_BYTES ? whole(item.open()) : item.open(), into);
}

/** Nothing before all of it was read and its checksum was found right. */
async function* whole(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const read: Uint8Array[] = [];
  for await (const chunk of chunks) read.push(chunk);
  yield Buffer.concat(read);
}

/**
 * One buffer serves all of it: each chunk is read before the next is asked for. Synchronous, for the thread has nothing else to
 * do meanwhile, and another one would only be woken up.
 */
async function* readFile(path: string, batch: BatchBuilder): AsyncGenerator<Uint8Array> {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    for (;;) {
      const bytesRead = readSync(file, buffer, 0, CHUNK_BYTES, null);
      if (bytesRead === 0) return;
      batch.read(bytesRead);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    closeSync(file);
  }
}
