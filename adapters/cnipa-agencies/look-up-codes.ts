import { type LoadedRecords, loadRecords } from "#adapters/runtime/load-records.ts";
import type { RecordCache } from "#adapters/runtime/record-cache.ts";
import type { CallContext, Clock, Sourced } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { parseAgencyCode } from "#schema/ids/agency-code.ts";
import type { AgencyRecord } from "./records.ts";
import { SOURCE_CODE } from "./source-code.ts";

/** The register takes no more codes in one question. */
const CODES_PER_CALL = 50;

type Entries = Sourced<readonly AgencyRecord[]>;

export interface LookUpParts {
  readonly records: RecordCache<AgencyRecord>;
  readonly clock: Clock;
  readonly context: CallContext;
  fetchEntries(codes: readonly string[], context: CallContext): Promise<Entries>;
}

/**
 * Records by code, in the order asked: those at hand at once, the rest in as few questions as the register allows.
 * A question that fails fails its own codes only. What is no agency code is on no register and is not asked for.
 */
export function lookUpCodes(
  codes: readonly string[],
  { records, clock, context, fetchEntries }: LookUpParts,
): Promise<LoadedRecords<AgencyRecord>> {
  return loadRecords({
    cache: records,
    ids: codes,
    fetchMissing: async (missing, own) => {
      const askable = missing.filter((code) => parseAgencyCode(code).ok);
      const answers = await Promise.all(
        chunks(askable).map((chunk) => askChunk(chunk, (codes) => fetchEntries(codes, own))),
      );
      return join(answers, clock.now());
    },
    source: SOURCE_CODE,
    operation: "agencies-by-code",
    clock,
    context,
  });
}

interface ChunkAnswer {
  readonly found: ReadonlyMap<string, AgencyRecord | UpstreamError>;
  readonly origin: Omit<Entries, "value"> | null;
}

async function askChunk(
  chunk: readonly string[],
  fetchEntries: (codes: readonly string[]) => Promise<Entries>,
): Promise<ChunkAnswer> {
  try {
    const { value, ...origin } = await fetchEntries(chunk);
    return { found: new Map(value.map((record) => [record.code, record])), origin };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { found: new Map(chunk.map((code) => [code, error])), origin: null };
  }
}

/** One answer out of several: as old as its oldest part. */
function join(
  answers: readonly ChunkAnswer[],
  now: number,
): Sourced<ReadonlyMap<string, AgencyRecord | UpstreamError>> {
  const origins = answers.flatMap(({ origin }) => origin ?? []);
  return {
    value: new Map(answers.flatMap(({ found }) => [...found])),
    fetchedAt: Math.min(now, ...origins.map((origin) => origin.fetchedAt)),
    freshness: origins.some((origin) => origin.freshness === "STALE") ? "STALE" : "FRESH",
  };
}

function chunks(codes: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(codes.length / CODES_PER_CALL) }, (_, index) =>
    codes.slice(index * CODES_PER_CALL, (index + 1) * CODES_PER_CALL),
  );
}
