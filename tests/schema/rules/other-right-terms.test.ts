import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { layoutDesignTerm, trademarkTermEnd } from "#schema/rules/other-right-terms.ts";

test.each([
  ["2023-05-21", "2033-05-20"],
  ["2018-03-01", "2028-02-29"],
  ["2024-02-29", "2034-02-28"],
  ["2015-01-01", "2024-12-31"],
])("a mark registered on %s is valid until %s", (registered, end) => {
  expect(trademarkTermEnd(registered)).toBe(end);
});

describe("a layout design ends", () => {
  const term = (filingDate: string | null, exploitationDate: string | null, creationDate: string | null) =>
    layoutDesignTerm({ filingDate, exploitationDate, creationDate });

  test.each([
    ["ten years from filing", term("2023-01-10", null, "2022-06-30"), "2033-01-10", "FILING"],
    ["ten years from an earlier exploitation", term("2023-01-10", "2022-11-18", null), "2032-11-18", "EXPLOITATION"],
    ["fifteen years from creation at the latest", term("2023-01-10", null, "2015-06-30"), "2030-06-30", "CREATION"],
  ])("%s", (_rule, found, endDate, from) => {
    expect(found).toEqual({ endDate, from });
  });

  test("on a day not known while neither filing nor exploitation is", () => {
    expect(term(null, null, "2015-06-30")).toBeNull();
  });

  test("never later than any of its rules", () => {
    const day = fc
      .date({ min: new Date("2002-01-01"), max: new Date("2026-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, fc.option(day), fc.option(day), (filing, exploitation, creation) => {
        const end = term(filing, exploitation, creation)?.endDate ?? "";
        for (const alone of [term(filing, null, null), term(null, exploitation, null)]) {
          if (alone !== null) expect(end <= alone.endDate).toBe(true);
        }
        if (creation !== null) expect(Number(end.slice(0, 4)) - Number(creation.slice(0, 4))).toBeLessThanOrEqual(15);
      }),
    );
  });
});
