import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AnnuityQuestion, type AnnuitySubject, annuitiesOf } from "#schema/rules/annuities.ts";
import { addDays } from "#schema/rules/calendar-days.ts";
import { termEndDate } from "#schema/rules/term.ts";

const ADHESIVE: AnnuitySubject = {
  type: "INVENTION",
  filingDate: "2023-02-14",
  grantDate: "2024-08-20",
  termEnd: "2043-02-14",
  ended: null,
  signsOfLife: [],
  openLicences: [],
};

describe("the fees of the well-known invention", () => {
  test("run from the year of the grant to the last of the term", () => {
    const years = annuities({}).map(({ patentYear }) => patentYear);
    expect(years[0]).toBe(2);
    expect(years.at(-1)).toBe(20);
    expect(years).toHaveLength(19);
  });

  test("the year of the grant is inferred to be paid, by the grant, and its due day is not public", () => {
    expect(annuities({})[0]).toMatchObject({
      patentYear: 2,
      state: "INFERRED_PAID",
      shownBy: { kind: "GRANTED", date: "2024-08-20" },
      due: null,
      graceEnd: null,
      payable: null,
    });
  });

  test.each([
    ["2026-02-14", "NOT_YET_DUE", { surcharge: 0, percent: 0, total: 1_200 }],
    ["2026-02-15", "IN_GRACE", { surcharge: 0, percent: 0, total: 1_200 }],
    ["2026-03-16", "IN_GRACE", { surcharge: 0, percent: 0, total: 1_200 }],
    ["2026-03-17", "IN_GRACE", { surcharge: 60, percent: 5, total: 1_260 }],
    ["2026-08-14", "IN_GRACE", { surcharge: 300, percent: 25, total: 1_500 }],
    ["2026-08-15", "PAYMENT_UNKNOWN", null],
  ] as const)("on %s the fee of year four is %s", (asOf, state, payable) => {
    const fee = year(4, { asOf });
    expect(fee).toMatchObject({ state, payable, fullFee: 1_200, fee: 1_200 });
    expect(fee?.due).toEqual({
      rawDueDate: "2026-02-14",
      dueDate: "2026-02-14",
      latestDueDate: "2026-02-24",
      rule: "MAKE_UP_DAY_UNSETTLED",
    });
    expect(fee?.graceEnd?.dueDate).toBe("2026-08-14");
    expect(fee?.restoration === null).toBe(state !== "PAYMENT_UNKNOWN");
  });

  test("the surcharge is of the full fee, the fee itself is reduced (trap 32)", () => {
    expect(year(4, { asOf: "2026-03-17", reduction: "ONE_APPLICANT" })).toMatchObject({
      fullFee: 1_200,
      percentOff: 85,
      fee: 180,
      payable: { surcharge: 60, total: 240 },
    });
  });

  test("reductions end ten years from the grant", () => {
    expect(year(11, { reduction: "SEVERAL_APPLICANTS" })).toMatchObject({ fullFee: 4_000, fee: 1_200 });
    expect(year(12, { reduction: "SEVERAL_APPLICANTS" })).toMatchObject({ fullFee: 4_000, fee: 4_000 });
  });
});

describe("what was paid is inferred from what was gazetted, and nothing else", () => {
  const paid = (signsOfLife: AnnuitySubject["signsOfLife"], asOf = "2026-11-22") =>
    annuities({ asOf }, { ...ADHESIVE, signsOfLife })
      .filter(({ state }) => state === "INFERRED_PAID")
      .map(({ patentYear }) => patentYear);

  test("no event, no inference: the absence of a lapse proves nothing", () => {
    expect(paid([])).toEqual([2]);
  });

  test("a pledge registered after an unpaid fee would have closed the right", () => {
    expect(paid([{ kind: "PLEDGE", date: "2025-09-14" }])).toEqual([2]);
    expect(paid([{ kind: "PLEDGE", date: "2025-09-15" }])).toEqual([2, 3]);
  });

  test("an open licence is announced only with fees paid", () => {
    expect(paid([{ kind: "OPEN_LICENCE", date: "2026-02-13" }])).toEqual([2, 3]);
    expect(paid([{ kind: "OPEN_LICENCE", date: "2026-02-14" }])).toEqual([2, 3, 4]);
  });

  test("a cancelled licence or an invalidation may come after the end", () => {
    expect(paid([{ kind: "LICENCE_CANCELLED", date: "2026-10-10" }])).toEqual([2]);
    expect(paid([{ kind: "INVALIDATED_PARTIAL", date: "2026-10-10" }])).toEqual([2]);
  });

  test("what happened after the day asked about says nothing yet", () => {
    expect(paid([{ kind: "TRANSFER_PATENT", date: "2026-10-10" }], "2026-09-30")).toEqual([2]);
  });
});

