import { describe, expect, test } from "vitest";
import { rollDueDate } from "#schema/rules/due-date.ts";
import { type DatedTask, dueDateMismatch, taskDueDate } from "#schema/rules/task-due-date.ts";

describe("the due day of a task", () => {
  test.each([
    ["a fee", { kind: "FEE", startDate: "2023-02-14", patentYear: 4 }, "2026-02-14"],
    ["a first office action sent electronically", { startDate: "2026-03-31", isFirstAction: true }, "2026-07-31"],
    ["one sent on paper", { startDate: "2026-03-16", isFirstAction: true, delivery: "PAPER" }, "2026-07-31"],
    ["a further one", { startDate: "2026-03-31" }, "2026-05-31"],
    ["one whose notice gives another length", { startDate: "2026-03-31", noticeMonths: 1 }, "2026-04-30"],
    ["a rectification", { kind: "RECTIFICATION", startDate: "2026-10-31", noticeMonths: 1 }, "2026-11-30"],
    ["a request for examination", { kind: "EXAM_REQUEST", startDate: "2023-05-06" }, "2026-05-06"],
    ["a registration", { kind: "REGISTRATION", startDate: "2026-01-05" }, "2026-03-05"],
    ["a restoration", { kind: "RESTORATION", startDate: "2026-01-05", delivery: "PAPER" }, "2026-03-20"],
    ["a re-examination", { kind: "REEXAM", startDate: "2026-01-05" }, "2026-04-05"],
    ["a priority of an invention", { kind: "PRIORITY", startDate: "2025-06-01", noticeMonths: 12 }, "2026-06-01"],
    ["a priority of a design", { kind: "PRIORITY", startDate: "2025-06-02", noticeMonths: 6 }, "2025-12-02"],
  ] as const)("of %s", (_, task, raw) => {
    const computed = taskDueDate(aTask(task));
    expect(computed).toMatchObject({ ok: true, due: { rawDueDate: raw } });
    expect(computed.ok && computed.basis.en.length > 0).toBe(true);
  });

  test("a notice's own length does not lengthen what the law sets", () => {
    const computed = taskDueDate(aTask({ kind: "REEXAM", startDate: "2026-01-05", noticeMonths: 9 }));
    expect(computed).toMatchObject({ due: { rawDueDate: "2026-04-05", dueDate: "2026-04-07" } });
  });

  test.each([
    ["START_UNKNOWN", { startDate: null }],
    ["NO_RULE", { kind: "OTHER" }],
    ["NO_RULE", { kind: "FEE", patentYear: null }],
    ["NO_RULE", { kind: "FEE", patentYear: 0 }],
    ["NO_RULE", { kind: "PRIORITY" }],
    ["PAID_WITH_REGISTRATION", { kind: "FEE", patentYear: 1 }],
  ] as const)("%s where there is none", (code, task) => {
    expect(taskDueDate(aTask(task))).toMatchObject({ ok: false, reason: { code } });
  });
});

describe("a stated due day", () => {
  const holiday = rollDueDate("2026-10-01");
  const makeUp = rollDueDate("2026-02-14");
  const unknown = rollDueDate("2099-02-14");

  test.each([
    ["2026-10-01", holiday],
    ["2026-10-08", holiday],
    ["2026-02-14", makeUp],
    ["2026-02-24", makeUp],
    ["2099-02-14", unknown],
    ["2099-02-25", unknown],
    [null, holiday],
  ])("%s agrees with the rules", (stated, due) => {
    expect(dueDateMismatch(stated, due)).toBeNull();
  });

  test.each([
    ["2026-10-09", "STATED_DATE_LATER", holiday],
    ["2026-10-05", "STATED_DATE_EARLIER", holiday],
    ["2026-09-30", "STATED_DATE_EARLIER", holiday],
    ["2026-02-20", "STATED_DATE_LATER", makeUp],
    ["2099-02-26", "STATED_DATE_LATER", unknown],
    ["2099-02-13", "STATED_DATE_EARLIER", unknown],
  ])("%s differs: %s", (stated, code, due) => {
    const mismatch = dueDateMismatch(stated, due);
    expect(mismatch?.code).toBe(code);
    expect(mismatch?.message.zh).toContain(stated);
    expect(mismatch?.message.en).toContain(due.dueDate);
  });
});

function aTask(task: Partial<DatedTask>): DatedTask {
  return {
    kind: "OA_RESPONSE",
    startDate: "2026-03-02",
    delivery: "ELECTRONIC",
    patentYear: null,
    noticeMonths: null,
    isFirstAction: false,
    ...task,
  };
}
