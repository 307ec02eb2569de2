import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
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

test("several processes share it: none loses what another wrote, and each is told", async () => {
  await using folder = await temporaryFolder();
  const [one, other] = [await PauseBook.open(folder.path), await PauseBook.open(folder.path)];
  const seen: boolean[] = [];
  const stop = other.follow(() => void seen.push(other.has("nodes", "a")), SILENT_LOGGER);
  await one.set("nodes", "a", true);
  await other.set("sources", "b", true);
  const third = await PauseBook.open(folder.path);
  expect([third.has("nodes", "a"), third.has("sources", "b")]).toEqual([true, true]);
  // The file is looked at once a second.
  await vi.waitFor(() => expect(seen.at(-1)).toBe(true), { timeout: 10_000 });
  stop();
  expect([other.has("nodes", "a"), other.has("sources", "b")]).toEqual([true, true]);
});
