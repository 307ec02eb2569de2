import { ENDED_STATUSES, type LegalStatusCode } from "#schema/codes/legal-status.ts";
import { type Comparable, disagreement, plain } from "./choose-newest.ts";
import type { Conflict } from "./conflict.ts";
import { type CodedReason, reason } from "./reason.ts";

/** What a node says of the status. */
export interface StatusStatement extends Comparable {
  readonly code: LegalStatusCode;
  /** Day from which the status counts, where it is told. */
  readonly effectiveDate: string | null;
}

const FIELD = "legalStatus";

/**
 * Legal status: CNIPA before the gazette before OPS before portals (FACTS C2), so the owner of the patent is followed.
 * Portals know three words, so only what those could tell apart is compared: pending, in force, ended; two reasons of
 * an end that differ are a conflict where both are given. UNKNOWN says nothing.
 */
export function compareStatus(
  register: StatusStatement | null,
  copies: readonly StatusStatement[],
): readonly Conflict[] {
  const telling = copies.filter(({ code }) => !SILENT.has(code)).map((copy) => ({ ...copy, key: stageOf(copy.code) }));
  if (register === null || SILENT.has(register.code)) return disagreement(FIELD, telling);
  const others = telling.filter(({ code }) => differs(register.code, code));
  if (others.length === 0) return [];
  const why = reasonFor(register, others);
  return [{ field: FIELD, chosen: plain(register), others: others.map(plain), reason: why, formal: false }];
}

const SILENT: ReadonlySet<LegalStatusCode> = new Set(["UNKNOWN", "UNMAPPED"]);
const UNSPECIFIED: ReadonlySet<LegalStatusCode> = new Set(["TERMINATED_UNSPECIFIED", "DEAD_UNSPECIFIED"]);

function stageOf(code: LegalStatusCode): "ended" | "in force" | "pending" {
  if (ENDED_STATUSES.has(code)) return "ended";
  return code === "IN_FORCE" ? "in force" : "pending";
}

function differs(one: LegalStatusCode, other: LegalStatusCode): boolean {
  if (stageOf(one) !== stageOf(other)) return true;
  return stageOf(one) === "ended" && one !== other && !UNSPECIFIED.has(one) && !UNSPECIFIED.has(other);
}

/** Older copies were right in their day, or may have been; newer ones say what no gazette bears out. */
function reasonFor(register: StatusStatement, others: readonly StatusStatement[]): CodedReason {
  const { knownThrough, effectiveDate } = register;
  const days = others.map((other) => other.knownThrough);
  const told = [...new Set(days)].join("、");
  if (isBefore(days, effectiveDate)) {
    return reason(
      "COPY_PREDATES_CHANGE",
      `法律状态以国家登记数据为准：该状态自 ${effectiveDate} 起；副本更新于 ${told}，在此之前`,
      `The national register's status is used: it counts from ${effectiveDate}, and the copy dates from ${told}, before that`,
    );
  }
  if (isBefore(days, knownThrough)) {
    return reason(
      "COPY_OLDER_THAN_REGISTER",
      `法律状态以国家登记数据为准（所知截至 ${knownThrough}）；副本更新于 ${told}，早于此`,
      `The national register's status is used (known through ${knownThrough}); the copy dates from ${told}, before that`,
    );
  }
  if (!days.some((day) => day !== null && day > (knownThrough ?? ""))) return PRECEDES;
  return reason(
    "REGISTER_PRECEDES_NEWER_COPY",
    `法律状态以国家登记数据为准（所知截至 ${knownThrough ?? "不详"}）；副本更新较晚，所载尚无公报可证`,
    `The national register's status is used (known through ${knownThrough ?? "an unknown day"}); the copy is newer, but no gazette bears it out yet`,
  );
}

function isBefore(days: readonly (string | null)[], day: string | null): boolean {
  return day !== null && days.every((one) => one !== null && one < day);
}

const PRECEDES = reason(
  "REGISTER_PRECEDES",
  "法律状态以国家登记数据为准，先于平台副本",
  "The national register's status is used, before any platform's copy",
);
