import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SANDBOX_TOKENS } from "#adapters/chongqing-kjy01/sandbox/accounts.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { readMonths, readPatentYear } from "#subgraphs/chongqing/records/task-text.ts";
import type { Entities } from "#tests/support/node-answers.ts";
import { present } from "#tests/support/present.ts";
import { type NodeBench, startChongqing } from "./chongqing-bench.ts";

const TASKS = `query ($references: [_Any!]!) { _entities(representations: $references) { ... on ChongqingCase { caseNumber
  tasks { kind { code } dueDate startDate computedRawDueDate computedDueDate computedLatestDueDate
    computedDueDateRule { code label } computedDueDateBasis dueDateMismatch { code message } computedDueDateAbsence { code message } } } } }`;

let bench: NodeBench;

beforeAll(async () => {
  bench = await startChongqing();
});
afterAll(() => bench[Symbol.asyncDispose]());

test("the fee of year four stands with its computed day, both readings of the make-up Saturday and the provision", async () => {
  const [adhesive] = await docketsOf("demo");
  expect(adhesive?.tasks.at(-1)).toEqual({
    kind: { code: "FEE" },
    dueDate: "2026-02-14",
    startDate: "2023-02-14",
    computedRawDueDate: "2026-02-14",
    computedDueDate: "2026-02-14",
    computedLatestDueDate: "2026-02-24",
    computedDueDateRule: {
      code: "MAKE_UP_DAY_UNSETTLED",
      label: "届满日为调休上班的周末，是否顺延未定，取较早者",
    },
    computedDueDateBasis: "专利法实施细则（2023）第一百一十五条，专利审查指南第五部分第九章4.2.1",
    dueDateMismatch: null,
    computedDueDateAbsence: null,
  });
});

test("where the platform names no start, nothing is computed and nothing called wrong", async () => {
  const [adhesive] = await docketsOf("demo");
  expect(adhesive?.tasks[0]).toMatchObject({
    dueDate: "2024-08-20",
    computedDueDate: null,
    computedDueDateRule: null,
    dueDateMismatch: null,
    computedDueDateAbsence: { code: "START_UNKNOWN" },
  });
});

test("the three wrong due days of the sandbox are flagged, and no other", async () => {
  const flagged = [...(await docketsOf("demo")), ...(await docketsOf("other"))].flatMap(({ caseNumber, tasks }) =>
    tasks
      .filter(({ dueDateMismatch }) => dueDateMismatch !== null)
      .map((task) => [caseNumber, task.dueDate, task.computedDueDate, task.dueDateMismatch?.code]),
  );
  expect(flagged).toEqual([
    ["KJ2023-0007", "2027-01-15", "2026-12-31", "STATED_DATE_LATER"],
    ["KJ2020-0101", "2026-12-01", "2026-11-30", "STATED_DATE_LATER"],
    ["KJ2021-0102", "2029-04-23", "2028-04-23", "STATED_DATE_LATER"],
  ]);
});

test("reasons and provisions are in English where that is asked for", async () => {
  const dockets = await docketsOf("demo", "en");
  const wrong = dockets.flatMap(({ tasks }) => tasks).find(({ dueDateMismatch }) => dueDateMismatch !== null);
  expect(wrong).toMatchObject({
    computedDueDateBasis: "Examination Guidelines part V ch. 7 §1.2",
    dueDateMismatch: { message: expect.stringMatching(/^The stated due day 2027-01-15 is later than/) },
  });
  expect(dockets[0]?.tasks.at(-1)).toMatchObject({
    computedDueDateRule: { label: expect.stringMatching(/^On a weekend day worked in exchange/) },
  });
});

describe("what a task's words say", () => {
  test.each([
    ["自收到第一次审查意见通知书之日起四个月", 4],
    ["应在 2 个月内答复", 2],
    ["１５个月", 15],
    ["十二个月", 12],
    ["二十个月", 20],
    ["两个月", 2],
    ["三十六个月", 36],
    ["2026年10月31日前", null],
    ["尽快", null],
    ["十十个月", null],
  ])("%s: %s months", (text, months) => {
    expect(readMonths(text)).toBe(months);
  });

  test.each([
    ["缴纳第4年度年费", 4],
    ["第十二年度", 12],
    ["第 3 个专利年度年费", 3],
    ["年费", null],
  ])("%s: patent year %s", (text, year) => {
    expect(readPatentYear(text)).toBe(year);
  });
});

interface Docket {
  readonly caseNumber: string;
  readonly tasks: readonly {
    readonly dueDate: string | null;
    readonly computedDueDate: string | null;
    readonly dueDateMismatch: { readonly code: string } | null;
  }[];
}

async function docketsOf(user: "demo" | "other", language: "zh" | "en" = "zh"): Promise<readonly Docket[]> {
  const references = bench.world.cases
    .filter((docket) => docket.user === user)
    .map(({ id }) => ({ __typename: "ChongqingCase", id: encodeNodeId("ChongqingCase", id) }));
  expect(references.length).toBeGreaterThan(0);
  const { data, errors } = await bench.ask<Entities<Docket>>(TASKS, {
    credential: `Bearer ${SANDBOX_TOKENS[user]}`,
    variables: { references },
    language,
  });
  expect(errors).toEqual([]);
  return data._entities.map(present);
}
