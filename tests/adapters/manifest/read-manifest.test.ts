import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ManifestProblem, PROBLEM_CODES } from "#adapters/manifest/format/problem.ts";
import { readManifest } from "#adapters/manifest/format/read-manifest.ts";
import { changed, GOOD } from "./good-manifest.ts";
import { MISTAKES } from "./mistakes.ts";

function problemsOf(text: string): readonly ManifestProblem[] {
  const read = readManifest(text);
  return read.ok ? [] : read.problems;
}

test("a manifest without a mistake is read, with what is not told filled in", () => {
  const read = readManifest(GOOD);
  expect(read.ok ? [] : read.problems).toEqual([]);
  if (!read.ok) return;
  expect(read.manifest.sources["site"]).toMatchObject({
    kind: "PORTAL",
    charset: { response: "auto", request: "utf-8" },
  });
  expect(read.manifest.kinds["EXPERT"]?.list.paging).toEqual({ type: "none" });
});

test("a byte-order mark, Windows line ends and comments change nothing", () => {
  expect(problemsOf(`\ufeff# 注释 & *x !y\r\n${GOOD.replaceAll("\n", "\r\n")}`)).toEqual([]);
});

test("an address of a private host is the operator's affair", () => {
  expect(problemsOf(changed("https://www.example.org\n", "http://10.0.0.8:8080\n"))).toEqual([]);
});

test("codes of a source that look like numbers or truth need no quotes", () => {
  const table = "table: { 1: ASSIGNMENT, 02: LICENSE, true: EQUITY }";
  const read = readManifest(changed("table: { 出售: ASSIGNMENT }", table));
  const mode = read.ok ? read.manifest.kinds["LISTING"]?.fields["mode"] : null;
  expect(mode).toMatchObject({ table: { "1": "ASSIGNMENT", "02": "LICENSE", true: "EQUITY" } });
});

test("lines that npm printed before the manifest are told as such", () => {
  const banner = "\n> chengyu-ip-hub@0.1.0 hub\n> node gateway/cli/main.ts node init wuhu\n\n";
  expect(problemsOf(banner + GOOD)).toMatchObject([
    { code: "NOT_YAML", line: 2, column: 1, suggestion: { en: expect.stringContaining("--out FILE") } },
  ]);
});

test("what guests and samples send is no secret", () => {
  expect(problemsOf(changed("        X-Sign:", "        Cookie: lang=zh; theme=1\n        X-Sign:"))).toEqual([]);
  expect(problemsOf(changed('pass: "{secret.PASS}"', "password: guest"))).toEqual([]);
});

test("a field that the SDL declares is a field", () => {
  const sdl = 'sdl: |\n  extend type ExampleListing {\n    "热度。 / Heat."\n    heat: Int\n  }\n';
  expect(
    problemsOf(changed("      title: bt", "      title: bt\n      heat: { from: rd, as: integer }") + sdl),
  ).toEqual([]);
});

test("a table of a further field with codes leads to its codes", () => {
  const sdl = 'sdl: |\n  extend type ExampleListing {\n    "方式。 / Way."\n    way: TransferModeValue\n  }\n';
  const read = (target: string) =>
    problemsOf(
      changed("      title: bt", `      title: bt\n      way: { from: fs, as: code, table: { 卖: ${target} } }`) + sdl,
    );
  expect(read("ASSIGNMENT")).toEqual([]);
  expect(read("ASSIGMENT")).toMatchObject([
    {
      code: "UNKNOWN_CODE",
      path: "kinds.LISTING.fields.way.table.卖",
      suggestion: { en: expect.stringContaining("ASSIGNMENT") },
    },
  ]);
});

