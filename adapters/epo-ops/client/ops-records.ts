import type { OpsDocument } from "#adapters/epo-ops/ops-document.ts";
import type { OpsFamily } from "#adapters/epo-ops/ops-family.ts";
import type { RecordCache } from "#adapters/runtime/record-cache.ts";
import type { SourceRuntime } from "#adapters/runtime/source.ts";

/** By what a number names: a publication or an application. */
export type ReferenceType = "publication" | "application";

/** OPS is loaded daily (documents) and weekly (families, events). */
const TTL_MS = 24 * 3_600_000;

/** What OPS has answered, record by record. */
export interface OpsRecords {
  /** All publications under a reference, earliest first. */
  readonly documents: Readonly<Record<ReferenceType, RecordCache<readonly OpsDocument[]>>>;
  readonly families: Readonly<Record<ReferenceType, RecordCache<OpsFamily>>>;
}

export function createOpsRecords({ records }: SourceRuntime): OpsRecords {
  return {
    documents: {
      publication: records("documents-by-publication", { ttlMs: TTL_MS }),
      application: records("documents-by-application", { ttlMs: TTL_MS }),
    },
    families: {
      publication: records("families-by-publication", { ttlMs: TTL_MS, max: 2_000 }),
      application: records("families-by-application", { ttlMs: TTL_MS, max: 2_000 }),
    },
  };
}
