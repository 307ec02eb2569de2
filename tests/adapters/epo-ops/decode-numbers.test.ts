import { describe, expect, test } from "vitest";
import { conversionReader } from "#adapters/epo-ops/decode/decode-conversion.ts";
import { equivalentsReader } from "#adapters/epo-ops/decode/decode-equivalents.ts";
import type { SpelledNumber } from "#adapters/epo-ops/ops-conversion.ts";
import { isSpellable, toSpelledInput } from "#adapters/epo-ops/spelled-input.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import { readAnswer } from "./read-answer.ts";
import { readFixture } from "./read-fixture.ts";

describe("equivalents", () => {
  test("are read in whichever form they are given", async () => {
    const numbers = await readAnswer(equivalentsReader, readFixture("equivalents.xml"));
    expect(numbers.map(({ docdb, epodoc }) => [docdb?.kind ?? null, epodoc])).toEqual([
      [null, "CN198000001"],
      ["A1", "EP9900001"],
    ]);
  });

  test("of another service are malformed", async () => {
    await expect(readAnswer(equivalentsReader, readFixture("search.xml"))).rejects.toThrow(MalformedError);
  });
});

describe("a converted number", () => {
  test("comes with what OPS says about it; errors are told from warnings", async () => {
    expect(await readAnswer(conversionReader, readFixture("conversion.xml"))).toEqual({
      number: { format: "docdb", office: "CN", number: "202319900001", kind: "A", date: null },
      messages: [
        { code: "pBRE001", severity: "ERROR" },
        { code: "BRW001", severity: "WARNING" },
        { code: "BRE006", severity: "ERROR" },
        { code: "pBRE900", severity: "WARNING" },
      ],
    });
  });

  test.each(["<output/>", "<output><application-reference/></output>", ""])(
    "is null where the answer holds %j",
    async (output) => {
      const text = `<world-patent-data><meta name="status" value="pBRE999"/><standardization>${output}</standardization></world-patent-data>`;
      expect(await readAnswer(conversionReader, text)).toBeNull();
    },
  );

  test("of another service is malformed", async () => {
    await expect(readAnswer(conversionReader, readFixture("search.xml"))).rejects.toThrow(MalformedError);
  });
});

describe("how the number service is asked", () => {
  test.each([
    [spelled("original", "JP", "2006-147056", "A", "2006-05-26"), "JP.(2006-147056).A.20060526"],
    [spelled("original", "US", "08/921,321", "A", "1997-08-29"), "US.(08/921,321).A.19970829"],
    [spelled("original", null, "PCT/GB02/04635", null, "2002-10-11"), "(PCT/GB02/04635).20021011"],
    [spelled("original", "MD", "a 2005 0130", null, null), "MD.(a%202005%200130)"],
    [spelled("docdb", "CN", "202310123456", "A", null), "CN.202310123456.A"],
    [spelled("epodoc", null, "EP1000000", "A1", null), "EP1000000.A1"],
    [spelled("epodoc", "EP", "1000000", "A1", "2000-05-17"), "EP1000000.A1.20000517"],
  ])("%j", (number, input) => {
    expect(isSpellable(number)).toBe(true);
    expect(toSpelledInput(number)).toBe(input);
  });

  test.each([
    spelled("original", "JP", "1/../../X", null, null),
    spelled("original", "JP", "1?Range=1", null, null),
    spelled("original", "JP", "1%2f", null, null),
    spelled("original", "J", "1", null, null),
    spelled("original", "JP", "1", "AB", null),
    spelled("original", "JP", "1", null, "20060526"),
    spelled("original", "JP", "", null, null),
  ])("never by %j", (number) => {
    expect(isSpellable(number)).toBe(false);
  });
});

function spelled(
  format: SpelledNumber["format"],
  office: string | null,
  number: string,
  kind: string | null,
  date: string | null,
): SpelledNumber {
  return { format, office, number, kind, date };
}