describe("a corpus of mistakes", () => {
  test("it is large and each code of the reader is in it, save those of sizes", () => {
    expect(MISTAKES.length).toBeGreaterThan(100);
    const told = new Set(MISTAKES.map(({ code }) => code));
    const elsewhere = ["EMPTY", "TOO_LARGE", "TOO_DEEP", "WHICH_FORM"];
    expect(PROBLEM_CODES.filter((code) => !told.has(code) && !elsewhere.includes(code))).toEqual([]);
  });

  test.each(MISTAKES)("$name is told with its line and what to write", ({ text, code, line, suggests }) => {
    const problems = problemsOf(text);
    const lines = text.split("\n");
    const told = problems.map((one) => [one.code, (lines[one.line - 1] ?? "").trimStart().slice(0, line.length)]);
    expect(told).toContainEqual([code, line]);
    const problem = problems[told.findIndex(([one, at]) => one === code && at === line)];
    if (problem === undefined) return;
    expect(problem.column).toBeLessThanOrEqual((lines[problem.line - 1] ?? "").length + 1);
    expect(problem.message.zh).toMatch(/\p{Script=Han}/u);
    expect(problem.message.en).toMatch(/[A-Za-z]/);
    expect(problem.message.en).not.toMatch(/undefined|\[object/);
    if (suggests === null) return;
    expect(problem.suggestion?.zh ?? "").toMatch(/\p{Script=Han}/u);
    expect(problem.suggestion?.en ?? "").toMatch(suggests);
  });

  test("one mistake is one problem, or a few that follow from it", () => {
    const many = MISTAKES.filter(({ text }) => problemsOf(text).length > 5);
    expect(many.map(({ name, text }) => [name, problemsOf(text).map(({ code }) => code)])).toEqual([]);
  });

  test("an address without its protocol is mended to http where it hardly can be https", () => {
    const adviceFor = (url: string) =>
      problemsOf(changed("https://www.example.org\n", `${url}\n`)).map(({ suggestion }) => suggestion?.en);
    expect(adviceFor("127.0.0.1:8977")).toEqual(["Write http://127.0.0.1:8977"]);
    expect(adviceFor("10.0.0.8/api")).toEqual(["Write http://10.0.0.8/api"]);
    expect(adviceFor("portal.example.org:8080")).toEqual(["Write http://portal.example.org:8080"]);
    expect(adviceFor("portal.example.org:443")).toEqual(["Write https://portal.example.org:443"]);
    expect(adviceFor("portal.example.org/api")).toEqual(["Write https://portal.example.org/api"]);
  });

  test("a key out of line is one problem, though every line below it is out of line for the parser", () => {
    const text = changed("  contact: ops@example.org", "     contact: ops@example.org");
    expect(problemsOf(text)).toHaveLength(1);
  });

  test("several full-width signs are told with their places, and other mistakes beside them", () => {
    const text = changed("{ zh: 示例平台, en", "{ zh： 示例平台， en").replace("      title: bt", "      titel： bt");
    expect(problemsOf(text)).toMatchObject([
      { code: "FULL_WIDTH", column: "name: { zh".length + 1 },
      { code: "UNKNOWN_FIELD", suggestion: { en: "Did you mean title?" } },
      { code: "FULL_WIDTH", column: "      titel".length + 1 },
    ]);
  });

  test("full-width punctuation of a text is none of a mistake's cause", () => {
    const text = changed("zh: 示例平台", "zh: 示例：“甲”、乙，丙").replace("title: bt", "titel: bt");
    expect(problemsOf(text).map(({ code }) => code)).toEqual(["UNKNOWN_FIELD"]);
    expect(problemsOf(changed("zh: 示例平台", "zh: 示例：“甲”、乙，丙"))).toEqual([]);
  });

  test("no message repeats a secret that stands in the file", () => {
    for (const { text } of MISTAKES) {
      const told = JSON.stringify(problemsOf(text));
      for (const secret of ["Sichuan2026!", "abcdef123456789", "9f8a7b6c5d4e3f2a", "A1B2C3D4E5F6", "me:pw"])
        expect(told).not.toContain(secret);
    }
  });

  test("several mistakes are told at once, in the order of the text", () => {
    const text = changed('success: body.code == "0"', "success: nope")
      .replace("title: bt", "titel: bt")
      .replace("EXPERT: {", "EXPRT: {");
    const problems = problemsOf(text);
    expect(problems.map(({ code }) => code)).toEqual(["UNKNOWN_KIND", "EXPRESSION", "UNKNOWN_FIELD"]);
  });

  test("the column of an expression is where it goes wrong", () => {
    const [problem] = problemsOf(changed('success: body.code == "0"', 'success: body.code == "0" && nope'));
    expect(problem?.column).toBe('    success: body.code == "0" && '.length + 1);
  });
});

describe("texts that would cost much", () => {
  const BOMBS: Readonly<Record<string, string>> = {
    "aliases that multiply": `a: &a [x,x,x,x,x,x,x,x,x]\n${[..."bcdefghi"].map((name, index) => `${name}: &${name} [${`*${"abcdefgh"[index]},`.repeat(9)}]`).join("\n")}`,
    "a million brackets": "[".repeat(1_000_000),
    "a million dashes": "- ".repeat(500_000),
    "braces that never close": `a: ${"{a: ".repeat(200_000)}`,
    "deep indentation": Array.from({ length: 1_400 }, (_, depth) => `${" ".repeat(depth)}k:`).join("\n"),
    "sixty thousand keys": Array.from({ length: 60_000 }, (_, index) => `k${index}: v`).join("\n"),
    "nine thousand keys": Array.from({ length: 9_000 }, (_, index) => `k${index}: v`).join("\n"),
    "a million tags": "!a ".repeat(300_000),
    "half a million comments": "#\n".repeat(500_000),
    "one long word": `manifest: ${"1".repeat(900_000)}`,
    "more than a megabyte": `manifest: 1\n# ${"x".repeat(1_000_001)}`,
    "a long block": `a: |\n${" x\n".repeat(300_000)}`,
    colons: ": ".repeat(400_000),
    "bad lines": "a: 1\n b: 2\n".repeat(80_000),
    questions: "? ".repeat(200_000),
    "nul characters": "\u0000".repeat(100_000),
  };

  test.each(Object.entries(BOMBS))("%s are refused at once", (_name, text) => {
    const began = performance.now();
    const problems = problemsOf(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(100);
    // Seconds without the limits; this leaves room for a busy machine.
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  test("aliases, depth and size are told as what they are", () => {
    const codeOf = (name: string) => problemsOf(BOMBS[name] ?? "")[0]?.code;
    expect(codeOf("aliases that multiply")).toBe("ALIAS");
    expect(codeOf("a million brackets")).toBe("TOO_DEEP");
    expect(codeOf("deep indentation")).toBe("TOO_DEEP");
    expect(codeOf("more than a megabyte")).toBe("TOO_LARGE");
    expect(codeOf("sixty thousand keys")).toBe("TOO_LARGE");
    expect(problemsOf("")[0]?.code).toBe("EMPTY");
    expect(problemsOf("# nothing\n")[0]?.code).toBe("EMPTY");
  });
});

test("a bound that is not allowed itself is told as such, and one mistake is told once", () => {
  expect(problemsOf(changed("requestsPerSecond: 2", "requestsPerSecond: 0"))).toMatchObject([
    { code: "OUT_OF_RANGE", message: { zh: "数值须大于 0", en: "The number must be greater than 0" } },
  ]);
  const quiet = 'quietHours: [{ from: "22:00", to: "06:00" }]';
  expect(problemsOf(changed(quiet, 'quietHours: "22:00-06:00"'))).toMatchObject([{ code: "WRONG_TYPE" }]);
});

test("of a tab what the parser makes of the lines below is not told; every further tab is", () => {
  const tabbed = changed("      name: td:nth-child(1)\n", "\tname: td:nth-child(1)\n");
  expect(problemsOf(tabbed)).toMatchObject([{ code: "TAB" }]);
  const twice = tabbed.replace("  contact:", "\tcontact:");
  expect(problemsOf(twice)).toMatchObject([{ code: "TAB" }, { code: "TAB" }]);
});

describe("whatever the text", () => {
  const texts = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.string({ unit: fc.constantFrom(..."{}[]:-,&*!|>'\"%@`#? \n\tab1：".split("")), maxLength: 120 }),
    fc
      .tuple(fc.nat(GOOD.length), fc.nat(40), fc.string({ unit: "grapheme", maxLength: 12 }))
      .map(([at, cut, put]) => GOOD.slice(0, at) + put + GOOD.slice(at + cut)),
    fc.json().map((json) => `manifest: ${json}`),
  );

  test("it is read or refused with places in it, never thrown at", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const lines = text.split("\n").length;
        for (const { line, column, message, code } of problemsOf(text)) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(PROBLEM_CODES).toContain(code);
          expect(message.zh).not.toBe("");
        }
      }),
      { numRuns: 400 },
    );
  });
});
