import { equivalentsReader } from "#adapters/epo-ops/decode/decode-equivalents.ts";
import {
  formatOf,
  isAskable,
  type TypedReference,
  toOpsInput,
  toReferenceKey,
} from "#adapters/epo-ops/docdb-reference.ts";
import type { OpsNumber } from "#adapters/epo-ops/ops-document.ts";
import type { CallContext, Sourced } from "#adapters/runtime/source.ts";
import type { LookupOptions } from "./bulk-biblio.ts";
import { fetchOne, nothing } from "./fetch-one.ts";

/** The simple family of one reference, in numbers; null = OPS has none. */
export async function fetchEquivalents(
  options: LookupOptions,
  { type, reference }: TypedReference,
  context: CallContext,
): Promise<Sourced<readonly OpsNumber[] | null>> {
  if (!isAskable(reference)) return nothing(options.clock);
  const question = {
    operation: "equivalents",
    service: "retrieval",
    path: `published-data/${type}/${formatOf(reference)}/${toOpsInput(reference)}/equivalents`,
    reader: equivalentsReader,
  } as const;
  return fetchOne(
    options,
    { cache: options.records.equivalents[type], id: toReferenceKey(reference), question },
    context,
  );
}