describe("ended rights", () => {
  const stand: AnnuitySubject = {
    type: "UTILITY_MODEL",
    filingDate: "2022-04-06",
    grantDate: "2022-10-18",
    termEnd: "2032-04-06",
    ended: { date: "2024-04-06", forUnpaidFee: true },
    signsOfLife: [{ kind: "LAPSED_FEE", date: "2024-04-06" }],
    openLicences: [],
  };

  test("a lapse shows which fee was not paid and that those before it were; none is due after it (trap 33)", () => {
    const states = annuities({}, stand).map(({ patentYear, state }) => [patentYear, state]);
    expect(states).toEqual([
      [1, "INFERRED_PAID"],
      [2, "INFERRED_PAID"],
      [3, "LAPSED_UNPAID"],
    ]);
    expect(annuities({}, stand).at(-1)).toMatchObject({ payable: null, restoration: null, fullFee: 600 });
  });

  test("a right given up owes nothing from that day on", () => {
    const given = { ...stand, ended: { date: "2024-04-06", forUnpaidFee: false }, signsOfLife: [] };
    expect(annuities({}, given).map(({ patentYear }) => patentYear)).toEqual([1, 2]);
  });
});

describe("terms and licences", () => {
  test("full compensated years cost 8,000 each, a part of a year nothing", () => {
    const compensated = annuities({}, { ...ADHESIVE, termEnd: "2045-01-01" });
    expect(compensated.at(-1)).toMatchObject({ patentYear: 21, fullFee: 8_000 });
    expect(compensated).toHaveLength(20);
  });

  test("designs filed before the amended law have ten years of fees, later ones fifteen", () => {
    const design = (filingDate: string) =>
      annuities({}, { ...ADHESIVE, type: "DESIGN", filingDate, termEnd: termEndDate("DESIGN", filingDate) }).at(-1);
    expect(design("2021-05-31")?.patentYear).toBe(10);
    expect(design("2021-06-01")).toMatchObject({ patentYear: 15, fullFee: 3_000 });
  });

  test("an open licence in use lowers the fees that fall due in its time, and that of the year of its withdrawal", () => {
    const openLicences = [{ from: "2027-02-14", through: "2029-05-01" }];
    const off = annuities({}, { ...ADHESIVE, openLicences }).filter(({ percentOff }) => percentOff === 15);
    expect(off.map(({ patentYear }) => patentYear)).toEqual([5, 6, 7]);
    expect(off[0]).toMatchObject({ fullFee: 1_200, fee: 1_020 });
  });
});

test("states follow the calendar, due dates lie before the ends of grace, and totals add up, for any right and day", () => {
  const subject = fc.record({
    type: fc.constantFrom("INVENTION", "UTILITY_MODEL", "DESIGN"),
    filed: fc.integer({ min: 0, max: 7_000 }),
    granted: fc.integer({ min: 60, max: 2_000 }),
    asOf: fc.integer({ min: 0, max: 12_000 }),
    reduction: fc.constantFrom("NONE", "ONE_APPLICANT", "SEVERAL_APPLICANTS", "OPEN_LICENCE"),
  });
  fc.assert(
    fc.property(subject, ({ type, filed, granted, asOf, reduction }) => {
      const filingDate = addDays("2004-01-01", filed);
      const found = annuitiesOf(
        {
          ...ADHESIVE,
          type,
          filingDate,
          grantDate: addDays(filingDate, granted),
          termEnd: termEndDate(type, filingDate),
        },
        { asOf: addDays("2004-01-01", asOf), reduction },
      );
      expect(found.length).toBeGreaterThan(0);
      const order = ["PAYMENT_UNKNOWN", "IN_GRACE", "NOT_YET_DUE"];
      const states = found.slice(1).map(({ state }) => order.indexOf(state));
      expect(states).toEqual([...states].sort());
      expect(states.filter((state) => state === 1).length).toBeLessThanOrEqual(1);
      for (const fee of found) {
        expect(Number.isInteger(fee.fee) && fee.fee > 0 && fee.fee <= fee.fullFee).toBe(true);
        if (fee.due !== null) expect(fee.due.dueDate < (fee.graceEnd?.dueDate ?? "")).toBe(true);
        if (fee.payable !== null) expect(fee.payable.total).toBe(fee.fee + fee.payable.surcharge);
      }
    }),
  );
});

function annuities(question: Partial<AnnuityQuestion>, subject = ADHESIVE) {
  return annuitiesOf(subject, { asOf: "2026-11-22", reduction: "NONE", ...question });
}

function year(patentYear: number, question: Partial<AnnuityQuestion>) {
  return annuities(question).find((annuity) => annuity.patentYear === patentYear);
}
