import type { ReferenceType } from "#adapters/epo-ops/docdb-reference.ts";
import type { OpsConversion } from "#adapters/epo-ops/ops-conversion.ts";
import type { OpsDocument, OpsNumber } from "#adapters/epo-ops/ops-document.ts";
import type { OpsFamily } from "#adapters/epo-ops/ops-family.ts";
import type { OpsSearchPage } from "#adapters/epo-ops/ops-search.ts";
import type { RecordCache } from "#adapters/runtime/record-cache.ts";
import type { SourceRuntime } from "#adapters/runtime/source.ts";

/** OPS is loaded daily (documents) and weekly (families, events). */
const TTL_MS = 24 * 3_600_000;
/** Pages of one search should come from one state of the index. */
const SEARCH_TTL_MS = 3_600_000;

/** What OPS has answered, record by record. */
export interface OpsRecords {
  /** All publications under a reference, earliest first. */
  readonly documents: Readonly<Record<ReferenceType, RecordCache<readonly OpsDocument[]>>>;
  readonly families: Readonly<Record<ReferenceType, RecordCache<OpsFamily>>>;
  readonly equivalents: Readonly<Record<ReferenceType, RecordCache<readonly OpsNumber[]>>>;
  readonly conversions: RecordCache<OpsConversion>;
  readonly searches: RecordCache<OpsSearchPage>;
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
    equivalents: {
      publication: records("equivalents-by-publication", { ttlMs: TTL_MS }),
      application: records("equivalents-by-application", { ttlMs: TTL_MS }),
    },
    conversions: records("conversions", { ttlMs: TTL_MS }),
    searches: records("searches", { ttlMs: SEARCH_TTL_MS, max: 500 }),
  };
}
