import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PatentRecord } from "#adapters/cnipa-bulk/patent-record.ts";
import { type AnnuitySubject, annuitiesOf } from "#schema/rules/annuities.ts";
import { feeFactsOf } from "#subgraphs/national/fees/fee-facts.ts";
import { recordToView } from "#subgraphs/national/patent/record-to-view.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { type OpenNational, openNational } from "./open-national.ts";

const FEES = `query ($number: String!, $asOf: Date, $reduction: FeeReduction) { patent(number: $number) {
  expiryDate
  annuities(asOf: $asOf, reduction: $reduction) {
    patentYear rawDueDate dueDate latestDueDate dueDateRule { code label } graceEndDate
    fullFee { amount currencyCode } reductionPercent fee { amount } surcharge { amount } surchargePercent total { amount }
    status { code label } statusReason { code message } source notes { code message }
    restoration { earliestEndDate surcharge { amount } restorationFee { amount } total { amount } }
  }
  absences { field reason { code message } }
} }`;
const ADHESIVE = "CN202310123456.6";
const STAND = "CN202220765432.1";
const CLEANER = "CN201810555666.1";
const DESIGN = "CN202430234567.X";
const DIVISIONAL = "CN202310999000.6";

let national: OpenNational;

beforeAll(async () => {
  national = await openNational();
});
afterAll(() => national[Symbol.asyncDispose]());

describe("the well-known invention", () => {
  test("its fee of year four is told with due day, both readings of the make-up Saturday, grace and amounts", async () => {
    const { expiryDate, annuities } = await fees(ADHESIVE, { asOf: "2026-03-17" });
    expect(expiryDate).toBe("2043-02-14");
    expect(annuities[0]).toMatchObject({
      patentYear: 2,
      dueDate: null,
      dueDateRule: null,
      graceEndDate: null,
      status: { code: "INFERRED_PAID", label: "推定已缴" },
      statusReason: { code: "PAID_WITH_REGISTRATION", message: expect.stringContaining("2024-08-20") },
      surcharge: null,
      total: null,
    });
    const four = annuities.find(({ patentYear }) => patentYear === 4);
    expect(four).toMatchObject({
      rawDueDate: "2026-02-14",
      dueDate: "2026-02-14",
      latestDueDate: "2026-02-24",
      dueDateRule: { code: "MAKE_UP_DAY_UNSETTLED" },
      graceEndDate: "2026-08-14",
      fullFee: { amount: "1200", currencyCode: "CNY" },
      fee: { amount: "1200" },
      surcharge: { amount: "60" },
      surchargePercent: 5,
      total: { amount: "1260" },
      status: { code: "IN_GRACE", label: "滞纳期内（是否已缴未知）" },
      source: "国家知识产权局专利收费标准（据公开转载，2026年11月查阅）",
      restoration: null,
    });
    expect(codes(four?.notes)).toEqual(["CONFIRM_BEFORE_PAYMENT", "MAKE_UP_DAY_UNSETTLED"]);
    expect(annuities.at(-1)).toMatchObject({ patentYear: 20, status: { code: "NOT_YET_DUE" } });
    expect(codes(annuities.at(-1)?.notes)).toContain("CALENDAR_UNKNOWN");
  });

  test("once grace is over the payment is not known, and what a restoration would cost is told", async () => {
    const { annuities } = await fees(ADHESIVE, { asOf: "2026-11-22" });
    const unknown = annuities.filter(({ status }) => status.code === "PAYMENT_UNKNOWN");
    expect(unknown.map(({ patentYear }) => patentYear)).toEqual([3, 4]);
    expect(unknown[1]).toMatchObject({
      total: null,
      statusReason: { code: "NO_PAYMENT_DATA", message: expect.stringContaining("十个月") },
      restoration: {
        earliestEndDate: "2026-11-16",
        surcharge: { amount: "300" },
        restorationFee: { amount: "1000" },
        total: { amount: "2500" },
      },
    });
  });

  test("a reduction is the caller's to name, and lowers the fee but not the surcharge", async () => {
    const { annuities } = await fees(ADHESIVE, { asOf: "2026-03-17", reduction: "ONE_APPLICANT" });
    const four = annuities.find(({ patentYear }) => patentYear === 4);
    expect(four).toMatchObject({
      reductionPercent: 85,
      fee: { amount: "180" },
      surcharge: { amount: "60" },
      total: { amount: "240" },
    });
    expect(codes(four?.notes)).toContain("REDUCTION_AS_ASKED");
    expect(codes(annuities.at(-1)?.notes)).toContain("REDUCTION_OVER");
  });

  test("labels, reasons, notes and the source are in English where that is asked for", async () => {
    const { annuities } = await fees(ADHESIVE, { asOf: "2026-03-17" }, "en");
    const four = annuities.find(({ patentYear }) => patentYear === 4);
    expect(four).toMatchObject({
      status: { label: "In grace (payment not known)" },
      statusReason: { message: expect.stringMatching(/^The due day is past/) },
      source: "CNIPA schedule of patent fees (as republished, seen November 2026)",
    });
    expect(four?.notes[0]?.message).toBe("Amounts and dates are computed: confirm with CNIPA before payment");
  });

  test("nothing is ever called paid without a source", async () => {
    for (const number of [ADHESIVE, STAND, CLEANER, DESIGN]) {
      for (const asOf of ["2024-12-31", "2026-02-20", "2026-11-22", "2040-01-01"]) {
        const { annuities } = await fees(number, { asOf });
        for (const { status, statusReason } of annuities) {
          expect(status.code).not.toBe("PAID");
          if (status.code === "INFERRED_PAID") expect(statusReason.message).toMatch(/\d{4}-\d{2}-\d{2}/);
        }
      }
    }
  });

  test("before the grant there is nothing to pay; without a day it is today", async () => {
    expect((await fees(ADHESIVE, { asOf: "2024-08-19" })).annuities).toEqual([]);
    expect((await fees(ADHESIVE, {})).annuities.length).toBe(19);
  });

  test("a day that the calendar has not is refused", async () => {
    const { errors } = await national.ask(FEES, { variables: { number: ADHESIVE, asOf: "2026-02-30" } });
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", reason: { code: "asOf" } });
  });
});

