import { Environment } from "@marcbachmann/cel-js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { toCel } from "#adapters/manifest/mapping/expression-value.ts";
import { compileExpression } from "#adapters/manifest/mapping/expressions.ts";

const ROW = {
  a: "甲",
  n: 3,
  d: 1.5,
  t: true,
  list: [1, 2, 3],
  rows: [{ b: 1 }, { b: 2 }],
  nul: null,
  deep: { x: { y: "z" } },
};
const plain = new Environment({ homogeneousAggregateLiterals: false }).registerVariable("row", "dyn");

/** Expressions of every operator and loop, most of them well typed. */
const { expression } = fc.letrec<{ expression: string; number: string; text: string; truth: string; list: string }>(
  (tie) => ({
    number: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom(
        "row.n",
        "1",
        "0",
        "-2",
        "row.list[0]",
        "row.rows[1].b",
        "size(row.a)",
        'int("7")',
        "row.missing",
      ),
      fc
        .tuple(tie("number"), fc.constantFrom("+", "-", "*", "/", "%"), tie("number"))
        .map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc.tuple(tie("truth"), tie("number"), tie("number")).map(([c, a, b]) => `(${c} ? ${a} : ${b})`),
      tie("list").map((list) => `${list}.size()`),
    ),
    text: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom("row.a", '"b"', "'x.y'", "row.deep.x.y", 'r"\\d"', "string(row.n)", "row.nul", '""'),
      fc.tuple(tie("text"), tie("text")).map(([a, b]) => `${a} + ${b}`),
      fc.tuple(tie("text"), tie("text")).map(([a, b]) => `(${a} + ${b}).substring(0, 1)`),
      tie("list").map((list) => `${list}.map(e, string(e)).join(",")`),
    ),
    truth: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom(
        "row.t",
        "true",
        "false",
        "has(row.a)",
        "has(row.zz)",
        "row.zz == 1",
        '"甲".matches("^.$")',
        'row.a.matches("[甲乙]")',
      ),
      fc
        .tuple(tie("number"), fc.constantFrom("<", "<=", "==", "!=", ">", ">="), tie("number"))
        .map(([a, op, b]) => `${a} ${op} ${b}`),
      fc.tuple(tie("truth"), fc.constantFrom("&&", "||"), tie("truth")).map(([a, op, b]) => `(${a}) ${op} (${b})`),
      tie("truth").map((a) => `!(${a})`),
      fc
        .tuple(tie("list"), fc.constantFrom("all", "exists", "exists_one"), tie("number"))
        .map(([list, loop, limit]) => `${list}.${loop}(e, e > ${limit})`),
      fc.tuple(tie("number"), tie("list")).map(([a, list]) => `${a} in ${list}`),
    ),
    list: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom("row.list", "[1, 2]", "[]", "row.rows.map(r, r.b)", "[row.n, 4]"),
      fc.tuple(tie("list"), tie("number")).map(([list, a]) => `${list}.filter(e, e != ${a})`),
      fc.tuple(tie("list"), tie("number")).map(([list, a]) => `${list}.map(e, e + ${a})`),
      fc.tuple(tie("list"), tie("list")).map(([a, b]) => `(${a} + ${b})`),
    ),
    expression: fc.oneof(tie("number"), tie("text"), tie("truth"), tie("list")),
  }),
);

test("an expression under guard gives what it gives without", () => {
  let answered = 0;
  fc.assert(
    fc.property(expression, (text) => {
      const compiled = compileExpression(text, ["row"]);
      if (!compiled.ok) return;
      const told = compiled.expression.evaluate({ row: ROW });
      expect(told.ok ? { value: told.value } : null).toEqual(withoutGuard(text));
      if (told.ok) answered += 1;
    }),
    { numRuns: 1_500 },
  );
  expect(answered).toBeGreaterThan(500);
});

/** What the library itself says; null where it fails. */
function withoutGuard(text: string): { readonly value: unknown } | null {
  try {
    const value: unknown = plain.parse(text)({ row: toCel(ROW) });
    return { value: toPlain(value) };
  } catch {
    return null;
  }
}

function toPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toPlain);
  return typeof value === "bigint" ? Number(value) : value;
}
