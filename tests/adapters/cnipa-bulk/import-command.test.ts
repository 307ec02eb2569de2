import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { importCommand } from "#adapters/cnipa-bulk/import/import-command.ts";
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

test.each([[[]], [["--force", "a.xml"]]])("bad arguments %j are 1 with the usage", async (args) => {
  await using folder = await temporaryFolder();
  const { code, err } = await run(folder.path, args);
  expect(code).toBe(1);
  expect(err).toContain("import PATH...");
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
