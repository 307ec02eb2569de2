import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ERROR_CODES } from "#schema/error-codes.ts";

const ROOT = join(import.meta.dirname, "../..");

/** Where the words come from with which `node check`, `try` and `register` tell an owner what is wrong. */
const TELLING = [
  "adapters/manifest/*.ts",
  "adapters/manifest/{checks,dialect,format,kit,mapping,search,snapshot}/*.ts",
  "subgraphs/runtime/declared/**/*.ts",
  "gateway/{cli,members,registry}/**/*.ts",
  "gateway/supergraph/*.ts",
];

/** What stands in the same places and is no code of a problem, and why. */
const OTHER_WORDS: Readonly<Record<string, readonly string[]>> = {
  "states of a node, and what it is made of": [
    ...["CHECKED", "LIVE", "PAUSED", "QUARANTINED", "RETIRED", "SHADOW", "MANIFEST", "SUBGRAPH"],
  ],
  "who acted": ["HUB", "OPERATOR"],
  "a reason told beside a legal status, in the graph": ["PARTLY_INVALIDATED"],
  "values of the graph for what has no table": ["OTHER", "UNKNOWN", "UNMAPPED"],
  "the composer's own, told behind DOES_NOT_COMPOSE": ["COMPOSITION_FAILED", "COMPOSITION_TIME", "INVALID"],
  "the YAML parser's own, told as NOT_YAML": ["BAD_INDENT", "MISSING_CHAR", "TAB_AS_INDENT"],
  "the CSV parser's own, told as TOO_LARGE": ["CSV_MAX_RECORD_SIZE"],
  "the system's and the runtime's": ["EEXIST", "ENOENT", "ERR_PARSE_ARGS_", "NFKC", "SIGINT", "SIGTERM"],
  "values of keys, and beginnings of names": ["GET", "NAME", "NODE_", "PORTAL", "PUBLIC"],
};

const format = readFileSync(join(ROOT, "adapters/manifest/FORMAT.md"), "utf8");
const isListed = (word: string) => format.includes(`\`${word}\``);

/** Upper-case words where codes are written: in lines that speak of a code, first in a call, in a union of their own lines. */
function wordsIn(text: string): readonly string[] {
  const lines = text.split("\n").filter((line) => /\bcodes?\b/i.test(line));
  return [
    ...lines.flatMap((line) => [...line.matchAll(/"([A-Z][A-Z_]{2,})"/g)]),
    ...text.matchAll(/\b\w+\(\s*"([A-Z][A-Z_]{2,})"/g),
    ...text.matchAll(/^\s+(?:\| )?"([A-Z][A-Z_]{2,})"[,;]?$/gm),
    ...text.matchAll(/"((?:MUST|SHOULD|MAY)-[A-Z-]+)"/g),
  ].map(([, word = ""]) => word);
}

const files = globSync(TELLING, { cwd: ROOT });
const words = new Set(files.flatMap((file) => wordsIn(readFileSync(join(ROOT, file), "utf8"))));

test("every code that check, try and register print is listed in FORMAT.md", () => {
  expect(files.length).toBeGreaterThan(100);
  for (const word of [
    "CELLS_EXTRA",
    "NO_RECORDS",
    "FOREIGN_TYPE",
    "NOT_A_DATE",
    "SECRET_IN_CLEAR",
    "SDL_REQUIRED",
    "MUST-TITLED",
  ])
    expect(words).toContain(word);
  const others = new Set([...Object.values(OTHER_WORDS).flat(), ...Object.keys(ERROR_CODES)]);
  expect([...words].filter((word) => !isListed(word) && !others.has(word)).sort()).toEqual([]);
});

test("what is told to be no such code is still there, and listed nowhere", () => {
  const others = Object.values(OTHER_WORDS).flat();
  expect(others.filter((word) => !words.has(word) || isListed(word))).toEqual([]);
});

test("the codes with which the hub refuses a command are in the README", () => {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const refusals = [...words].filter((word) => word in ERROR_CODES);
  expect(refusals).toContain("NODE_REFUSED");
  expect(refusals.filter((word) => !readme.includes(`\`${word}\``))).toEqual([]);
});
