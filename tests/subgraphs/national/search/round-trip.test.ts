import fc from "fast-check";
import { expect, test } from "vitest";
import type { SearchCondition } from "#adapters/cnipa-bulk/search/search-request.ts";
import { LEGAL_STATUS_CODES } from "#schema/codes/legal-status.ts";
import { allRegions, CHENGDU_CHONGQING, expandRegions } from "#schema/codes/regions.ts";
import { checkCharacter } from "#schema/ids/application-number.ts";
import { allOf, anyOf } from "#subgraphs/national/search/combine-conditions.ts";
import { printCondition } from "#subgraphs/national/search/print-condition.ts";
import { QUERY_INDEXES } from "#subgraphs/national/search/query-indexes.ts";
import { readQuery } from "#subgraphs/national/search/read-query.ts";
import { expert, read } from "./read.ts";

const FIELDS = QUERY_INDEXES.flatMap(({ meaning }) =>
  meaning.kind === "text" || meaning.kind === "agency" ? [meaning.fields] : [],
).concat([["APPLICANT"]]);
const REGIONS = [...allRegions()].map(({ code }) => code);

const phrase = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
  .map((text) => text.normalize("NFKC").replace(/\s+/g, " ").trim())
  .filter((text) => /[\p{L}\p{N}]/u.test(text) && searched(text) === text);
const day = fc
  .date({ min: new Date("1985-04-01"), max: new Date("2040-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const application = fc.integer({ min: 0, max: 9_999_999 }).map((serial) => {
  const body = `20231${String(serial).padStart(7, "0")}`;
  expect(checkCharacter(body)).toMatch(/^[\dX]$/);
  return `CN${body}`;
});

const leaf: fc.Arbitrary<SearchCondition> = fc.oneof(
  fc
    .record({
      kind: fc.constant("text" as const),
      fields: fc.constantFrom(...FIELDS),
      text: phrase,
      match: fc.constantFrom("PHRASE" as const, "PREFIX" as const),
    })
    .filter((one) => !isCode(one)),
  fc.record({
    kind: fc.constant("near" as const),
    fields: fc.constantFrom(...FIELDS),
    texts: fc.tuple(phrase, phrase),
    distance: fc.nat(99),
    isOrdered: fc.boolean(),
  }),
  application.map((value) => ({ kind: "number", of: "APPLICATION", value, match: "EXACT" }) as const),
  fc
    .constantFrom("CN2023", "CN97", "CN20231012345")
    .map((value) => ({ kind: "number", of: "APPLICATION", value, match: "PREFIX" }) as const),
  fc
    .constantFrom("CN116012345B", "WO2009085664A2")
    .map((value) => ({ kind: "number", of: "PUBLICATION", value, match: "EXACT" }) as const),
  fc.constant({ kind: "number", of: "PUBLICATION", value: "CN116012345", match: "PREFIX" } as const),
  fc.constant({ kind: "number", of: "PCT", value: "PCT/CN2023/123456", match: "EXACT" } as const),
  fc
    .constantFrom("EXACT" as const, "PREFIX" as const)
    .map((match) => ({ kind: "number", of: "PRIORITY", value: "KR1020160063019", match }) as const),
  fc.constant({ kind: "number", of: "PRIORITY", value: "1020160063019", match: "EXACT" } as const),
  fc
    .tuple(
      fc.constantFrom(
        "FILING" as const,
        "PUBLICATION" as const,
        "GRANT" as const,
        "PRIORITY" as const,
        "LEGAL_EVENT" as const,
      ),
      day,
      day,
      fc.nat(2),
    )
    .map(([of, one, other, open]): SearchCondition => {
      const [from = one, to = other] = [one, other].sort();
      return { kind: "date", of, from: open === 1 ? null : from, to: open === 2 ? null : to };
    }),
  several(["C09J", "C08L1/00", "H", "G02B27"]).map((symbols) => ({ kind: "class", scheme: "IPC", symbols }) as const),
  several(["10-05", "11"]).map((symbols) => ({ kind: "class", scheme: "LOCARNO", symbols }) as const),
  several(LEGAL_STATUS_CODES.filter((code) => code !== "PENDING")).map(
    (codes) => ({ kind: "legalStatus", codes }) as const,
  ),
  several(["INVENTION", "UTILITY_MODEL", "DESIGN"] as const).map((types) => ({ kind: "type", types }) as const),
  several(["91510100MA0DEM0A77", "91500107MA0DEM1B1C", "n:0123456789abcdef01234567"]).map(
    (keys) => ({ kind: "organization", keys }) as const,
  ),
  several(["50990", "11204"]).map((codes) => ({ kind: "agency", codes }) as const),
  several([CHENGDU_CHONGQING, "500000", "510000", ...REGIONS]).map((codes): SearchCondition => {
    const expanded = expandRegions(codes);
    return { kind: "region", codes: expanded.ok ? [...expanded.value.codes].sort() : [] };
  }),
);

const condition: fc.Arbitrary<SearchCondition> = fc.letrec<{ tree: SearchCondition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    leaf,
    fc.array(tie("tree"), { minLength: 2, maxLength: 4 }).map(allOf),
    fc.array(tie("tree"), { minLength: 2, maxLength: 4 }).map(anyOf),
    tie("tree").map((operand): SearchCondition => ({ kind: "not", operand })),
  ),
})).tree;

