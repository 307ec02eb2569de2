import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCql } from "#adapters/epo-ops/sandbox/read-cql.ts";
import { checkCql, MAX_CQL, writeCql } from "#adapters/epo-ops/search/cql.ts";

describe("a query written from conditions", () => {
  test.each([
    [{ words: "solid state battery" }, 'ta all "solid state battery"'],
    [{ title: "光学胶" }, 'ti all "光学胶"'],
    [{ abstract: "Ｌｏｗ-temperature" }, 'ab all "Low-temperature"'],
    [{ applicants: ["Siemens AG", "BOSCH"] }, 'pa all "Siemens AG" or pa all "BOSCH"'],
    [{ inventors: ["O'Neill"] }, `in all "O'Neill"`],
    [{ ipc: ["h01m 10/052", "C09J"] }, 'ipc = "H01M10/052" or ipc = "C09J"'],
    [{ cpc: ["Y02E60/10"] }, 'cpc = "Y02E60/10"'],
    [{ offices: ["cn", "EP"] }, "pn = CN or pn = EP"],
    [{ familyNumbers: ["43088294"] }, "famn = 43088294"],
    [{ cql: " ti=battery ", offices: ["CN"] }, "(ti=battery) and (pn = CN)"],
    [{ words: "a", title: "b" }, '(ta all "a") and (ti all "b")'],
    [{ words: null, applicants: [] }, null],
    [{ words: 'battery" or pn = US' }, 'ta all "battery or pn US"'],
  ])("%j is %s", (conditions, cql) => {
    expect(writeCql(conditions)).toEqual({ cql });
  });

  test.each([
    [{ words: ' "" ' }, "words"],
    [{ ipc: ["H01M", "nonsense"] }, "ipc"],
    [{ offices: ["CHN"] }, "offices"],
    [{ familyNumbers: ["x"] }, "familyNumbers"],
    [{ applicants: ["??"] }, "applicants"],
  ])("%j is refused for its %s", (conditions, refused) => {
    expect(writeCql(conditions)).toEqual({ refused });
  });

  test("no word gets out of its quotation", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (words) => {
        const written = writeCql({ words, offices: ["CN"] });
        if ("refused" in written) return;
        const query = readCql(written.cql ?? "");
        expect(query).toMatchObject({
          kind: "and",
          left: { index: "ta", relation: "all" },
          right: { index: "pn", value: "CN" },
        });
      }),
    );
  });
});

describe("a client's own query", () => {
  test.each([
    ["ti=battery and pa=siemens", null],
    ['(ti all "a (b" or ab=c) not pn=US', null],
    ["", { problem: "NOTHING_TO_SEARCH", offset: 0 }],
    ["  ", { problem: "NOTHING_TO_SEARCH", offset: 0 }],
    ["x".repeat(MAX_CQL + 1), { problem: "TOO_LONG", offset: MAX_CQL }],
    ["ti=a\nand ti=b", { problem: "UNREADABLE_CHARACTER", offset: 4 }],
    ['ti="a', { problem: "UNTERMINATED_PHRASE", offset: 3 }],
    ["(ti=a", { problem: "UNBALANCED_PARENTHESIS", offset: 0 }],
    ["ti=a) or (ti=b", { problem: "UNBALANCED_PARENTHESIS", offset: 4 }],
  ])("%s: %j", (cql, problem) => {
    expect(checkCql(cql)).toEqual(problem);
  });
});
