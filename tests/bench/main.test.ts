import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { atLeast, atMost, exactly, isMet, NO_PROMISE } from "./bench.ts";
import { toTable } from "./print-table.ts";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));

test("without a name the benches are listed, each with what it shows", () => {
  const names = readdirSync(import.meta.dirname).flatMap((file) => /^(.+)\.bench\.ts$/.exec(file)?.[1] ?? []);
  expect(names.length).toBeGreaterThan(2);
  const { stdout, status } = run();
  expect(status).toBe(0);
  for (const name of names) expect(stdout).toMatch(new RegExp(`^${name} +\\S`, "m"));
});

test("an unknown name is 2, with the names there are", () => {
  const { stderr, status } = run("no-such-bench");
  expect(status).toBe(2);
  expect(stderr).toContain("guards");
});

describe("every bench", () => {
  const names = readdirSync(import.meta.dirname).flatMap((file) => /^(.+)\.bench\.ts$/.exec(file)?.[1] ?? []);

  test.each(names)("%s tells its usage with --help, and refuses what it does not know with it", (name) => {
    const help = run(name, "--help");
    expect([help.status, help.stderr]).toEqual([0, ""]);
    expect(help.stdout).toMatch(new RegExp(`^用法 / Usage: npm run bench -- ${name}\\b.*\n.+`));
    const wrong = run(name, "--no-such-option");
    expect([wrong.status, wrong.stdout]).toEqual([2, ""]);
    expect(wrong.stderr).toMatch(new RegExp(`^.+\n用法 / Usage: npm run bench -- ${name}\\b`));
    expect(wrong.stderr).not.toMatch(/^ +at /m);
  });

  test("refuses numbers without sense", () => {
    for (const args of [
      ["plugging", "--cycles", "many"],
      ["soak", "--minutes", "0"],
      ["national", "-5"],
      ["import", "1.5"],
      ["resilience", "9999"],
    ])
      expect([args, run(...args).status]).toEqual([args, 2]);
  });
});

describe("a figure", () => {
  test.each([
    [atMost(20), 20, true],
    [atMost(20), 20.1, false],
    [atLeast(10), 9, false],
    [exactly(413), 413, true],
    [exactly(413), 200, false],
    [NO_PROMISE, 1_000_000, true],
  ])("promised %j and measured %d is met: %s", (promised, measured, met) => {
    expect(isMet({ what: "x", unit: "", promised, measured })).toBe(met);
  });

  test("that is not a number falls short", () => {
    expect(isMet({ what: "x", unit: "", promised: atMost(20), measured: Number.NaN })).toBe(false);
    expect(isMet({ what: "x", unit: "", promised: atMost(20), measured: null })).toBe(false);
  });
});

test("the table sets the promised figure beside the measured one", () => {
  const table = toTable([
    { what: "refused after", unit: "ms", promised: atMost(20), measured: 1.234 },
    { what: "memory", unit: "bytes", promised: atMost(5_000), measured: 6_000 },
    { what: "not built", unit: "", promised: exactly(1), measured: null },
    { what: "beside stock", unit: "×", promised: NO_PROMISE, measured: 12 },
  ]);
  expect(table.split("\n").map((line) => line.replaceAll(/ {2,}/g, "|"))).toEqual([
    "|promised|measured",
    "refused after|≤ 20|1.23|ms|ok",
    "memory|≤ 5,000|6,000|bytes|SHORT",
    "not built|= 1|none|SHORT",
    "beside stock|12|×",
  ]);
});

function run(...args: readonly string[]) {
  return spawnSync(process.execPath, [MAIN, ...args], { encoding: "utf8" });
}
