import { readSheet } from "read-excel-file/universal";
import { fromBufferPromise, type ZipFile } from "yauzl";
import { SNAPSHOT_LIMITS, SnapshotProblem } from "./snapshot-problem.ts";

/** Parts from this size on are unpacked each in a thread of its own, all at once (fflate, which read-excel-file uses). */
const THREAD_FROM = 512 * 1024;

type Cell = string | number | boolean | Date | null | undefined;

/**
 * The rows of one sheet (the first, without a name) of an `.xlsx` file, as text by the names of its first row. Numbers keep
 * the digits that the file has. What unpacks to too much is refused before any of it is read.
 */
export async function readWorkbook(
  bytes: Buffer,
  sheet: string | undefined,
): Promise<readonly Readonly<Record<string, string>>[]> {
  await refuseBomb(bytes);
  const [header = [], ...rows] = await readCells(bytes, sheet);
  if (rows.length > SNAPSHOT_LIMITS.rows) throw new SnapshotProblem("TOO_MANY_ROWS", `${rows.length} rows`);
  const names = header.slice(0, SNAPSHOT_LIMITS.columns).map((cell) => toText(cell).trim());
  return rows.map((cells) =>
    Object.fromEntries(names.flatMap((name, index) => (name === "" ? [] : [[name, toText(cells[index])]]))),
  );
}

async function readCells(bytes: Buffer, sheet: string | undefined): Promise<readonly (readonly Cell[])[]> {
  const options = { parseNumber: (digits: string) => digits };
  try {
    // The archive's directory counts, as it did when the sizes were looked at; a copy has a buffer of its own.
    const archive = new Uint8Array(bytes).buffer;
    return (await readSheet(archive, sheet ?? 1, options)) as readonly (readonly Cell[])[];
  } catch (cause) {
    throw new SnapshotProblem("UNREADABLE", `no workbook with the sheet ${sheet ?? 1}`, { cause });
  }
}

/** Every entry is unpacked once and counted; yauzl refuses entries that are larger than the directory says. */
async function refuseBomb(bytes: Buffer): Promise<void> {
  const zip = await openZip(bytes);
  let [entries, unpacked, packed, large] = [0, 0, 0, 0];
  try {
    for await (const entry of zip.eachEntry()) {
      entries += 1;
      unpacked += entry.uncompressedSize;
      packed += entry.compressedSize;
      if (entry.uncompressedSize >= THREAD_FROM && entry.fileName.endsWith(".xml")) large += 1;
      const isBomb =
        entries > SNAPSHOT_LIMITS.entries ||
        unpacked > SNAPSHOT_LIMITS.unpackedBytes ||
        packed > bytes.length ||
        large > SNAPSHOT_LIMITS.largeParts;
      if (isBomb)
        throw new SnapshotProblem("ZIP_BOMB", `${entries} entries, ${large} of them large, ${unpacked} bytes unpacked`);
      if (!entry.fileName.endsWith("/")) await unpack(zip, entry);
    }
  } catch (cause) {
    throw cause instanceof SnapshotProblem ? cause : new SnapshotProblem("UNREADABLE", "not a ZIP archive", { cause });
  }
}

async function openZip(bytes: Buffer): Promise<ZipFile> {
  try {
    return await fromBufferPromise(bytes, { lazyEntries: true, validateEntrySizes: true });
  } catch (cause) {
    throw new SnapshotProblem("UNREADABLE", "not a ZIP archive", { cause });
  }
}

async function unpack(zip: ZipFile, entry: Parameters<ZipFile["openReadStreamPromise"]>[0]): Promise<void> {
  for await (const _chunk of await zip.openReadStreamPromise(entry)) {
    // Only its size is of interest, and that yauzl compares.
  }
}

/** Days and times of a workbook have no zone: they are printed as they stand in it. */
function toText(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  if (!(cell instanceof Date)) return String(cell);
  if (Number.isNaN(cell.getTime())) return "";
  const printed = cell.toISOString();
  return printed.endsWith("T00:00:00.000Z") ? printed.slice(0, 10) : printed.slice(0, 19).replace("T", " ");
}
