import { familyReader } from "#adapters/epo-ops/decode/decode-family.ts";
import {
  formatOf,
  isAskable,
  type TypedReference,
  toOpsInput,
  toReferenceKey,
} from "#adapters/epo-ops/docdb-reference.ts";
import type { OpsFamily } from "#adapters/epo-ops/ops-family.ts";
import type { CallContext, Sourced } from "#adapters/runtime/source.ts";
import type { LookupOptions } from "./bulk-biblio.ts";
import { fetchOne, nothing } from "./fetch-one.ts";

/**
 * The INPADOC family of one reference. One GET each: recorded multi-number calls to the family service returned only
 * the first document.
 */
export async function fetchFamily(
  options: LookupOptions,
  { type, reference }: TypedReference,
  context: CallContext,
): Promise<Sourced<OpsFamily | null>> {
  if (!isAskable(reference)) return nothing(options.clock);
  const question = {
    operation: "family",
    service: "inpadoc",
    path: `family/${type}/${formatOf(reference)}/${toOpsInput(reference)}/legal`,
    reader: familyReader,
  } as const;
  return fetchOne(options, { cache: options.records.families[type], id: toReferenceKey(reference), question }, context);
}
