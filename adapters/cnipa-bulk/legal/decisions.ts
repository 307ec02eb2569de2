import type { LegalEvent } from "#adapters/cnipa-bulk/patent-record.ts";
import type { TermSubject } from "#adapters/cnipa-bulk/term-end.ts";
import type { LegalStatusCode } from "#schema/codes/legal-status.ts";
import { dayOf, textUnder } from "./event-items.ts";
import { kindOfEvent } from "./event-kind.ts";
import { toGazettedStep } from "./gazetted-step.ts";

export interface Invalidation {
  /** Null where the entry does not say whether all claims fell (INPADOC's C32 and C35 mix both). */
  readonly extent: "FULL" | "PARTIAL" | null;
  readonly decisionNumber: string | null;
  readonly decisionDate: string | null;
  /** The claims that stand, as printed. */
  readonly maintainedClaims: string | null;
}

/** A right or an application that ended. */
export interface Ending {
  readonly status: LegalStatusCode;
  readonly effectiveDate: string | null;
  /** No day is printed: it was computed from the filing day. */
  readonly isDayComputed: boolean;
  readonly cause: string | null;
}

export interface Restoration {
  readonly originalDecision: string | null;
  readonly originalDecisionDate: string | null;
  readonly restoredDate: string;
}

export interface TermChange {
  readonly oldEndDate: string | null;
  readonly newEndDate: string | null;
  /** Extensions for the time of approval of a medicine name it. */
  readonly drugName: string | null;
  readonly indication: string | null;
}

export interface Correction {
  readonly gazetteNumber: string | null;
  readonly item: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

export interface PublicNotice {
  readonly recipient: string | null;
  readonly document: string | null;
}

export function invalidationOf(event: LegalEvent): Invalidation | null {
  const kind = kindOfEvent(event);
  if (!/^(?:INVALIDATED|REVOKED)/.test(kind)) return null;
  return {
    extent: kind.endsWith("_FULL") ? "FULL" : kind.endsWith("_PARTIAL") ? "PARTIAL" : null,
    decisionNumber: textUnder(event, /决定(?:书)?(?:编)?号/),
    decisionDate: dayOf(event, /决定(?:书)?日/),
    maintainedClaims: textUnder(event, /维持.*权利要求|权利要求.*维持/) ?? textUnder(event, /维持.*有效/),
  };
}

/** Losses other than by invalidation: they have a day from which they count, months before the gazette. */
export function endingOf(event: LegalEvent, subject: TermSubject): Ending | null {
  const { kind, ends, effectiveDate, isDayComputed = false } = toGazettedStep(event, subject);
  if (ends === undefined || /^(?:INVALIDATED|REVOKED)/.test(kind)) return null;
  return { status: ends, effectiveDate, isDayComputed, cause: textUnder(event, /终止原因|放弃原因|^原因|^$/) };
}

export function restorationOf(event: LegalEvent): Restoration | null {
  if (kindOfEvent(event) !== "RESTORED") return null;
  return {
    originalDecision: textUnder(event, /原决定名称|原(?:法律)?状态|原事务/),
    originalDecisionDate: dayOf(event, /原决定公告日|原.*公告日/),
    restoredDate: dayOf(event, /^恢复(?:权利)?(?:生效)?日/) ?? event.date,
  };
}

export function termChangeOf(event: LegalEvent): TermChange | null {
  if (kindOfEvent(event) !== "TERM") return null;
  return {
    oldEndDate: dayOf(event, /^(?:补偿前|变更前|续展前|原).*(?:终止|届满)日/),
    newEndDate: dayOf(event, /^(?:补偿后|变更后|续展后|现|新).*(?:终止|届满)日/),
    drugName: textUnder(event, /药品(?:通用)?名称/),
    indication: textUnder(event, /适应症/),
  };
}

export function correctionOf(event: LegalEvent): Correction | null {
  if (kindOfEvent(event) !== "CORRECTION") return null;
  const volume = textUnder(event, /^(?:卷期?号?|公报卷期|卷)$/);
  const issue = textUnder(event, /^(?:期号?|号)$/);
  return {
    gazetteNumber: volume === null || issue === null ? volume : `${volume}-${issue}`,
    item: textUnder(event, /^(?:更正)?(?:项目|事项)/),
    before: textUnder(event, /^(?:误|更正前|错误)/),
    after: textUnder(event, /^(?:正$|更正后|正确)/),
  };
}

export function publicNoticeOf(event: LegalEvent): PublicNotice | null {
  if (kindOfEvent(event) !== "PUBLIC_NOTICE") return null;
  return { recipient: textUnder(event, /收件人|收信人/), document: textUnder(event, /文件名称|通知书?名称/) };
}