describe("other rights", () => {
  test("a utility model that lapsed shows the unpaid fee, and none after it (trap 33)", async () => {
    const { expiryDate, annuities } = await fees(STAND, { asOf: "2026-11-22" });
    expect(expiryDate).toBe("2032-04-06");
    expect(annuities.map(({ patentYear, status }) => [patentYear, status.code])).toEqual([
      [1, "INFERRED_PAID"],
      [2, "INFERRED_PAID"],
      [3, "LAPSED_UNPAID"],
    ]);
    expect(annuities[1]?.statusReason).toMatchObject({
      code: "RIGHT_ALIVE_LATER",
      message: expect.stringContaining("2024-04-06"),
    });
  });

  test("a registered pledge shows that the fees before it were paid", async () => {
    const { annuities } = await fees(CLEANER, { asOf: "2026-11-22" });
    const paid = annuities.filter(({ status }) => status.code === "INFERRED_PAID");
    // Pledged on 2024-01-15: the fee due on 2023-06-01 had grace until December; that of 2024-06-01 came later.
    expect(paid.map(({ patentYear }) => patentYear)).toEqual([2, 3, 4, 5, 6]);
    expect(paid.at(-1)?.statusReason.message).toContain("2024-01-15");
  });

  test("a design has fifteen years, and says which amounts rest on one source", async () => {
    const { expiryDate, annuities } = await fees(DESIGN, { asOf: "2026-11-22" });
    expect(expiryDate).toBe("2039-04-24");
    expect(annuities.at(-1)).toMatchObject({ patentYear: 15, fullFee: { amount: "3000" } });
    expect(codes(annuities.at(-1)?.notes)).toContain("AMOUNT_FROM_ONE_SOURCE");
    expect(codes(annuities[0]?.notes)).not.toContain("AMOUNT_FROM_ONE_SOURCE");
  });

  test("what is not granted has no fees and no term yet, and says why", async () => {
    const { expiryDate, annuities, absences } = await fees(DIVISIONAL, { asOf: "2026-11-22" });
    expect([expiryDate, annuities]).toEqual([null, null]);
    for (const field of ["expiryDate", "annuities"]) {
      expect(absences).toContainEqual({ field, reason: { code: "NOT_APPLICABLE", message: "尚未授权公告" } });
    }
  });
});

