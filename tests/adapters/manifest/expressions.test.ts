import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileExpression, type ExpressionVariable } from "#adapters/manifest/mapping/expressions.ts";
import { compileRegex } from "#adapters/manifest/mapping/linear-regex.ts";

function evaluate(text: string, row: unknown) {
  const compiled = compileExpression(text, ["row"]);
  if (!compiled.ok) throw new Error(compiled.reason);
  return compiled.expression.evaluate({ row });
}

describe("an expression", () => {
  const row = { a: "x", n: 3, list: [{ b: 1 }, { b: 2 }], deep: { y: "1" }, 中文: "是" };

  test.each([
    ['row.a == "x"', true],
    ["row.n + 1", 4],
    ["row.n / 2", 1],
    ["double(row.n) / 2.0", 1.5],
    ["row.list.map(e, string(e.b))", ["1", "2"]],
    ["row.list.filter(e, e.b > 1).map(e, e.b)", [2]],
    ["row.list.exists(e, e.b == 2) ? 1 : 0", 1],
    ['(row.a + "b").matches("^x")', true],
    ["has(row.zz)", false],
    ['row["中文"]', "是"],
    ['["a", "b"].join("-")', "a-b"],
    ["row.list.size()", 2],
    ["1 in [1, 2]", true],
    ["-row.n", -3],
    ["!(row.n > 2) || row.n in [3]", true],
    ['row.a.split("").size()', 1],
    ["{'k': row.a}.k", "x"],
    ["null", null],
  ])("%s is %j", (text, value) => {
    expect(evaluate(text, row)).toEqual({ ok: true, value });
  });

  test.each(["row.zz", "row.n + row.a", "row.a && true", 'int("x")', "row.list[9]", "{}", 'timestamp("x")', "1 / 0"])(
    "%s fails without a throw",
    (text) => {
      expect(evaluate(text, row).ok).toBe(false);
    },
  );

  test.each(["row.constructor", "row.__proto__", 'row["constructor"]', "row.a.constructor", "row.toString"])(
    "%s reaches nothing of the runtime",
    (text) => {
      const compiled = compileExpression(text, ["row"]);
      expect(compiled.ok && compiled.expression.evaluate({ row }).ok).toBe(false);
    },
  );

  test("a condition that fails does not hold", () => {
    const compiled = compileExpression("row.zz == 1", ["row"]);
    expect(compiled.ok && compiled.expression.holds({ row })).toBe(false);
  });

  test("an answer's status, headers and body", () => {
    const variables: readonly ExpressionVariable[] = ["body", "status", "headers"];
    const compiled = compileExpression('status == 200 && headers["x-a"] == "1" && body.contains("ok")', variables);
    expect(compiled.ok && compiled.expression.holds({ status: 200, headers: { "x-a": "1" }, body: "all ok" })).toBe(
      true,
    );
  });
});

describe("limits", () => {
  const row = {
    list: Array.from({ length: 1_000 }, (_, index) => ({ b: index, s: "x".repeat(50) })),
    s: "x".repeat(60_000),
  };
  const each = "row.list";

  test.each([
    `${each}.map(a, ${each}.map(b, ${each}.map(c, a.b + b.b + c.b).size()).size()).size()`,
    `${each}.exists(a, ${each}.exists(b, ${each}.exists(c, c.b == -1)))`,
    `${each}.all(a, ${each}.all(b, ${each}.all(c, c.b >= 0)))`,
    `[row.s].map(a, a + a).map(a, a + a).map(a, a + a).map(a, a + a).map(a, a + a).map(a, a + a)[0]`,
    `${each}.map(a, row.s).join(",")`,
    `${each}.map(a, row.s + "y").join(",")`,
    `${each}.exists(a, ${each}.exists(b, ${each}.exists(c, row.s.matches("(x+x+)+y"))))`,
    `row.s.matches("(x*)*y") && ${each}.all(a, row.s.matches("(x|x)*y"))`,
  ])("%s ends at once", (text) => {
    const began = performance.now();
    const evaluated = evaluate(text, row);
    expect(performance.now() - began).toBeLessThan(3_000);
    if (evaluated.ok) expect(evaluated.value).toBe(false);
  });

  test("a budget belongs to one evaluation", () => {
    for (let turn = 0; turn < 20; turn += 1)
      expect(evaluate("row.list.exists(e, e.b == 999)", row)).toEqual({ ok: true, value: true });
  });

  test("what was cut short is never taken for an answer", () => {
    const text = `${each}.exists(a, ${each}.all(b, b.b >= 0) && a.b == 999) || true`;
    expect(evaluate(text, row).ok).toBe(false);
  });
});

describe("whatever stands there", () => {
  const words = [
    "row",
    ".a",
    "[0]",
    "(",
    ")",
    "==",
    "+",
    "'x'",
    "1",
    ".map(",
    "e,",
    "e",
    "&&",
    "!",
    "?",
    ":",
    "[",
    "]",
    "{",
    "}",
    "size(",
    "cel.bind(",
    '"',
    "\\",
    "1u",
    "b'x'",
    "r'",
    "in",
    ".matches(",
    "hubStep(",
    "-",
    "*",
  ];
  const texts = fc.oneof(
    fc.array(fc.constantFrom(...words), { maxLength: 14 }).map((parts) => parts.join("")),
    fc.string({ unit: "grapheme", maxLength: 60 }),
  );

  test("it compiles or is refused with a place, and evaluates or fails; nothing is thrown", () => {
    fc.assert(
      fc.property(texts, fc.jsonValue(), (text, row) => {
        const compiled = compileExpression(text, ["row"]);
        if (compiled.ok) compiled.expression.evaluate({ row });
        else {
          expect(compiled.offset).toBeGreaterThanOrEqual(0);
          expect(compiled.offset).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("names of the hub's own guards cannot be called", () => {
    expect(compileExpression("hubStep(1)", ["row"]).ok).toBe(false);
  });
});

describe("patterns", () => {
  test("the ones that backtrack for ever elsewhere end here", () => {
    const compiled = compileRegex("^(a+)+$");
    const began = performance.now();
    expect(compiled.ok && compiled.regex.test(`${"a".repeat(50_000)}b`)).toBe(false);
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  test.each(["(?=a)", "(?<!a)b", "(a)\\1", "(", "a{1001}", "((a{100}){100}){100}", "x".repeat(301), "[z-a]"])(
    "%s is refused",
    (pattern) => {
      expect(compileRegex(pattern).ok).toBe(false);
    },
  );

  test.each(["((a?){50})(a{50})[bc]", "(a|aa|aaa){1,80}[bc]", "([ab]{1,100}){1,4}[cd]"])(
    "%s ends at once on a long text",
    (pattern) => {
      const compiled = compileRegex(pattern);
      const began = performance.now();
      expect(compiled.ok && compiled.regex.find("a".repeat(200_000))).toBeNull();
      expect(performance.now() - began).toBeLessThan(3_000);
    },
  );

  test("patterns in Chinese find their group", () => {
    const compiled = compileRegex("共\\s*([0-9０-９]+)\\s*条");
    expect(compiled.ok && compiled.regex.find("查得共 １２ 条记录")).toBe("１２");
  });
});
