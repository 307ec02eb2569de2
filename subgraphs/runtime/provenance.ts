import type { AccessPolicy, Licence, SourceDefinition, Sourced } from "#adapters/runtime/source.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";

/** Source of the GraphQL type Provenance; texts are localised when they are answered. */
export interface ProvenanceFields {
  readonly hubNode: { readonly code: string };
  readonly source: { readonly code: string; readonly name: Bilingual };
  readonly sourceRecordId: string;
  readonly sourceUrl: string | null;
  /** Epoch milliseconds. */
  readonly fetchedAt: number;
  readonly sourceUpdatedAt: number | null;
  readonly freshness: "FRESH" | "STALE";
  readonly accessPolicy: AccessPolicy;
  readonly licence: Licence;
}

export interface RecordOrigin {
  readonly node: string;
  readonly source: Pick<SourceDefinition<never>, "code" | "name" | "licence">;
  readonly recordId: string;
  readonly url?: string | null;
  readonly updatedAt?: number | null;
  /** Where one record's policy differs from its source's licence (a private case of a public portal). */
  readonly accessPolicy?: AccessPolicy;
}

/** Where a record comes from, how fresh it is and under which terms. */
export function toProvenance(sourced: Omit<Sourced<unknown>, "value">, origin: RecordOrigin): ProvenanceFields {
  return {
    hubNode: { code: origin.node },
    source: { code: origin.source.code, name: origin.source.name },
    sourceRecordId: origin.recordId,
    sourceUrl: origin.url ?? null,
    fetchedAt: sourced.fetchedAt,
    sourceUpdatedAt: origin.updatedAt ?? null,
    freshness: sourced.freshness,
    accessPolicy: origin.accessPolicy ?? origin.source.licence.accessPolicy,
    licence: origin.source.licence,
  };
}
