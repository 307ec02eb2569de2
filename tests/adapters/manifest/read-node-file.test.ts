import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { subgraphJsonSchema } from "#adapters/manifest/format/json-schema.ts";
import { subgraphNoteOf } from "#adapters/manifest/format/key-notes.ts";
import { type ManifestProblem, PROBLEM_CODES } from "#adapters/manifest/format/problem.ts";
import { readNodeFile } from "#adapters/manifest/format/read-node-file.ts";
import { SUBGRAPH } from "#adapters/manifest/format/subgraph-format.ts";
import { changed, GOOD } from "./good-manifest.ts";
import { changedSubgraph, GOOD_SUBGRAPH } from "./good-subgraph.ts";

const ROW = z.tuple([z.string(), z.string(), z.string(), z.enum(PROBLEM_CODES), z.string(), z.string().nullable()]);
const CORPUS = new URL("subgraph-mistakes.yaml", import.meta.url);
const MISTAKES = z.array(ROW).parse(parse(readFileSync(CORPUS, "utf8")));

function problemsOf(text: string): readonly ManifestProblem[] {
  const read = readNodeFile(text);
  return read.ok ? [] : read.problems;
}

test("a subgraph file without a mistake is read as such, a manifest as a manifest", () => {
  expect(readNodeFile(GOOD_SUBGRAPH)).toMatchObject({
    ok: true,
    kind: "subgraph",
    subgraph: { code: "harbour", version: "1.0.0", url: "https://graphql.example.org/graphql", concurrency: 16 },
  });
  expect(readNodeFile(GOOD)).toMatchObject({ ok: true, kind: "manifest", manifest: { code: "example" } });
});

test("what need not be told may be left out", () => {
  const text = GOOD_SUBGRAPH.replace(/^(?:concurrency|pages): .*\n/gm, "").replace('region: "510100"\n', "");
  expect(problemsOf(text)).toEqual([]);
});

test("an address of a private host, a port and a harmless parameter are the operator's affair", () => {
  expect(problemsOf(changedSubgraph("https://graphql.example.org/graphql", "http://10.0.0.8:4000/?v=2"))).toEqual([]);
});

test("a text that is neither form is told both ways in which it could begin", () => {
  for (const text of ["hello: world\n", "code: harbour\n", "{}", "query: '{ a }'\n"])
    expect([text, problemsOf(text)]).toMatchObject([
      text,
      [{ code: "WHICH_FORM", line: 1, suggestion: { en: expect.stringMatching(/manifest: 1.*subgraph: 1/) } }],
    ]);
  expect(problemsOf("")).toMatchObject([{ code: "EMPTY", suggestion: { en: expect.stringContaining("subgraph: 1") } }]);
});

test("mistakes of a manifest are told as ever", () => {
  expect(problemsOf(changed("title: bt", "titel: bt"))).toMatchObject([{ code: "UNKNOWN_FIELD" }]);
  expect(problemsOf(changed("manifest: 1", "manifst: 1"))).toContainEqual(
    expect.objectContaining({
      code: "UNKNOWN_KEY",
      message: expect.objectContaining({ en: "A manifest has no key manifst" }),
    }),
  );
  expect(problemsOf("- a list")).toMatchObject([{ code: "WRONG_TYPE" }]);
});

describe("the corpus of mistakes", () => {
  test.each(MISTAKES)("%s", (_name, from, to, code, line, suggests) => {
    const text = changedSubgraph(from, to);
    const lines = text.split("\n");
    const problems = problemsOf(text);
    const told = problems.map((one) => [one.code, (lines[one.line - 1] ?? "").trimStart().slice(0, line.length)]);
    expect(told).toContainEqual([code, line]);
    expect(problems.length).toBeLessThanOrEqual(5);
    const problem = problems[told.findIndex(([one, at]) => one === code && at === line)];
    expect(problem?.message.zh).toMatch(/\p{Script=Han}/u);
    expect(problem?.message.en).not.toMatch(/The manifest|undefined/);
    const pattern = /^\/(.+)\/$/.exec(suggests ?? "");
    if (pattern !== null) expect(problem?.suggestion?.en ?? "").toMatch(new RegExp(pattern[1] ?? ""));
    else if (suggests !== null) expect(problem?.suggestion?.en ?? "").toContain(suggests);
    for (const secret of ["Sichuan2026!", "abcdef123456789", "9f8a7b6c5d4e3f2a"])
      expect(JSON.stringify(problems)).not.toContain(secret);
  });

  test("has fifteen of them at least", () => {
    expect(MISTAKES.length).toBeGreaterThanOrEqual(15);
  });
});

test("whatever is changed in it, it is read or refused with places in it, never thrown at", () => {
  const text = fc
    .tuple(fc.nat(GOOD_SUBGRAPH.length), fc.nat(40), fc.string({ unit: "grapheme", maxLength: 12 }))
    .map(([at, cut, put]) => GOOD_SUBGRAPH.slice(0, at) + put + GOOD_SUBGRAPH.slice(at + cut));
  fc.assert(
    fc.property(text, (one) => {
      const lines = one.split("\n").length;
      for (const { line, column, message } of problemsOf(one)) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(message.zh).not.toBe("");
      }
    }),
    { numRuns: 300 },
  );
});

describe("for editors", () => {
  const schema = subgraphJsonSchema();

  test("its schema is committed as it follows from the format (npm run hub -- compose)", () => {
    const file = new URL("../../../schema/exports/node-subgraph.schema.json", import.meta.url);
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(schema);
  });

  test("it accepts the good file and refuses an unknown key", () => {
    const accepts = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    expect(accepts(parse(GOOD_SUBGRAPH))).toBe(true);
    expect(accepts({ ...parse(GOOD_SUBGRAPH), headers: {} })).toBe(false);
  });

  test("every key has a note, and FORMAT.md tells those of its own and an example that can be read", () => {
    const text = readFileSync(new URL("../../../adapters/manifest/FORMAT.md", import.meta.url), "utf8");
    const keys = Object.keys(SUBGRAPH.shape);
    expect(keys.filter((key) => subgraphNoteOf([key]) === undefined)).toEqual([]);
    const part = text.slice(text.indexOf("## 子图文件"));
    for (const key of ["subgraph", "version", "owner", "url", "pages", "concurrency"])
      expect(part).toContain(`| \`${key}\` | ${subgraphNoteOf([key])?.zh} | ${subgraphNoteOf([key])?.en} |`);
    const [, example = ""] = /```yaml\n(subgraph: 1[\s\S]*?)```/.exec(part) ?? [];
    expect(problemsOf(example)).toEqual([]);
    expect(example).not.toBe("");
  });
});
