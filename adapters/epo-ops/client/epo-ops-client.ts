import type { DocdbReference, ReferenceType } from "#adapters/epo-ops/docdb-reference.ts";
import type { NumberQuestion, OpsConversion } from "#adapters/epo-ops/ops-conversion.ts";
import type { OpsDocument, OpsNumber } from "#adapters/epo-ops/ops-document.ts";
import type { OpsFamily } from "#adapters/epo-ops/ops-family.ts";
import type { OpsSearch, OpsSearchPage } from "#adapters/epo-ops/ops-search.ts";
import type { CallContext, Sourced, SourceRuntime } from "#adapters/runtime/source.ts";
import type { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { AccessToken } from "./access-token.ts";
import { createAskOps } from "./ask-ops.ts";
import { fetchDocuments, type LookupOptions } from "./bulk-biblio.ts";
import { convertNumber } from "./convert-number.ts";
import { fetchEquivalents } from "./fetch-equivalents.ts";
import { fetchFamily } from "./fetch-family.ts";
import { createOpsRecords } from "./ops-records.ts";
import { searchPublications } from "./search-publications.ts";
import { type OpsUsage, Throttle } from "./throttle.ts";
import { UsageFile } from "./usage-file.ts";

/** The European Patent Office's Open Patent Services, in records. */
export interface EpoOpsClient {
  /**
   * Every publication under each number, in key order, earliest first; empty = OPS has none. Without a kind they may be of
   * several applications. An UpstreamError stands only at the keys whose request failed.
   */
  documentsByPublications(
    references: readonly DocdbReference[],
    context: CallContext,
  ): Promise<readonly (Sourced<readonly OpsDocument[]> | UpstreamError)[]>;
  /** All publications of each application, earliest first; empty = OPS has none. CN: `toDocdbApplication` of schema/ids. */
  biblioByApplications(
    references: readonly DocdbReference[],
    context: CallContext,
  ): Promise<readonly (Sourced<readonly OpsDocument[]> | UpstreamError)[]>;
  /** The INPADOC family with legal events; null = OPS has none. Throws UpstreamError. */
  family(reference: DocdbReference, context: CallContext, type?: ReferenceType): Promise<Sourced<OpsFamily | null>>;
  /** The publications of the simple family, the one asked for among them, mostly as EPODOC numbers; null = OPS has none. Throws UpstreamError. */
  equivalents(
    reference: DocdbReference,
    context: CallContext,
    type?: ReferenceType,
  ): Promise<Sourced<readonly OpsNumber[] | null>>;
  /** One number in another spelling; null = OPS can make nothing of it. Read the messages: it may have guessed. Throws UpstreamError. */
  convertNumber(question: NumberQuestion, context: CallContext): Promise<Sourced<OpsConversion | null>>;
  /**
   * One page of hits; empty = none. Throws UpstreamError ("rejected" with the reason of OPS for a query that it cannot
   * read), RangeError for an offset or limit that OPS does not serve.
   */
  search(search: OpsSearch, context: CallContext): Promise<Sourced<OpsSearchPage>>;
  /** What OPS last said about its load and our quotas. */
  usage(): OpsUsage;
}

export interface EpoOpsAccess {
  readonly baseUrl: string;
  readonly key: string;
  readonly secret: string;
  /** Shares of OPS's quotas after which it is asked no more; "none": until it refuses. */
  readonly hourlyBytes: number | "none";
  readonly weeklyBytes: number | "none";
}

export async function createEpoOpsClient(runtime: SourceRuntime, access: EpoOpsAccess): Promise<EpoOpsClient> {
  const { call, clock, code: source } = runtime;
  const throttle = await createThrottle(runtime, access);
  const token = new AccessToken({ ...access, source, call, clock, url: `${access.baseUrl}/auth/accesstoken` });
  const ask = createAskOps({ baseUrl: access.baseUrl, call, token, throttle });
  const options: LookupOptions = { source, ask, clock, records: createOpsRecords(runtime) };
  return {
    documentsByPublications: (references, context) =>
      fetchDocuments(options, { type: "publication", references }, context),
    biblioByApplications: (references, context) =>
      fetchDocuments(options, { type: "application", references }, context),
    family: (reference, context, type = "publication") => fetchFamily(options, { type, reference }, context),
    equivalents: (reference, context, type = "publication") => fetchEquivalents(options, { type, reference }, context),
    convertNumber: (question, context) => convertNumber(options, question, context),
    search: (search, context) => searchPublications(options, search, context),
    usage: () => throttle.usage,
  };
}

/** Knows from before a restart what OPS told of our quotas. */
async function createThrottle(runtime: SourceRuntime, access: EpoOpsAccess): Promise<Throttle> {
  const { clock, logger, measure, dataDir, code: source } = runtime;
  const file = new UsageFile({ dataDir, registration: [access.baseUrl, access.key], clock, logger });
  runtime.onClose(() => file.flush());
  return new Throttle({
    source,
    clock,
    logger,
    measure,
    limits: { hour: limitOf(access.hourlyBytes), week: limitOf(access.weeklyBytes) },
    known: await file.read(),
    remember: (use) => file.save(use),
  });
}

function limitOf(setting: number | "none"): number | null {
  return setting === "none" ? null : setting;
}
