import { familyReader } from "#adapters/epo-ops/decode/decode-family.ts";
import {
  type DocdbReference,
  formatOf,
  isAskable,
  toOpsInput,
  toReferenceKey,
} from "#adapters/epo-ops/docdb-reference.ts";
import type { OpsFamily } from "#adapters/epo-ops/ops-family.ts";
import { loadRecords } from "#adapters/runtime/load-records.ts";
import type { CallContext, Sourced } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { LookupOptions } from "./bulk-biblio.ts";
import type { ReferenceType } from "./ops-records.ts";

/**
 * The INPADOC family of one reference. One GET each: recorded multi-number calls to the family service returned only
 * the first document.
 */
export async function fetchFamily(
  options: LookupOptions,
  { type, reference }: { readonly type: ReferenceType; readonly reference: DocdbReference },
  context: CallContext,
): Promise<Sourced<OpsFamily | null>> {
  const nothing: Sourced<null> = { value: null, fetchedAt: options.clock.now(), freshness: "FRESH" };
  if (!isAskable(reference)) return nothing;
  const id = toReferenceKey(reference);
  const [result = nothing] = await loadRecords({
    ids: [id],
    cache: options.records.families[type],
    fetchMissing: async () => {
      const answer = await ask(options, type, reference, context);
      return { ...answer, value: new Map(answer.value === null ? [] : [[id, answer.value]]) };
    },
    source: options.source,
    operation: "family",
    clock: options.clock,
    context,
  });
  if (result instanceof UpstreamError) throw result;
  return result;
}

async function ask(
  options: LookupOptions,
  type: ReferenceType,
  reference: DocdbReference,
  context: CallContext,
): Promise<Sourced<OpsFamily | null>> {
  const answer = await options.ask(
    {
      operation: "family",
      service: "inpadoc",
      path: `family/${type}/${formatOf(reference)}/${toOpsInput(reference)}/legal`,
      reader: familyReader,
    },
    context,
  );
  return { ...answer, value: answer.value.kind === "answer" ? answer.value.value : null };
}
