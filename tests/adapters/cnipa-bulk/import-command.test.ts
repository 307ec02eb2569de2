import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { importCommand } from "#adapters/cnipa-bulk/import/import-command.ts";
import { describeProgress, progressOn } from "#adapters/cnipa-bulk/import/progress-line.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { standardDocument, temporaryFolder } from "./xml-parts.ts";

test("an import is summed up in both languages and ends with 0", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "a.xml"), standardDocument());
  await writeFile(join(folder.path, "b.xml"), "<broken></oops>");
  const { code, out, err } = await run(folder.path, [join(folder.path, "a.xml"), join(folder.path, "b.xml")]);
  expect(code).toBe(0);
  expect(err).toBe("");
  expect(out).toContain("新导入 / imported: 1");
  expect(out).toContain("搁置 / set aside: 1");
  expect(out).toMatch(/b\.xml \[NOT_XML\] XML 格式错误.*Not well-formed XML/);
  expect(out).not.toContain("\u001b");
});

test("nothing importable is 1 with the reason", async () => {
  await using folder = await temporaryFolder();
  const { code, out } = await run(folder.path, [join(folder.path, "none.xml")]);
  expect(code).toBe(1);
  expect(out).toContain("No such file or folder");
});

test.each([
  [[], "no path given"],
  [["--force", "a.xml"], "unknown option --force"],
  [["--since", "yesterday", "a.xml"], "is not a day"],
  [["--since"], "bad value"],
  [["--checksum", "a.xml"], "takes no path"],
])("bad arguments %j are 2 with the reason and the usage", async (args, reason) => {
  await using folder = await temporaryFolder();
  const { code, err } = await run(folder.path, args);
  expect(code).toBe(2);
  expect(err).toContain(reason);
  expect(err).toContain("import PATH...");
});

test("help is told on the way out, in both languages", async () => {
  await using folder = await temporaryFolder();
  const { code, out } = await run(folder.path, ["--help"]);
  expect(code).toBe(0);
  for (const word of ["--since", "--dry-run", "--again", "--report", "--checksum", "退出码 / exit codes"]) {
    expect(out).toContain(word);
  }
});

test("what was set aside is listed in a file, as JSON Lines or CSV, in full", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "b.xml"), "<broken></oops>");
  await writeFile(join(folder.path, "=c.xml"), "<html/>");
  const first = await run(folder.path, [folder.path]);
  const listed = /all of them: (.*\.jsonl)/.exec(first.out)?.[1] ?? "";
  expect(listed.startsWith(join(folder.path, "cnipa-bulk", "reports"))).toBe(true);
  const lines = (await readFile(listed, "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.map(({ file, code }) => [file, code])).toEqual([
    ["=c.xml", "NO_DOCUMENT"],
    ["b.xml", "NOT_XML"],
  ]);
  const csv = join(folder.path, "list.csv");
  await run(folder.path, [folder.path, "--report", csv, "--again"]);
  expect(await readFile(csv, "utf8")).toMatch(
    /^\ufefffile,document,code,原因,reason\n'=c\.xml,,NO_DOCUMENT,.*\nb\.xml,,NOT_XML,/,
  );
});

test("a check reads everything and writes nothing", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "a.xml"), standardDocument());
  const before = (await run(folder.path, ["--checksum"])).out;
  const { code, out } = await run(folder.path, [join(folder.path, "a.xml"), "--dry-run"]);
  expect(code).toBe(0);
  expect(out).toContain("nothing written");
  expect(out).toContain("新导入 / imported: 1");
  expect((await run(folder.path, ["--checksum"])).out).toBe(before);
  expect((await run(folder.path, [join(folder.path, "a.xml")])).out).toContain("新导入 / imported: 1");
});

test("only gazette days from one on are imported, by the names of folders and files", async () => {
  await using folder = await temporaryFolder();
  const write = async (path: string, number: string) => {
    await mkdir(dirname(join(folder.path, path)), { recursive: true });
    await writeFile(join(folder.path, path), standardDocument({ number }));
  };
  await write("20231103/CN1.xml", "116000001");
  await write("20231107/CN2.xml", "116000002");
  await write("20231103/CN102021000991218CN00001137839490AFULZH20231110CN00Y.XML", "116000003");
  await write("undated.xml", "116000004");
  const { out } = await run(folder.path, [folder.path, "--since", "2023-11-07"]);
  expect(out).toContain("新导入 / imported: 3");
  expect(out).toContain("before the first day asked for: 1");
  expect((await run(folder.path, [folder.path])).out).toContain("新导入 / imported: 1");
});

test("without a terminal a line is written now and then, with a share, a speed and the time left", async () => {
  const out = new PassThrough();
  const clock = new ManualClock();
  const show = progressOn({ out, isTty: false }, clock.now);
  const progress = { bytesTotal: 400_000_000, documents: 5, legalEvents: 0 };
  for (const seconds of [3, 3, 5, 9]) {
    await clock.advance(seconds * 1_000);
    show({ ...progress, bytesDone: 100_000_000, bytesRead: 55_000_000 });
  }
  out.end();
  expect(Buffer.concat(await out.toArray()).toString()).toBe(
    "[######------------------]  25 % · 100/400 MB · 5.0 MB/s · 剩余 / left 1:00 · 文献 / documents 5 · 法律状态 / legal events 0\n",
  );
});

test("the time left is told in hours where it takes hours, and not at all before anything was read", () => {
  const progress = { bytesDone: 0, bytesTotal: 36_000_000_000, bytesRead: 0, documents: 0, legalEvents: 0 };
  expect(describeProgress(progress, 1_000)).toContain("left ?");
  expect(describeProgress({ ...progress, bytesDone: 10_000_000, bytesRead: 10_000_000 }, 1_000)).toContain(
    "left 59:59",
  );
  expect(describeProgress({ ...progress, bytesDone: 5_000_000, bytesRead: 5_000_000 }, 1_000)).toContain(
    "left 1:59:59",
  );
});

test("on a terminal progress is written over itself, and a file name cannot steer the terminal", async () => {
  await using folder = await temporaryFolder();
  const name = "evil\u001b[2Jname.xml";
  await writeFile(join(folder.path, name), "<broken");
  await writeFile(join(folder.path, "good.xml"), standardDocument());
  const { out } = await run(folder.path, [folder.path], true);
  expect(out).toContain("\r\u001b[K");
  expect(out).toContain("evil?[2Jname.xml");
});

async function run(dataDir: string, args: readonly string[], isTty = false) {
  const out = new PassThrough();
  const err = new PassThrough();
  const texts = [out, err].map(async (stream) => Buffer.concat(await stream.toArray()).toString());
  const code = await importCommand.run(args, { dataDir, signal: new AbortController().signal, out, err, isTty }, {});
  out.end();
  err.end();
  const [outText = "", errText = ""] = await Promise.all(texts);
  return { code, out: outText, err: errText };
}
