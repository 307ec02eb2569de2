import type { DueDate } from "#schema/rules/due-date.ts";
import { type FeeReason, feeReason as note } from "./fee-reason.ts";

/** What a reader of a due day must know: an open reading, or holidays that are not known. */
export function dueDateNotes(due: DueDate | null): readonly FeeReason[] {
  if (due?.rule === "MAKE_UP_DAY_UNSETTLED") {
    return [
      note(
        "MAKE_UP_DAY_UNSETTLED",
        `${due.rawDueDate} 是调休上班的周六或周日：视为工作日则不顺延，视为周休息日则顺延至 ${due.latestDueDate}；规则未定，此处取较早者`,
        `${due.rawDueDate} is a weekend day worked in exchange: as a working day it stays, as a weekly rest day it rolls to ${due.latestDueDate}; this is not settled, and the earlier day stands here`,
      ),
    ];
  }
  if (due?.rule !== "CALENDAR_UNKNOWN") return [];
  return [
    note(
      "CALENDAR_UNKNOWN",
      "未载有该时期的节假日安排，届满日未作顺延；顺延只会更晚",
      "No holiday notice covers these days, so nothing was rolled; a roll would only be later",
    ),
  ];
}
