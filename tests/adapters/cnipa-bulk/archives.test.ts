import { readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { ARCHIVE_LIMITS } from "#adapters/cnipa-bulk/import/archive-limits.ts";
import { decodeSlice } from "#adapters/cnipa-bulk/import/decode-slice.ts";
import type { DecodedBatch } from "#adapters/cnipa-bulk/import/decoded-batch.ts";
import { listSlices } from "#adapters/cnipa-bulk/import/list-slices.ts";
import { runImport } from "#adapters/cnipa-bulk/import/run-import.ts";
import { standardDocument, temporaryFolder } from "./xml-parts.ts";
import { type ZipEntry, zipOf } from "./zip-parts.ts";

const one: ZipEntry = { name: "a/one.xml", content: standardDocument({ number: "116000001" }) };
const two: ZipEntry = { name: "a/two.XML", content: standardDocument({ number: "116000002" }), stored: true };

describe("of a ZIP archive", () => {
  test("documents are read wherever they lie, packed or not, in archives inside archives too", async () => {
    const inner = zipOf(one);
    const deep = zipOf({ name: "deep/inner.zip", content: zipOf(two), stored: true });
    const found = await decode(
      zipOf({ name: "inner.zip", content: inner }, { name: "stored.zip", content: deep, stored: true }),
    );
    expect(found.setAside).toEqual([]);
    expect(found.files).toEqual(["slice.zip!inner.zip!a/one.xml", "slice.zip!stored.zip!deep/inner.zip!a/two.XML"]);
  });

  test("figures, index lists and folders are passed over and counted", async () => {
    const found = await decode(
      zipOf(
        one,
        { name: "a/", content: "" },
        { name: "a/1.JPG", content: "x" },
        { name: "INDEX.XML", content: "<i/>" },
        { name: "CN-PA_index_20231107.txt", content: "x" },
        { name: "目录.xml", content: "<i/>" },
      ),
    );
    expect(found.files).toHaveLength(1);
    expect(found.setAside).toEqual([]);
    expect(found.passedOver).toEqual({ ".jpg": 1, index: 3 });
  });

  test("ZIP64 sizes and offsets are understood", async () => {
    expect((await decode(zipOf({ ...one, zip64: true }, { ...two, zip64: true }))).files).toHaveLength(2);
  });

  test.each([
    ["GBK", iconv.encode("发明/专利一.xml", "gbk"), 0],
    ["UTF-8 without its flag", Buffer.from("发明/专利一.xml"), 0],
    ["UTF-8", Buffer.from("发明/专利一.xml"), 0x800],
  ])("names in %s are told as they are meant", async (_encoding, name, flags) => {
    expect((await decode(zipOf({ ...one, name, flags }))).files).toEqual(["slice.zip!发明/专利一.xml"]);
  });
});

describe("set aside with its reason, the rest taken, is", () => {
  test.each<readonly [string, string, ZipEntry]>([
    ["a name that points outside", "BAD_ENTRY_NAME", { ...two, name: "../../etc/x.xml" }],
    ["a name that points outside with backslashes", "BAD_ENTRY_NAME", { ...two, name: "a\\..\\..\\x.xml" }],
    ["an absolute name", "BAD_ENTRY_NAME", { ...two, name: "/etc/x.xml" }],
    ["a name on another drive", "BAD_ENTRY_NAME", { ...two, name: "C:/x.xml" }],
    ["an encrypted entry", "ENCRYPTED", { ...two, stored: false, flags: 1 }],
    ["a compression of another kind", "UNKNOWN_COMPRESSION", { ...two, method: 14 }],
    ["a symbolic link", "SYMBOLIC_LINK", { ...two, content: "/etc/passwd", unixMode: 0o120777 }],
    ["a wrong checksum", "CORRUPT_ENTRY", { ...two, claimedSum: 1 }],
    ["more bytes than it says", "CORRUPT_ENTRY", { ...two, stored: false, claimedSize: 10 }],
    ["fewer bytes than it says", "CORRUPT_ENTRY", { ...two, stored: false, claimedSize: 1_000_000 }],
    ["a bomb by its ratio", "ARCHIVE_BOMB", { ...two, stored: false, content: `<a>${" ".repeat(20_000_000)}</a>` }],
    ["a packed file of another kind", "UNSUPPORTED_FILE", { ...two, name: "a/more.rar" }],
    ["a broken archive inside", "BAD_ARCHIVE", { ...two, name: "a/more.zip", content: "PK" }],
  ])("%s", async (_what, code, entry) => {
    const found = await decode(zipOf(entry, one));
    expect(found.setAside).toEqual([code]);
    expect(found.files).toEqual(["slice.zip!a/one.xml"]);
  });

  test("archives nested without end", async () => {
    let archive = zipOf(one);
    for (let depth = 0; depth < 10; depth += 1)
      archive = zipOf({ name: `${depth}.zip`, content: archive, stored: depth % 2 === 0 });
    expect(await decode(archive)).toMatchObject({ files: [], setAside: ["ARCHIVES_TOO_DEEP"] });
  });

  test("an archive that says it has more entries or unpacks to more than any delivery", async () => {
    const many = { ...ARCHIVE_LIMITS, maxEntries: 3 };
    expect(await decode(zipOf(one, one, one, one), many)).toMatchObject({ setAside: ["ARCHIVE_BOMB"] });
    const large = { ...ARCHIVE_LIMITS, maxTotalBytes: 2_000 };
    expect(await decode(zipOf(one, one), large)).toMatchObject({ setAside: ["ARCHIVE_BOMB"] });
  });

  test("an archive whose entries lie over each other", async () => {
    const honest = zipOf(one);
    const end = honest.length - 22;
    const directoryAt = honest.readUInt32LE(end + 16);
    const directory = honest.subarray(directoryAt, end);
    const tail = Buffer.from(honest.subarray(end));
    tail.writeUInt16LE(9, 8);
    tail.writeUInt16LE(9, 10);
    const copies = Array.from({ length: 9 }, () => directory);
    const found = await decode(Buffer.concat([honest.subarray(0, directoryAt), ...copies, tail]));
    expect(found.setAside).toEqual(["BAD_ARCHIVE"]);
  });

  test("a part of a split archive, with how to join it", async () => {
    const last = zipOf(one);
    last.writeUInt16LE(3, last.length - 22 + 4);
    expect(await decode(last)).toMatchObject({ files: [], setAside: ["SPLIT_ARCHIVE"] });
  });

  test.each([0.2, 0.5, 0.9, 0.99])("an archive cut off at %d", async (share) => {
    const whole = zipOf(one, two);
    const found = await decode(whole.subarray(0, Math.floor(whole.length * share)));
    expect(found).toMatchObject({ files: [], setAside: ["BAD_ARCHIVE"] });
  });

  test("an archive of which any byte was changed: it is read or set aside, never fatal", async () => {
    const whole = zipOf(one, two);
    for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 60)) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      const found = await decode(changed);
      expect(found.files.length + found.setAside.length, `byte ${at}`).toBeGreaterThan(0);
    }
  });
});

