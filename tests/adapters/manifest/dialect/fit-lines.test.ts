import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitLines } from "#adapters/manifest/dialect/fit-lines.ts";

const linesOf = (...texts: readonly string[]) =>
  texts.map((text, index) => ({ cells: text.split(","), number: index + 1 }));

const misfits = (hasHead: boolean, ...texts: readonly string[]) =>
  fitLines(linesOf(...texts), hasHead).flatMap(({ misfit }) => (misfit === null ? [] : misfit.line));

describe("lines that do not fit their columns", () => {
  test.each([
    ["fewer cells than names", ["a,b,c", "1,2,3", "1,2"], [3]],
    ["more cells than names", ["a,b,c", "1,2,3", "1,2,3,4"], [3]],
    ["one more cell, though empty, where other lines have none", ["a,b,c", "1,2,3", "1,2,3,"], [3]],
    ["a sum at the end", ["a,b,c", "1,2,3", "合计：1"], [3]],
  ])("%s", (_why, texts, expected) => {
    expect(misfits(true, ...texts)).toEqual(expected);
  });

  test.each([
    ["cells for every name, empty or not", ["a,b,c", "1,2,3", "1,,"]],
    ["every line ended by a delimiter, but not the head", ["a,b", "1,2,", "3,4,"]],
    ["the head ended by a delimiter, but no line", ["a,b,", "1,2", "3,4"]],
    ["both ended by one", ["a,b,", "1,2,", "3,4,"]],
    ["a head alone", ["a,b"]],
  ])("are not: %s", (_why, texts) => {
    expect(misfits(true, ...texts)).toEqual([]);
  });

  test("without a head, those that are not as wide as most", () => {
    expect(misfits(false, "1,2", "3,4,5", "6,7", "8")).toEqual([2, 4]);
    expect(misfits(false, "1,2")).toEqual([]);
    expect(fitLines([], false)).toEqual([]);
    expect(fitLines([], true)).toEqual([]);
  });

  test("every line comes once, in its place, whatever its cells", () => {
    const cell = fc.constantFrom("", "x", "甲");
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 5 })), fc.boolean(), (cells, hasHead) => {
        const lines = cells.map((one, index) => ({ cells: one, number: index + 1 }));
        const body = hasHead ? lines.slice(1) : lines;
        const fitted = fitLines(lines, hasHead);
        expect(fitted).toHaveLength(body.length);
        for (const [index, { misfit }] of fitted.entries())
          if (misfit !== null)
            expect(misfit).toMatchObject({ line: body[index]?.number, cells: body[index]?.cells.length });
      }),
    );
  });
});
