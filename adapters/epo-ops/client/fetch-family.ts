import { decodeFamily } from "#adapters/epo-ops/decode/decode-family.ts";
import {
  type DocdbReference,
  formatOf,
  isAskable,
  toOpsInput,
  toReferenceKey,
} from "#adapters/epo-ops/docdb-reference.ts";
import type { OpsFamily } from "#adapters/epo-ops/ops-family.ts";
import type { CallContext, Sourced } from "#adapters/runtime/source.ts";
import type { BulkBiblioOptions, ReferenceType } from "./bulk-biblio.ts";

/**
 * The INPADOC family of one reference. One GET each: recorded multi-number calls to the family service returned only
 * the first document.
 */
export async function fetchFamily(
  { ask, memory, clock }: BulkBiblioOptions,
  { type, reference }: { readonly type: ReferenceType; readonly reference: DocdbReference },
  context: CallContext,
): Promise<Sourced<OpsFamily | null>> {
  if (!isAskable(reference)) return { value: null, fetchedAt: clock.now(), freshness: "FRESH" };
  const key = `${type} ${toReferenceKey(reference)}`;
  const known = memory.family(key, context);
  if (known !== undefined) return known;
  const answer = await ask(
    {
      operation: "family",
      service: "inpadoc",
      path: `family/${type}/${formatOf(reference)}/${toOpsInput(reference)}/legal`,
      read: decodeFamily,
    },
    context,
  );
  const family = { ...answer, value: answer.value.kind === "answer" ? answer.value.value : null };
  memory.rememberFamily(key, family);
  return family;
}
