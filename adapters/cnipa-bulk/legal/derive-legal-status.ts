import type { LegalEvent, PatentPublication } from "#adapters/cnipa-bulk/patent-record.ts";
import { termEndOf } from "#adapters/cnipa-bulk/term-end.ts";
import { kindCodeOf } from "#schema/codes/kind-codes.ts";
import { ENDED_STATUSES as ENDED, type LegalStatusCode } from "#schema/codes/legal-status.ts";
import type { PatentType } from "#schema/ids/application-number.ts";
import { type GazettedStep, toGazettedStep } from "./gazetted-step.ts";
import { type StatusReason, statusReason } from "./status-reason.ts";

/** A legal status as far as the gazette tells: never asserted for today, but as known through a day. */
export interface DerivedLegalStatus {
  readonly code: LegalStatusCode;
  /** The gazette's own words for what decided. */
  readonly raw: string | null;
  readonly reason: StatusReason | null;
  readonly effectiveDate: string | null;
  readonly knownThrough: string | null;
  readonly certainty: "GAZETTED" | "INFERRED" | "UNKNOWN";
  /** Null where the gazette does not tell. */
  readonly restorable: boolean | null;
}

export interface StatusSubject {
  readonly type: PatentType;
  readonly filingDate: string | null;
  readonly publications: readonly PatentPublication[];
  readonly legalEvents: readonly LegalEvent[];
  readonly knownThrough: string | null;
}

type State = Omit<DerivedLegalStatus, "knownThrough">;

/** Losses before the grant: whoever was granted a patent afterwards had them undone. */
const LOSSES_OF_APPLICATION: ReadonlySet<LegalStatusCode> = new Set([
  "REJECTED",
  "WITHDRAWN",
  "DEEMED_WITHDRAWN",
  "DEEMED_ABANDONED",
]);

/**
 * The status on `asOf`, as known from everything loaded: a lapse that was gazetted later counts from the day the right
 * ended. Derived from dated events, never from a flag. Pure.
 */
export function deriveLegalStatus(subject: StatusSubject, asOf: string): DerivedLegalStatus {
  const { filingDate, knownThrough } = subject;
  if (filingDate !== null && asOf < filingDate) return { ...NOT_YET_FILED, knownThrough };
  const steps = [
    ...subject.publications.flatMap(toPublicationStep),
    ...subject.legalEvents.map((event) => toGazettedStep(event, subject)),
  ]
    .filter((step) => step.effectiveDate === null || step.effectiveDate <= asOf)
    .sort((a, b) => a.date.localeCompare(b.date) || a.order - b.order);
  const reached = steps.reduce(take, start(subject));
  return { ...explain(expire(reached, subject, asOf), subject, asOf), knownThrough };
}

function start({ filingDate }: StatusSubject): State {
  const code = filingDate === null ? "UNKNOWN" : "FILED";
  return { code, raw: null, reason: null, effectiveDate: filingDate, certainty: "UNKNOWN", restorable: null };
}

function toPublicationStep(publication: PatentPublication): GazettedStep[] {
  const kind = kindCodeOf(publication.kind);
  if (publication.date === null || kind === null) return [];
  const { date } = publication;
  if (kind.stage === "APPLICATION")
    return [{ kind: "PUBLISHED", date, effectiveDate: date, raw: kind.label.zh, order: 0 }];
  if (kind.stage === "GRANT") return [{ kind: "GRANTED", date, effectiveDate: date, raw: kind.label.zh, order: 2 }];
  return [];
}

function take(state: State, step: GazettedStep): State {
  switch (step.kind) {
    case "PUBLISHED":
      return state.code === "FILED" || state.code === "UNKNOWN" ? living("PUBLISHED", step) : state;
    case "SUBSTANTIVE_EXAM":
      return state.code === "IN_FORCE" || ENDED.has(state.code) ? state : living("SUBSTANTIVE_EXAM", step);
    case "GRANTED":
    case "DECLASSIFIED":
      return granted(state, step);
    case "RESTORED":
      return restored(state, step);
    case "INVALIDATED_PARTIAL":
    case "REVOKED_PARTIAL":
    case "ABANDONED_PARTIAL":
      return state.code === "IN_FORCE" ? { ...state, reason: PARTLY_LOST } : state;
    case "INVALIDATED":
      return state.code === "INVALIDATED_FULL"
        ? state
        : { ...living("UNKNOWN", step), certainty: "UNKNOWN", reason: EXTENT_UNKNOWN };
    default:
      // A right that was declared invalid never existed: nothing is left to lose.
      return step.ends === undefined || state.code === "INVALIDATED_FULL" ? state : ended(step, step.ends);
  }
}

