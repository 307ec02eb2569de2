import type { EpoOpsClient } from "#adapters/epo-ops/client/epo-ops-client.ts";
import type { DocdbReference } from "#adapters/epo-ops/docdb-reference.ts";
import type { OpsDocument } from "#adapters/epo-ops/ops-document.ts";
import type { CallContext, Sourced } from "#adapters/runtime/source.ts";
import type { UpstreamError } from "#adapters/runtime/upstream-error.ts";

/** Of each number the earliest publication, which carries the abstract; null = OPS has none. */
export async function firstDocuments(
  client: Pick<EpoOpsClient, "documentsByPublications">,
  references: readonly DocdbReference[],
  context: CallContext,
): Promise<readonly (Sourced<OpsDocument | null> | UpstreamError)[]> {
  const found = await client.documentsByPublications(references, context);
  return found.map((one) => (one instanceof Error ? one : { ...one, value: one.value[0] ?? null }));
}