describe("what the gazette leaves open", () => {
  test("a lapse without its day names the fee only by computation, and shows nothing of the years before", async () => {
    const facts = feeFactsOf(
      await viewWith([event("CF01", "专利权的终止", "2026-01-06", [["终止原因", "未缴年费专利权终止"]])]),
      "2026-11-22",
    );
    expect(facts).toMatchObject({
      isLapseComputed: true,
      subject: { ended: { date: "2025-02-14", forUnpaidFee: true }, signsOfLife: [] },
    });
  });

  test("a right that was restored after its lapse owes its fees again, and that one is inferred paid", async () => {
    const lapsed = event("CF01", "专利权的终止", "2025-12-19", [
      ["终止原因", "未缴年费专利权终止"],
      ["终止日期", "20250214"],
    ]);
    const restored = event("RR01", "专利权的恢复", "2026-03-10", [["原决定名称", "专利权终止通知书"]]);
    const ended = feeFactsOf(await viewWith([lapsed]), "2026-11-22");
    expect(ended?.subject.ended).toEqual({ date: "2025-02-14", forUnpaidFee: true });
    const alive = feeFactsOf(await viewWith([lapsed, restored]), "2026-11-22");
    expect(alive?.subject.ended).toBeNull();
    const states = annuitiesOf(alive?.subject as AnnuitySubject, { asOf: "2026-11-22", reduction: "NONE" });
    expect(states.slice(0, 3).map(({ patentYear, state }) => [patentYear, state])).toEqual([
      [2, "INFERRED_PAID"],
      [3, "INFERRED_PAID"],
      [4, "PAYMENT_UNKNOWN"],
    ]);
  });

  test("a preservation suspends the ending for an unpaid fee, not the fee", async () => {
    const preserved = event("PP01", "专利权的保全", "2026-03-10", [["保全登记生效日", "20260225"]]);
    expect(feeFactsOf(await viewWith([preserved]), "2026-11-22")?.isPreserved).toBe(true);
    expect(feeFactsOf(await viewWith([preserved]), "2026-02-24")?.isPreserved).toBe(false);
  });
});

describe("open licences", () => {
  test("one that is only declared lowers nothing, one with a recorded contract lowers the fees due in its time", async () => {
    const declared = event("OL01", "专利开放许可声明", "2025-03-07", [["生效日", "20250307"]]);
    const recorded = event("EE01", "专利实施许可合同备案的生效", "2025-06-06", [
      ["许可种类", "普通许可"],
      ["备案日", "20250520"],
    ]);
    const withdrawn = event("OL02", "专利开放许可声明的撤回", "2028-09-05", [["撤回日", "20280905"]]);
    const alone = feeFactsOf(await viewWith([declared]), "2026-11-22");
    expect(alone).toMatchObject({ hasOpenLicence: true, subject: { openLicences: [] } });
    expect(alone?.subject.signsOfLife).toContainEqual({ kind: "OPEN_LICENCE", date: "2025-03-07" });
    const inUse = feeFactsOf(await viewWith([declared, recorded, withdrawn]), "2029-01-01");
    expect(inUse).toMatchObject({
      hasOpenLicence: false,
      subject: { openLicences: [{ from: "2025-05-20", through: "2028-09-05" }] },
    });
  });

  test("an exclusive licence on record is no use of an open one, and an entry without its day shows nothing", async () => {
    const declared = event("OL01", "专利开放许可声明", "2025-03-07", []);
    const exclusive = event("EE01", "专利实施许可合同备案的生效", "2025-06-06", [
      ["许可种类", "独占许可"],
      ["备案日", "20250520"],
    ]);
    const undated = event("PE01", "专利权质押合同登记的生效", "2026-10-09", []);
    const facts = feeFactsOf(await viewWith([declared, exclusive, undated]), "2026-11-22");
    expect(facts?.subject.openLicences).toEqual([]);
    expect(facts?.subject.signsOfLife.map(({ kind }) => kind)).not.toContain("PLEDGE");
  });
});

interface AskedFees {
  readonly expiryDate: string | null;
  readonly absences: readonly object[];
  readonly annuities: readonly {
    readonly patentYear: number;
    readonly status: { readonly code: string };
    readonly statusReason: Told;
    readonly notes: readonly Told[];
  }[];
}
interface Told {
  readonly code: string;
  readonly message: string;
}

async function fees(number: string, variables: object, language: "zh" | "en" = "zh"): Promise<AskedFees> {
  const { data, errors } = await national.ask(FEES, { variables: { number, ...variables }, language });
  expect(errors).toBeUndefined();
  return data?.["patent"] as AskedFees;
}

function codes(notes: readonly Told[] | undefined): readonly string[] {
  return (notes ?? []).map(({ code }) => code);
}

function event(code: string, name: string, date: string, items: readonly (readonly [string, string])[]) {
  return { code, name, date, items: items.map(([label, value]) => ({ label, value })) };
}

/** The well-known invention with further gazetted events. */
async function viewWith(events: PatentRecord["legalEvents"]) {
  const [found] = await national.bulk.byApplicationNumbers(
    [ADHESIVE as PatentRecord["applicationNumber"]],
    createCallContext(),
  );
  if (!found) throw new Error("the well-known invention is not in the store");
  const value = { ...found.value, legalEvents: [...found.value.legalEvents, ...events] };
  return recordToView({ ...found, value }, { nodeCode: "national" });
}
