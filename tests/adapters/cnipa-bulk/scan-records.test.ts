import { expect, test } from "vitest";
import { ImportProblem } from "#adapters/cnipa-bulk/xml/import-problem.ts";
import { SCAN_LIMITS, type ScanLimits, scanRecords } from "#adapters/cnipa-bulk/xml/scan-records.ts";
import { textOf, type XmlElement } from "#adapters/cnipa-bulk/xml/xml-element.ts";

test("one record at a time comes out of a wrapper, whatever its prefix", async () => {
  const records = await scan("<w:all xmlns:w='w'><w:rec n='1'>a</w:rec><x><rec n='2'>b<c>c</c></rec></x></w:all>");
  expect(records.map((record) => [record.attributes["n"], textOf(record)])).toEqual([
    ["1", "a"],
    ["2", "bc"],
  ]);
});

test("trap 34: a byte order mark, a stylesheet instruction and a missing encoding are no obstacle", async () => {
  const text =
    '\ufeff<?xml version="1.0" standalone="yes"?><?xml-stylesheet type="text/xsl" href="/a.xsl"?> <rec>字</rec>';
  expect((await scan(text)).map(textOf)).toEqual(["字"]);
});

test("characters that lie across the pieces in which a file is decoded stay whole", async () => {
  for (const shift of ["", "a", "ab", "abc"]) {
    const text = `${shift}${"字𠀀é".repeat(40_000)}`;
    expect((await scan(`<rec>${text}</rec>`)).map(textOf)).toEqual([text]);
  }
});

test("stray text between elements is kept with the rest", async () => {
  expect((await scan("<rec><a>1</a>i<b>2</b></rec>")).map(textOf)).toEqual(["1i2"]);
});

test("trap 34: a DOCTYPE that points to a DTD is read past and never loaded", async () => {
  const text = '<!DOCTYPE rec SYSTEM "/DTDS/ipphdb-entities.dtd"[]><rec>a &thgr; b</rec>';
  expect((await scan(text)).map(textOf)).toEqual(["a &thgr; b"]);
});

test("trap 34: a DOCTYPE that declares entities is refused before anything is expanded", async () => {
  const text = '<!DOCTYPE rec [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;">]><rec>&b;</rec>';
  await expect(scan(text)).rejects.toMatchObject({ code: "ENTITIES_REFUSED" });
  const external = '<!DOCTYPE rec [<!ENTITY secret SYSTEM "file:///etc/passwd">]><rec>&secret;</rec>';
  await expect(scan(external)).rejects.toMatchObject({ code: "ENTITIES_REFUSED" });
});

test("an unknown entity without a DOCTYPE is an error with its place", async () => {
  const problem = await scan("<rec>\n&what;</rec>").catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(ImportProblem);
  expect(problem).toMatchObject({ code: "NOT_XML", reason: { en: expect.stringContaining("line 2") } });
});

test("trap 34: an instruction without a root element is no document", async () => {
  await expect(scan('<?xml-stylesheet href="a.xsl"?>')).rejects.toMatchObject({ code: "NO_DOCUMENT" });
  await expect(scan("")).rejects.toMatchObject({ code: "NO_DOCUMENT" });
});

test("depth, size of a record and size of a token are bounded", async () => {
  const small: ScanLimits = {
    ...SCAN_LIMITS,
    maxDepth: 20,
    maxRecordCharacters: 100,
    maxRecordElements: 10,
    maxTokenCharacters: 1_000,
  };
  await expect(scan("<a>".repeat(21), small)).rejects.toMatchObject({ code: "TOO_DEEP" });
  await expect(scan(`<rec>${"x".repeat(101)}</rec>`, small)).rejects.toMatchObject({ code: "TOO_LARGE" });
  await expect(scan(`<rec>${"<b/>".repeat(10)}</rec>`, small)).rejects.toMatchObject({ code: "TOO_LARGE" });
  await expect(scan(`<!-- ${"x".repeat(5_000)}`, small)).rejects.toMatchObject({ code: "TOO_LARGE" });
  expect(await scan(`<all>${"<rec>12345678</rec>".repeat(50)}</all>`, small)).toHaveLength(50);
});

test("the declared encoding is taken at its word, and bytes that are not in it are refused", async () => {
  const gbk = Buffer.concat([
    Buffer.from('<?xml version="1.0" encoding="gb2312"?><rec>'),
    Buffer.from([0xd7, 0xa8, 0xc0, 0xfb]),
    Buffer.from("</rec>"),
  ]);
  expect((await scan(gbk)).map(textOf)).toEqual(["专利"]);
  const lying = Buffer.concat([Buffer.from("<rec>"), Buffer.from([0xd7, 0xa8, 0xc0, 0xfb]), Buffer.from("</rec>")]);
  await expect(scan(lying)).rejects.toMatchObject({ code: "WRONG_ENCODING" });
  await expect(scan('<?xml version="1.0" encoding="klingon"?><rec/>')).rejects.toMatchObject({
    code: "WRONG_ENCODING",
  });
  expect((await scan(Buffer.from("\ufeff<rec>字</rec>", "utf16le"))).map(textOf)).toEqual(["字"]);
});

test("a file that is cut off says so, in the middle of a character as between two", async () => {
  const whole = Buffer.from(`<all><rec>专利</rec><rec>${"专利".repeat(200)}</rec></all>`);
  const cut = (length: number) => scan(whole.subarray(0, length)).catch((error: unknown) => error);
  for (const length of [12, 13, 14, 31, 500, 501, 502, whole.length - 1]) {
    expect(await cut(length), `${length} bytes`).toMatchObject({ code: "TRUNCATED" });
  }
  expect(await scan(whole)).toHaveLength(2);
  const wide = Buffer.from("\ufeff<rec>字</rec>", "utf16le");
  await expect(scan(wide.subarray(0, -1))).rejects.toMatchObject({ code: "TRUNCATED" });
});

test("characters that fall across chunks are whole", async () => {
  const bytes = Buffer.from(`<rec>${"专利".repeat(200)}</rec>`);
  async function* singly() {
    for (const byte of bytes) yield Uint8Array.of(byte);
  }
  const found: string[] = [];
  for await (const record of scanRecords(singly(), ["rec"])) found.push(textOf(record));
  expect(found).toEqual(["专利".repeat(200)]);
});

async function scan(content: string | Uint8Array, limits: ScanLimits = SCAN_LIMITS): Promise<XmlElement[]> {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  async function* chunks() {
    for (let start = 0; start === 0 || start < bytes.length; start += 512) yield bytes.subarray(start, start + 512);
  }
  const records: XmlElement[] = [];
  for await (const record of scanRecords(chunks(), ["rec"], limits)) records.push(record);
  return records;
}
