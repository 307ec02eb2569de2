import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ROOT, sourceFiles } from "./source-files.ts";

// The traps of the domain's fact sheet: what Chinese patent data and the portals around them are known to get wrong.
const TRAPS = Array.from({ length: 36 }, (_, index) => index + 1);
const TEST_FILES = sourceFiles("tests").filter(({ path }) => path.endsWith(".test.ts"));

test("each of the 36 traps has a test that carries its number", () => {
  const found = new Set(TEST_FILES.flatMap(({ text }) => trapsIn(text)));
  expect(TRAPS.filter((trap) => !found.has(trap))).toEqual([]);
});

test("tests/README.md names a file for each that tests it", () => {
  const readme = readFileSync(`${ROOT}tests/README.md`, "utf8");
  const listed = [...readme.matchAll(/((?:\d+ )+)`([a-z0-9/-]+)`/g)].flatMap(([, traps = "", path]) =>
    traps
      .trim()
      .split(" ")
      .map((trap) => ({ trap: Number(trap), path })),
  );
  expect(listed.map(({ trap }) => trap).sort((a, b) => a - b)).toEqual(TRAPS);
  const wrong = listed.filter(({ trap, path }) => !trapsOf(`tests/${path}.test.ts`).includes(trap));
  expect(wrong).toEqual([]);
});

function trapsOf(path: string): readonly number[] {
  return trapsIn(TEST_FILES.find((file) => file.path === path)?.text ?? "");
}

/** Numbers in the names of tests: `trap 7: …`, `(trap 31)`. */
function trapsIn(text: string): readonly number[] {
  const names = [...text.matchAll(/^.*(?:\b(?:it|test|describe)\b.*|^\s*\]\))\(\s*(["`].*\btrap \d.*)$/gm)];
  return names.flatMap(([, name = ""]) => [...name.matchAll(/\btrap (\d+)/g)].map(([, number]) => Number(number)));
}
