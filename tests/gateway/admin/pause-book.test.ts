import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PauseBook } from "#gateway/admin/pause-book.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

test("what is paused is kept over restarts, what is resumed is forgotten", async () => {
  await using folder = await temporaryFolder();
  const book = await PauseBook.open(folder.path);
  expect(book.has("nodes", "a")).toBe(false);
  await Promise.all([book.set("nodes", "a", true), book.set("sources", "b", true), book.set("sources", "c", true)]);
  await book.set("sources", "c", false);
  const again = await PauseBook.open(folder.path);
  expect(["a", "b"].map((code) => again.has("nodes", code))).toEqual([true, false]);
  expect(["a", "b", "c"].map((code) => again.has("sources", code))).toEqual([false, true, false]);
  expect(await readdir(folder.path)).toEqual(["operator-pauses.json"]);
});

test("a file that cannot be understood stops the start and is left as it is", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "operator-pauses.json");
  for (const text of ["", "{", '{"nodes":"all"}', '{"nodes":[],"sources":[],"more":1}']) {
    await writeFile(path, text);
    await expect(PauseBook.open(folder.path)).rejects.toThrow(/operator-pauses\.json/);
    expect(await readFile(path, "utf8")).toBe(text);
  }
});
