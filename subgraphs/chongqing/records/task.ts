import type { Kjy01Task } from "#adapters/chongqing-kjy01/records.ts";
import { type DatedTask, dueDateMismatch, taskDueDate } from "#schema/rules/task-due-date.ts";
import { TASK_KIND_WORDS, TASK_STATUS_WORDS, toCoded } from "./codes.ts";
import { readMonths, readPatentYear } from "./task-text.ts";

/** A task as CaseTask: the platform's own due day, the computed one beside it, and whether they differ. */
export function toTask(task: Kjy01Task) {
  const kind = toCoded(TASK_KIND_WORDS, task.kindText, "OTHER");
  const computed = taskDueDate(toDatedTask(task, kind.code));
  const due = computed.ok ? computed.due : null;
  return {
    kind,
    dueDate: task.dueDate,
    status: toCoded(TASK_STATUS_WORDS, task.statusText, "UNKNOWN"),
    basis: task.basis,
    startDate: task.startDate,
    computedRawDueDate: due?.rawDueDate ?? null,
    computedDueDate: due?.dueDate ?? null,
    computedLatestDueDate: due?.latestDueDate ?? null,
    computedDueDateRule: due === null ? null : { code: due.rule },
    computedDueDateBasis: computed.ok ? computed.basis : null,
    dueDateMismatch: due === null ? null : dueDateMismatch(task.dueDate, due),
    computedDueDateAbsence: computed.ok ? null : computed.reason,
  };
}

function toDatedTask(task: Kjy01Task, kind: DatedTask["kind"]): DatedTask {
  const words = `${task.nameText ?? ""} ${task.basis ?? ""}`;
  return {
    kind,
    startDate: task.startDate,
    delivery: /邮寄|纸/.test(task.deliveryText ?? "") ? "PAPER" : "ELECTRONIC",
    patentYear: readPatentYear(words),
    noticeMonths: readMonths(words),
    isFirstAction: /第一次|首次|一通/.test(words),
  };
}