function living(code: LegalStatusCode, step: GazettedStep): State {
  return {
    code,
    raw: step.raw,
    reason: null,
    effectiveDate: step.effectiveDate,
    certainty: "INFERRED",
    restorable: null,
  };
}

/** A grant gazetted after a loss of the application shows that the loss did not last, though no restoration is loaded. */
function granted(state: State, step: GazettedStep): State {
  if (LOSSES_OF_APPLICATION.has(state.code)) return { ...living("IN_FORCE", step), reason: LOSS_OVERTAKEN };
  // The gazette record and the published grant are one event: the first stands.
  return state.code === "IN_FORCE" || ENDED.has(state.code) ? state : living("IN_FORCE", step);
}

/** Gazetted losses are final: the gazette waits for the end of the time for restoration. */
function ended(step: GazettedStep, code: LegalStatusCode): State {
  const restorable = code === "TERMINATED_UNSPECIFIED" ? null : false;
  const certainty = step.isDayComputed ? "INFERRED" : "GAZETTED";
  const reason = step.isDayComputed ? DAY_COMPUTED : null;
  return { code, raw: step.raw, reason, effectiveDate: step.effectiveDate, certainty, restorable };
}

/** What was lost decides what is back: the right, or the application. */
function restored(state: State, step: GazettedStep): State {
  const wasApplication = state.code === "REJECTED" || state.code === "WITHDRAWN" || state.code === "DEEMED_WITHDRAWN";
  if (!ENDED.has(state.code) || state.code === "INVALIDATED_FULL") return state;
  return { ...living(wasApplication || /申请/.test(step.raw) ? "PENDING" : "IN_FORCE", step), reason: RESTORED };
}

/** The term runs out without any gazette. */
function expire(state: State, subject: StatusSubject, asOf: string): State {
  const end = termEndOf(subject);
  if (state.code !== "IN_FORCE" || end === null || end > asOf) return state;
  return {
    ...state,
    code: "EXPIRED",
    effectiveDate: end,
    reason: TERM_ENDED,
    certainty: "INFERRED",
    restorable: false,
  };
}

/** That nothing is gazetted is no evidence: said with every living state, and where the day asked for lies beyond what is loaded. */
function explain(state: State, { knownThrough }: StatusSubject, asOf: string): State {
  if (state.reason !== null || ENDED.has(state.code)) return state;
  const through = knownThrough ?? "—";
  const beyond = knownThrough === null || asOf > knownThrough;
  const zh = beyond ? `；其后至 ${asOf} 的公报尚未载入` : "";
  const en = beyond ? `; nothing gazetted after that day through ${asOf} is loaded` : "";
  const reason =
    state.code === "IN_FORCE"
      ? statusReason(
          "NO_LOSS_GAZETTED",
          `截至 ${through} 的公报未见终止或无效公告；未缴年费的终止要在权利终止十个月以后才公告${zh}`,
          `No loss gazetted through ${through}; a lapse for an unpaid fee is gazetted ten months or more after the right ended${en}`,
        )
      : statusReason(
          "NO_LATER_EVENT_GAZETTED",
          `截至 ${through} 的公报未见后续公告；公布前的撤回、驳回从不公告，未见公告不等于未发生${zh}`,
          `Nothing further gazetted through ${through}; losses before publication never are, so that this is no evidence${en}`,
        );
  return { ...state, reason };
}

const NOT_YET_FILED: State = {
  code: "UNKNOWN",
  raw: null,
  reason: statusReason("NOT_YET_FILED", "所问日期早于申请日", "The day asked for is before the filing day"),
  effectiveDate: null,
  certainty: "UNKNOWN",
  restorable: null,
};
const PARTLY_LOST = statusReason(
  "PARTLY_INVALIDATED",
  "部分权利要求已无效或放弃，其余维持有效",
  "Some claims were invalidated or given up; the rest stays in force",
);
const EXTENT_UNKNOWN = statusReason(
  "INVALIDATION_EXTENT_UNKNOWN",
  "公告未说明是全部无效还是部分无效",
  "The gazette does not say whether the invalidation is whole or partial",
);
const LOSS_OVERTAKEN = statusReason(
  "LOSS_OVERTAKEN_BY_GRANT",
  "申请曾公告驳回、撤回或视为撤回、放弃，其后仍公告授权：权利恢复的公告未见载入",
  "The application was gazetted as lost and a grant was gazetted afterwards: its restoration is not loaded",
);
const RESTORED = statusReason("RESTORED", "权利已恢复", "The right was restored");
const TERM_ENDED = statusReason(
  "TERM_ENDED",
  "按申请日推算，保护期限已届满",
  "The term counted from the filing day has ended",
);
const DAY_COMPUTED = statusReason(
  "EFFECTIVE_DATE_COMPUTED",
  "公告未载明终止日，按申请日推算",
  "The gazette names no day; it was computed from the filing day",
);
