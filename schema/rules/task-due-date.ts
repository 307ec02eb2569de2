import type { Bilingual } from "#schema/ids/parsed.ts";
import { rawAnnualDueDate } from "./annual-fees.ts";
import { addDays } from "./calendar-days.ts";
import { type DueDate, dueDateOf, rollDueDate } from "./due-date.ts";
import { type Delivery, presumedReceipt } from "./presumed-receipt.ts";
import { PROCEDURAL_PERIODS, type ProceduralPeriod } from "./procedural-periods.ts";
import { STATE_COUNCIL_CALENDAR, type WorkCalendar } from "./work-calendar.ts";

/** Tasks of a docket that have a time limit. */
type DatedTaskKind =
  | "FEE"
  | "OA_RESPONSE"
  | "RECTIFICATION"
  | "EXAM_REQUEST"
  | "REGISTRATION"
  | "PRIORITY"
  | "RESTORATION"
  | "REEXAM";

/** A task, as far as its due day depends on it. */
export interface DatedTask {
  readonly kind: DatedTaskKind | "OTHER";
  /** The filing day for fees and requests, the first filing for priorities, the dispatch of the notice for replies. */
  readonly startDate: string | null;
  /** How the notice was sent; electronic where that is not said. */
  readonly delivery: Delivery;
  /** Of an annual fee. */
  readonly patentYear: number | null;
  /** The months that the notice itself gives. */
  readonly noticeMonths: number | null;
  readonly isFirstAction: boolean;
}

/** Why a due day cannot be computed, or that a stated one differs from it. */
export interface DueDateReason {
  readonly code: string;
  readonly message: Bilingual;
}

export type TaskDueDate =
  | { readonly ok: true; readonly due: DueDate; readonly basis: Bilingual }
  | { readonly ok: false; readonly reason: DueDateReason };

/** The due day of a task by the rules, from its start; or why there is none. */
export function taskDueDate(task: DatedTask, calendar: WorkCalendar = STATE_COUNCIL_CALENDAR): TaskDueDate {
  if (task.kind === "OTHER")
    return none("NO_RULE", "此类任务没有可依据的期限规则", "There is no rule for tasks of this kind");
  if (task.startDate === null)
    return none("START_UNKNOWN", "来源未载期限起算日", "The source names no day to count from");
  return task.kind === "FEE"
    ? feeDueDate(task.startDate, task.patentYear, calendar)
    : periodDueDate(task.startDate, task, calendar);
}

function feeDueDate(filingDate: string, patentYear: number | null, calendar: WorkCalendar): TaskDueDate {
  if (patentYear === null || patentYear < 1) {
    return none("NO_RULE", "未载明是哪一专利年度的年费", "Not said of which patent year the fee is");
  }
  if (patentYear === 1) {
    return none(
      "PAID_WITH_REGISTRATION",
      "第1年度的年费只随登记手续缴纳，期限依办理登记手续通知",
      "The fee of year one is only ever paid with registration, by the day its notice sets",
    );
  }
  return {
    ok: true,
    due: rollDueDate(rawAnnualDueDate(filingDate, patentYear), calendar),
    basis: {
      zh: "专利法实施细则（2023）第一百一十五条，专利审查指南第五部分第九章4.2.1",
      en: "Implementing Rules (2023) art. 115, Examination Guidelines part V ch. 9 §4.2.1",
    },
  };
}

function periodDueDate(startDate: string, task: DatedTask, calendar: WorkCalendar): TaskDueDate {
  const period = periodFor(task);
  if (period === null) return none("NO_RULE", "未载明期限长短", "The length of the period is not said");
  const months = period.designated === true && task.noticeMonths !== null ? task.noticeMonths : period.months;
  const start = period.fromNotice === true ? presumedReceipt(startDate, task.delivery) : startDate;
  return {
    ok: true,
    due: dueDateOf(start, { ...period, ...(months === undefined ? {} : { months }) }, calendar),
    basis: period.basis,
  };
}

function periodFor({ kind, isFirstAction, noticeMonths }: DatedTask): ProceduralPeriod | null {
  switch (kind) {
    case "OA_RESPONSE":
      return isFirstAction ? PROCEDURAL_PERIODS.OFFICE_ACTION_FIRST : PROCEDURAL_PERIODS.OFFICE_ACTION;
    case "RECTIFICATION":
      return PROCEDURAL_PERIODS.OFFICE_ACTION;
    case "EXAM_REQUEST":
      return PROCEDURAL_PERIODS.EXAMINATION_REQUEST;
    case "REGISTRATION":
      return PROCEDURAL_PERIODS.REGISTRATION;
    case "RESTORATION":
      return PROCEDURAL_PERIODS.RESTORATION;
    case "REEXAM":
      return PROCEDURAL_PERIODS.REEXAMINATION;
    case "PRIORITY":
      // Twelve months, or six for designs: the kind of the later application is not known here.
      if (noticeMonths === 12) return PROCEDURAL_PERIODS.PRIORITY_TECHNICAL;
      return noticeMonths === 6 ? PROCEDURAL_PERIODS.PRIORITY_DESIGN : null;
    default:
      return null;
  }
}

/** The longest break is nine days, with a day worked in exchange on either side: no roll is longer. */
const LONGEST_ROLL_DAYS = 11;

/**
 * How a stated due day differs from the computed one: not at all if it is the raw day, the rolled one, or that of the
 * other reading. Where no notice covers the days, a roll that may be right is not called wrong.
 */
export function dueDateMismatch(stated: string | null, due: DueDate): DueDateReason | null {
  if (stated === null || isPossible(stated, due)) return null;
  const rolled = due.rawDueDate === due.dueDate ? "" : due.rawDueDate;
  const zh = rolled === "" ? due.dueDate : `${due.dueDate}（顺延前 ${rolled}）`;
  const en = rolled === "" ? due.dueDate : `${due.dueDate} (${rolled} before rest days)`;
  return stated > due.dueDate
    ? problem(
        "STATED_DATE_LATER",
        `所载到期日 ${stated} 晚于推算的 ${zh}：依其办理可能逾期，请核实`,
        `The stated due day ${stated} is later than the computed ${en}: going by it may be too late, check it`,
      )
    : problem(
        "STATED_DATE_EARLIER",
        `所载到期日 ${stated} 早于推算的 ${zh}`,
        `The stated due day ${stated} is earlier than the computed ${en}`,
      );
}

function isPossible(stated: string, { rawDueDate, dueDate, latestDueDate }: DueDate): boolean {
  if (latestDueDate !== null) return stated === rawDueDate || stated === dueDate || stated === latestDueDate;
  return stated >= rawDueDate && stated <= addDays(rawDueDate, LONGEST_ROLL_DAYS);
}

function none(code: string, zh: string, en: string): TaskDueDate {
  return { ok: false, reason: problem(code, zh, en) };
}

function problem(code: string, zh: string, en: string): DueDateReason {
  return { code, message: { zh, en } };
}
