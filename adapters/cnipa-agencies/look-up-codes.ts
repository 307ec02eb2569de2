import { askInChunks } from "#adapters/runtime/ask-in-chunks.ts";
import { type LoadedRecords, loadRecords } from "#adapters/runtime/load-records.ts";
import type { RecordCache } from "#adapters/runtime/record-cache.ts";
import type { CallContext, Clock, Sourced } from "#adapters/runtime/source.ts";
import { parseAgencyCode } from "#schema/ids/agency-code.ts";
import type { AgencyRecord } from "./records.ts";
import { SOURCE_CODE } from "./source-code.ts";

/** The register takes no more codes in one question. */
const CODES_PER_CALL = 50;

export interface LookUpParts {
  readonly records: RecordCache<AgencyRecord>;
  readonly clock: Clock;
  readonly context: CallContext;
  fetchEntries(codes: readonly string[], context: CallContext): Promise<Sourced<readonly AgencyRecord[]>>;
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
    fetchMissing: (missing, own) =>
      askInChunks(
        missing.filter((code) => parseAgencyCode(code).ok),
        {
          size: CODES_PER_CALL,
          now: clock.now(),
          ask: async (chunk) => {
            const { value, ...origin } = await fetchEntries(chunk, own);
            return { ...origin, value: new Map(value.map((record) => [record.code as string, record])) };
          },
        },
      ),
    source: SOURCE_CODE,
    operation: "agencies-by-code",
    clock,
    context,
  });
}