test("what is read from a printed condition is the condition", () => {
  fc.assert(
    fc.property(condition, (one) => {
      const printed = printCondition(one);
      expect(expert(printed)).toEqual(one);
      // AUTO may see a number in what is nothing else.
      expect(read(printed).condition).toEqual(one);
    }),
    { numRuns: 400 },
  );
});

const PIECES = [
  "TI=",
  "AD>",
  "PA",
  "(",
  ")",
  "（",
  " AND ",
  " or ",
  "NOT ",
  "!",
  "非 ",
  '"',
  "“",
  "”",
  "「",
  "*",
  "+",
  "[",
  "]",
  " TO ",
  ":",
  "，",
  "2020",
  "2020-02-30",
  "NEAR/5",
  " 5W ",
  "C09J",
  "7/38",
  "CN202310123456.6",
  "=",
  ">=",
  "≠",
  "||",
  "|",
  "&",
  "光学",
  "胶",
  "\u200b",
  "\u0000",
  "\ud800",
  "\\",
  "IC=",
  "AN=",
  "RG=",
  "LS=",
  "PN=",
  "OW=",
];

test("any text is read or refused with a place inside it, and soon", () => {
  const soup = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary", maxLength: 5 })), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(soup, fc.constantFrom("AUTO" as const, "TEXT" as const, "EXPERT" as const), (pieces, syntax) => {
      const query = pieces.join("");
      const reading = readQuery(query, syntax);
      if (reading.ok) return reading.value.condition === null || printCondition(reading.value.condition) !== "";
      const { position, message } = reading.problem;
      expect(position.offset).toBeLessThanOrEqual(query.length);
      expect(position.line).toBeGreaterThan(0);
      expect(message.zh).toMatch(/\p{Script=Han}/u);
      return true;
    }),
    { numRuns: 3_000 },
  );
});

test.each(["“", '"a', "a ", "(", "TI=", "a=", "「", "光 ", "NOT ", "a*", "\\", "5W ", "AD=2020:", "AN=1 ", "｜"])(
  "the longest query of nothing but %j takes little time",
  (piece) => {
    const query = piece.repeat(8_000 / piece.length);
    const startedAt = performance.now();
    for (const syntax of ["AUTO", "TEXT", "EXPERT"] as const) readQuery(query, syntax);
    expect(performance.now() - startedAt).toBeLessThan(500);
  },
);

function several<T extends string>(values: readonly T[]): fc.Arbitrary<readonly T[]> {
  return fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 4 });
}

/** What the reader keeps of a phrase. */
function searched(text: string): string {
  const found = readQuery(`TI="${text.replace(/["\\“”„‟「」『』＂]/g, (sign) => `\\${sign}`)}"`, "EXPERT");
  return found.ok && found.value.condition?.kind === "text" ? found.value.condition.text : "";
}

/** Five digits under an agency's index and a social credit code under the applicant's are codes, not names. */
function isCode({ text, match }: { readonly text: string; readonly match: string }): boolean {
  return match === "PHRASE" && (/^\d{5}$/.test(text) || /^[0-9A-Z]{18}$/i.test(text));
}
