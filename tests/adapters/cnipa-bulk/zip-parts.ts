import { crc32, deflateRawSync } from "node:zlib";

/** One entry of an archive that a test puts together, defects included. */
export interface ZipEntry {
  readonly name: string | Uint8Array;
  readonly content: string | Uint8Array;
  readonly stored?: boolean;
  readonly flags?: number;
  readonly method?: number;
  readonly unixMode?: number;
  /** What the archive says, where it lies. */
  readonly claimedSize?: number;
  readonly claimedSum?: number;
  readonly extra?: Uint8Array;
  readonly zip64?: boolean;
}

interface Placed {
  readonly entry: ZipEntry;
  readonly name: Uint8Array;
  readonly packed: Uint8Array;
  readonly size: number;
  readonly sum: number;
  readonly offset: number;
}

const MAX32 = 0xffffffff;

/** An archive as APPNOTE 6.3.10 writes it. */
export function zipOf(...entries: readonly ZipEntry[]): Buffer {
  const parts: Uint8Array[] = [];
  const placed: Placed[] = [];
  let offset = 0;
  for (const entry of entries) {
    const place = placeOf(entry, offset);
    const local = Buffer.concat([localHeader(place), place.name, place.packed]);
    parts.push(local);
    placed.push(place);
    offset += local.length;
  }
  const directory = Buffer.concat(placed.map(directoryEntry));
  return Buffer.concat([...parts, directory, endOf(placed.length, directory.length, offset)]);
}

function placeOf(entry: ZipEntry, offset: number): Placed {
  const content = Buffer.from(entry.content as Uint8Array);
  const name = typeof entry.name === "string" ? Buffer.from(entry.name) : entry.name;
  const packed = entry.stored ? content : deflateRawSync(content);
  return {
    entry,
    name,
    packed,
    size: entry.claimedSize ?? content.length,
    sum: entry.claimedSum ?? crc32(content),
    offset,
  };
}

function localHeader({ entry, name, packed, size, sum }: Placed): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  common(header, 4, { entry, packed, size, sum });
  header.writeUInt16LE(name.length, 26);
  return header;
}

function directoryEntry({ entry, name, packed, size, sum, offset }: Placed): Buffer {
  const extra = entry.zip64 ? zip64Extra(size, packed.length, offset) : (entry.extra ?? new Uint8Array(0));
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(entry.unixMode === undefined ? 20 : 0x0314, 4);
  common(header, 6, { entry, packed, size, sum });
  if (entry.zip64) header.writeUInt32LE(MAX32, 20);
  if (entry.zip64) header.writeUInt32LE(MAX32, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(((entry.unixMode ?? 0) << 16) >>> 0, 38);
  header.writeUInt32LE(entry.zip64 ? MAX32 : offset, 42);
  return Buffer.concat([header, name, extra]);
}

function common(header: Buffer, at: number, { entry, packed, size, sum }: Omit<Placed, "name" | "offset">): void {
  header.writeUInt16LE(45, at);
  header.writeUInt16LE(entry.flags ?? 0, at + 2);
  header.writeUInt16LE(entry.method ?? (entry.stored ? 0 : 8), at + 4);
  header.writeUInt32LE(sum, at + 10);
  header.writeUInt32LE(packed.length, at + 14);
  header.writeUInt32LE(size, at + 18);
}

function zip64Extra(size: number, packed: number, offset: number): Buffer {
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  extra.writeBigUInt64LE(BigInt(size), 4);
  extra.writeBigUInt64LE(BigInt(packed), 12);
  extra.writeBigUInt64LE(BigInt(offset), 20);
  return extra;
}

function endOf(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
