import { loadRecords } from "#adapters/runtime/load-records.ts";
import type { RecordCache } from "#adapters/runtime/record-cache.ts";
import type { CallContext, Clock, Sourced } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { OpsQuestion } from "./ask-ops.ts";
import type { LookupOptions } from "./bulk-biblio.ts";

interface OneLookup<T, R> {
  readonly cache: RecordCache<T>;
  /** Key in that cache. */
  readonly id: string;
  readonly question: OpsQuestion<T | null, R>;
}

/** One question with an answer of its own, remembered; null = OPS has nothing under it. Throws UpstreamError. */
export async function fetchOne<T, R>(
  { ask, source, clock }: LookupOptions,
  { cache, id, question }: OneLookup<T, R>,
  context: CallContext,
): Promise<Sourced<T | null>> {
  const [result = nothing(clock)] = await loadRecords({
    ids: [id],
    cache,
    fetchMissing: async (_ids, own) => {
      const answer = await ask(question, own);
      const value = answer.value.kind === "answer" ? answer.value.value : null;
      return { ...answer, value: new Map(value === null ? [] : [[id, value]]) };
    },
    source,
    operation: question.operation,
    clock,
    context,
  });
  if (result instanceof UpstreamError) throw result;
  return result;
}

/** The answer to what OPS cannot be asked: nothing is there. */
export function nothing(clock: Clock): Sourced<null> {
  return { value: null, fetchedAt: clock.now(), freshness: "FRESH" };
}
