import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { enumLabelsOf } from "#schema/enum-labels.ts";
import { PROCEDURAL_PERIODS } from "#schema/rules/procedural-periods.ts";
import { node } from "#subgraphs/national/node.ts";
import { readSchema } from "#subgraphs/runtime/read-schema.ts";
import { type OpenNational, openNational } from "./open-national.ts";

const DEADLINE = `query ($period: ProceduralPeriodCode!, $startDate: Date!, $delivery: NoticeDelivery, $months: Int) {
  proceduralDeadline(period: $period, startDate: $startDate, delivery: $delivery, months: $months) {
    period { period { code label } months days basis certainty designated restorable countedFrom }
    startDate presumedReceiptDate rawDueDate dueDate latestDueDate dueDateRule { code } notes { code message }
  } }`;

let national: OpenNational;

beforeAll(async () => {
  national = await openNational(10);
});
afterAll(() => national[Symbol.asyncDispose]());

describe("a time limit", () => {
  test("from a paper notice is counted from the presumed receipt, with its basis", async () => {
    const { data } = await ask({ period: "OFFICE_ACTION", startDate: "2008-06-06", delivery: "PAPER" });
    expect(data?.["proceduralDeadline"]).toMatchObject({
      period: {
        period: { code: "OFFICE_ACTION", label: "答复通知书（一般）" },
        months: 2,
        days: null,
        basis: "专利审查指南第五部分第七章1.2",
        certainty: "PRIMARY",
        designated: true,
        restorable: true,
      },
      presumedReceiptDate: "2008-06-21",
      rawDueDate: "2008-08-21",
      dueDate: "2008-08-21",
      dueDateRule: { code: "ON_WORKING_DAY" },
    });
  });

  test("that follows no notice takes no account of how one was sent", async () => {
    const { data } = await ask({ period: "EXAMINATION_REQUEST", startDate: "2023-10-01", delivery: "PAPER" });
    expect(data?.["proceduralDeadline"]).toMatchObject({
      presumedReceiptDate: null,
      rawDueDate: "2026-10-01",
      dueDate: "2026-10-08",
      dueDateRule: { code: "ROLLED_TO_WORKING_DAY" },
    });
  });

  test("that ends on a make-up Saturday shows both readings, in the language asked for", async () => {
    const { data } = await ask({ period: "OFFICE_ACTION", startDate: "2025-12-14" }, "en");
    expect(data?.["proceduralDeadline"]).toMatchObject({
      dueDate: "2026-02-14",
      latestDueDate: "2026-02-24",
      notes: [
        { code: "CONFIRM_BEFORE_PAYMENT" },
        { code: "MAKE_UP_DAY_UNSETTLED", message: expect.stringMatching(/weekend day worked in exchange/) },
      ],
    });
  });

  test("takes the length that a notice gives, where a notice sets it", async () => {
    const { data } = await ask({ period: "OFFICE_ACTION", startDate: "2026-03-02", months: 1 });
    expect(data?.["proceduralDeadline"]).toMatchObject({ rawDueDate: "2026-04-02" });
  });

  test.each([
    [{ period: "REEXAMINATION", startDate: "2026-03-02", months: 5 }, "months"],
    [{ period: "OFFICE_ACTION", startDate: "2026-03-02", months: 0 }, "months"],
    [{ period: "OFFICE_ACTION", startDate: "2026-03-02", months: 37 }, "months"],
    [{ period: "OFFICE_ACTION", startDate: "2026-02-30" }, "startDate"],
    [{ period: "OFFICE_ACTION", startDate: "0050-01-01" }, "startDate"],
    [{ period: "OFFICE_ACTION", startDate: "9999-01-01" }, "startDate"],
  ])("%o is refused", async (variables, argument) => {
    const { errors } = await ask(variables);
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", reason: { code: argument } });
  });
});

test("the graph has the codes and the names of the table", async () => {
  const labels = enumLabelsOf(readSchema(node.schema as URL))["ProceduralPeriodCode"];
  expect(labels).toEqual(
    Object.fromEntries(Object.entries(PROCEDURAL_PERIODS).map(([code, { name }]) => [code, name])),
  );
  const { data } = await national.ask("{ proceduralPeriods { period { code } } }");
  expect(data?.["proceduralPeriods"]).toHaveLength(Object.keys(PROCEDURAL_PERIODS).length);
});

test("official fees are told in full and reduced, with their source", async () => {
  const { data, errors } = await national.ask(
    "{ officialFees(reduction: ONE_APPLICANT) { code name fullFee { amount currencyCode } fee { amount } per reducible source } }",
  );
  expect(errors).toBeUndefined();
  const fees = data?.["officialFees"] as readonly { readonly code: string }[];
  expect(fees.find(({ code }) => code === "EXAMINATION")).toMatchObject({
    name: "实质审查费",
    fullFee: { amount: "2500", currencyCode: "CNY" },
    fee: { amount: "375" },
    per: null,
    reducible: true,
    source: expect.stringContaining("2026年11月"),
  });
  expect(fees.find(({ code }) => code === "EXCESS_CLAIM")).toMatchObject({
    fullFee: { amount: "150" },
    fee: { amount: "150" },
    per: "每项",
    reducible: false,
  });
});

function ask(variables: Readonly<Record<string, unknown>>, language: "zh" | "en" = "zh") {
  return national.ask(DEADLINE, { variables, language });
}