test("a whole delivery in archives is imported, nothing is left beside the store, and it is known the next time", async () => {
  await using folder = await temporaryFolder();
  const delivery = join(folder.path, "20231107.zip");
  await writeFile(
    delivery,
    zipOf({ name: "part.zip", content: zipOf(one, two) }, { name: "../x.xml", content: "<a/>" }),
  );
  await symlink("/etc/hosts", join(folder.path, "link.xml"));
  const summary = await runImport(folder.path, { kind: "paths", paths: [folder.path] });
  expect(summary).toMatchObject({ files: 1, imported: 2, known: 0 });
  expect(summary.setAside.map(({ code }) => code).sort()).toEqual(["BAD_ENTRY_NAME", "SYMBOLIC_LINK"]);
  expect((await readdir(folder.path)).sort()).toEqual(["20231107.zip", "cnipa-bulk", "link.xml"]);
  expect((await readdir(join(folder.path, "cnipa-bulk", "spool"))).length).toBe(0);
  expect(await runImport(folder.path, { kind: "paths", paths: [delivery] })).toMatchObject({ files: 0, known: 1 });
});

test("large archives inside an archive are remembered each for itself, the file when all are done", async () => {
  await using folder = await temporaryFolder();
  const filler = { name: "figure.tif", content: Buffer.alloc(4_200_000, "figure"), stored: true };
  const delivery = join(folder.path, "delivery.zip");
  await writeFile(
    delivery,
    zipOf(
      { name: "1.zip", content: zipOf(one, filler), stored: true },
      { name: "2.zip", content: zipOf(two, filler), stored: true },
    ),
  );
  const task = { kind: "paths" as const, paths: [delivery] };
  expect(await runImport(folder.path, task)).toMatchObject({
    files: 3,
    imported: 2,
    setAsideCount: 0,
    passedOver: { ".tif": 2 },
  });
  expect(await runImport(folder.path, task)).toMatchObject({ files: 0, imported: 0, known: 1 });
});

/** What is read of one archive: names of the files that gave a document, codes of what was set aside. */
async function decode(archive: Uint8Array, limits = ARCHIVE_LIMITS) {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "slice.zip"), archive);
  const { slices } = await listSlices([folder.path]);
  const batches: DecodedBatch[] = [];
  for (const slice of slices) {
    const context = { spoolDir: join(folder.path, "spool"), limits, since: null, newestDay: "2026-11-28" };
    for await (const batch of decodeSlice(slice, context)) batches.push(batch);
  }
  return {
    files: batches.flatMap((batch) => batch.documents.map(({ file }) => file)),
    setAside: batches.flatMap((batch) => batch.setAside.map(({ code }) => code)),
    passedOver: Object.assign({}, ...batches.map((batch) => batch.passedOver)) as Record<string, number>,
  };
}
