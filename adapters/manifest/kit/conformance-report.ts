import type { Bilingual } from "#schema/ids/parsed.ts";

/** RFC 2119: what must be met to be served, what lowers the score, what is told alone. */
export type CheckLevel = "MUST" | "SHOULD" | "MAY";

/** What one check found. Ids are stable: they begin with the level, and are never used again for another check. */
export interface CheckResult {
  readonly id: string;
  readonly level: CheckLevel;
  /** "skipped": nothing to check it by. */
  readonly outcome: "passed" | "failed" | "skipped";
  readonly title: Bilingual;
  /** What was found, a line each. */
  readonly findings: readonly Finding[];
}

export interface Finding {
  /** Kind, or kind and field, or source. */
  readonly about: string | null;
  readonly message: Bilingual;
}

export interface ConformanceReport {
  readonly code: string;
  readonly version: string;
  /** Against what it was checked. */
  readonly mode: "offline" | "recordings" | "live";
  /** ISO 8601. */
  readonly checkedAt: string;
  readonly results: readonly CheckResult[];
  /** What could not be checked now, by the owner's own word (quiet hours): neither passed nor failed. */
  readonly notNow?: readonly Finding[];
}

const WEIGHTS: Readonly<Record<CheckLevel, number>> = { MUST: 3, SHOULD: 1, MAY: 0 };

/** 0 to 100, of the checks that could be made; 0 where none could. */
export function scoreOf({ results }: Pick<ConformanceReport, "results">): number {
  const made = results.filter(({ outcome }) => outcome !== "skipped");
  const whole = weigh(made);
  if (whole === 0) return 0;
  return Math.round((1_000 * weigh(made.filter(({ outcome }) => outcome === "passed"))) / whole) / 10;
}

/** Those that had nothing to be made by: of a file alone, all that ask its platform. */
export function countNotMade({ results }: Pick<ConformanceReport, "results">): number {
  return results.filter(({ outcome }) => outcome === "skipped").length;
}

/** Null where the platform was not asked, or not whole: what is left says nothing of what is served. */
export function toldScore(report: ConformanceReport): number | null {
  const { mode, notNow = [] } = report;
  return mode === "offline" || notNow.length > 0 ? null : scoreOf(report);
}

/** Everything was checked, and nothing that must be met failed. */
export function hasPassed({ results, notNow = [] }: Pick<ConformanceReport, "results" | "notNow">): boolean {
  return notNow.length === 0 && !results.some(({ level, outcome }) => level === "MUST" && outcome === "failed");
}

/** Ids of what failed, of all that must or should be met. */
export function failedIds({ results }: Pick<ConformanceReport, "results">): readonly string[] {
  return results.filter(({ level, outcome }) => level !== "MAY" && outcome === "failed").map(({ id }) => id);
}

function weigh(results: readonly CheckResult[]): number {
  return results.reduce((sum, { level }) => sum + WEIGHTS[level], 0);
}
