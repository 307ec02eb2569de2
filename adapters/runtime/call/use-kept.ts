import { isCoverable } from "#adapters/runtime/coverable.ts";
import type { CallContext } from "#adapters/runtime/source.ts";
import type { Answered, Found, KeptAbsence } from "./answer-cache.ts";
import type { CacheResult } from "./cache-metrics.ts";
import type { CallParts } from "./call-parts.ts";
import type { Question } from "./question.ts";

type FoundAnswer = Extract<Found, { kind: "answer" }>;

/** A kept answer of this question's type. */
export type KeptFor<T> = Omit<FoundAnswer, "answer"> & { readonly answer: Answered<T> };

/** What is kept for a public question. */
export function findKept<T>(
  { key, ttlMs }: Question<T>,
  { cache, timer }: CallParts,
): KeptFor<T> | KeptAbsence | undefined {
  // The key holds the operation, so the entry was made by this operation's decoder.
  return ttlMs > 0 ? (cache.find(key, timer.now()) as KeptFor<T> | KeptAbsence | undefined) : undefined;
}

export interface KeptUse {
  readonly result: CacheResult;
  /** To be renewed behind the answer. */
  readonly isRefreshDue: boolean;
}

/**
 * How a kept answer may be given out without asking; null when the upstream is to be asked first. After a failure nobody
 * waits for the upstream again, and it is left alone, for a moment.
 */
export function howToUse(
  { stage, failedAt }: Pick<FoundAnswer, "stage" | "failedAt">,
  { isRefresh = false }: CallContext,
  { timer, politeness }: CallParts,
): KeptUse | null {
  if (stage === "fresh") return { result: "fresh", isRefreshDue: false };
  if (isRefresh) return null;
  const hasJustFailed = failedAt !== null && timer.now() - failedAt < politeness.negativeTtlMs;
  if (stage === "stale-while-revalidate") return { result: stage, isRefreshDue: !hasJustFailed };
  return hasJustFailed ? { result: stage, isRefreshDue: false } : null;
}

/** What stands in for a failure; looked up anew, since it may have been taken away meanwhile. */
export function standIn<T>(error: unknown, question: Question<T>, parts: CallParts): Answered<T> | null {
  if (!isCoverable(error)) return null;
  const kept = findKept<T>(question, parts);
  return kept?.kind === "answer" ? kept.answer : null;
}
