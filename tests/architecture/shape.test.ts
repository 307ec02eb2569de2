import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { discoverNodes } from "#subgraphs/runtime/discover-nodes.ts";
import { ROOT, type SourceFile, sourceFiles, TOP_FOLDERS, withoutComments } from "./source-files.ts";

const FOLDER_NAMES_OF_NO_MEANING = /(?:^|\/)(?:utils?|helpers?|common|misc|lib)(?:\/|\.tsx?$)/;
const files = TOP_FOLDERS.flatMap(sourceFiles);
const nodes = await discoverNodes();

test.skipIf(!existsSync(`${ROOT}.git`))("the top level is the agreed one", () => {
  const tracked = execFileSync("git", ["ls-tree", "--name-only", "HEAD"], { cwd: ROOT, encoding: "utf8" })
    .trim()
    .split("\n");
  const visible = tracked.filter((name) => !name.startsWith("."));
  const allowed = [...TOP_FOLDERS, "LICENSE", "README.md", "package-lock.json", "package.json", "tsconfig.json"];
  expect(visible.filter((name) => !allowed.includes(name))).toEqual([]);
  expect(visible).toEqual(
    expect.arrayContaining([...TOP_FOLDERS, "package.json", "package-lock.json", "tsconfig.json"]),
  );
});

test("no file is over 300 lines, no folder or file is named for nothing, none only re-exports", () => {
  expect(files.length).toBeGreaterThan(300);
  expect(files.filter(({ text }) => text.trimEnd().split("\n").length > 300).map(({ path }) => path)).toEqual([]);
  expect(files.filter(({ path }) => FOLDER_NAMES_OF_NO_MEANING.test(path)).map(({ path }) => path)).toEqual([]);
  expect(files.filter(({ path }) => /(?:^|\/)index\.tsx?$/.test(path)).map(({ path }) => path)).toEqual([]);
  expect(files.filter(isBarrel).map(({ path }) => path)).toEqual([]);
});

test("no folder lies deeper than one level below its node, source or part", () => {
  const deep = files.filter(({ path }) => path.split("/").length > (path.startsWith("tests/") ? 6 : 5));
  expect(deep.map(({ path }) => path)).toEqual([]);
});

test.each(TOP_FOLDERS)("%s/ has a README of 40 lines or fewer", (folder) => {
  const text = readFileSync(`${ROOT}${folder}/README.md`, "utf8");
  expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(40);
});

describe("every node and source stands in a folder of its own", () => {
  const sources = nodes.flatMap((node) => Object.values(node.sources));

  test("nodes and sources were found", () => {
    expect(nodes.length).toBeGreaterThan(3);
    expect(sources.length).toBeGreaterThan(4);
  });

  test.each(nodes)("node $code has a README", ({ code }) => {
    expect(existsSync(`${ROOT}subgraphs/${code}/README.md`)).toBe(true);
  });

  test.each(sources)("source $code has a README", ({ code }) => {
    expect(existsSync(`${ROOT}adapters/${code}/README.md`)).toBe(true);
    expect(existsSync(`${ROOT}adapters/${code}/source.ts`)).toBe(true);
  });
});

test("gateway/ names no node and no source", () => {
  const codes = nodes.flatMap((node) => [node.code, ...Object.values(node.sources).map(({ code }) => code)]);
  expect(codes.length).toBeGreaterThan(8);
  const named = sourceFiles("gateway")
    .filter(({ path }) => !path.startsWith("gateway/console/page/"))
    .flatMap(({ path, text }) =>
      codes.filter((code) => wordIn(withoutComments(text), code)).map((code) => `${path}: ${code}`),
    );
  expect(named).toEqual([]);
});

test("shared code of adapters and subgraphs names no source and no node either", () => {
  const sources = nodes.flatMap((node) => Object.values(node.sources).map(({ code }) => code));
  const shared = [...sourceFiles("adapters/runtime"), ...sourceFiles("subgraphs/runtime")].filter(
    ({ path }) => !path.includes("/sandbox/"),
  );
  const named = shared.flatMap(({ path, text }) =>
    sources.filter((code) => wordIn(withoutComments(text), code)).map((code) => `${path}: ${code}`),
  );
  expect(shared.length).toBeGreaterThan(40);
  expect(named).toEqual([]);
});

/** Passes on what other files define and defines nothing itself. */
function isBarrel({ text }: SourceFile): boolean {
  const exported = withoutComments(text).match(/^export\s.*$/gm) ?? [];
  const passedOn = withoutComments(text).match(/^export\s[^;=]*?\sfrom\s+"/gm) ?? [];
  return passedOn.length > 0 && passedOn.length === exported.length;
}

function wordIn(text: string, code: string): boolean {
  return new RegExp(`(?<![\\w-])${code}(?![\\w-])`).test(text);
}
