import { type NumberedPage, readWindow } from "#adapters/runtime/read-window.ts";
import type { CallContext, SourceRuntime, UpstreamRequest } from "#adapters/runtime/source.ts";
import { agencyRow, agentRow } from "./decode-agency.ts";
import { registerEntries, registerPage } from "./decode-envelope.ts";
import { lookUpCodes } from "./look-up-codes.ts";
import type { AgencyRecord, AgencyRegister, AgencySearch, AgentRecord } from "./records.ts";

const RECORD_TTL_MS = 24 * 3_600_000;
const LIST_TTL_MS = 3_600_000;
const PAGE_SIZE = 50;

const agencyPage = registerPage(agencyRow);
const agentPage = registerPage(agentRow);
const agencyEntries = registerEntries(agencyRow);

/** The words in which the register is asked for a status. */
const STATUS_WORDS = { ACTIVE: "正常", ABNORMAL: "列入异常名录", CANCELLED: "注销" } as const;

/** The register behind `baseUrl`. What a list answers is remembered, so that look-ups by code ask nothing more. */
export function createAgencyRegister(runtime: SourceRuntime, baseUrl: string): AgencyRegister {
  const records = runtime.records<AgencyRecord>("agency", { ttlMs: RECORD_TTL_MS });
  const { clock } = runtime;
  const listAgencies = async (search: AgencySearch, pageNum: number, context: CallContext) => {
    const page = await runtime.call(agenciesRequest(baseUrl, search, { pageNum, pageSize: PAGE_SIZE }), context);
    const { fetchedAt, freshness } = page;
    for (const record of page.value.items) records.prime(record.code, { value: record, fetchedAt, freshness });
    return page;
  };
  return {
    byCodes: (codes, context) => {
      const fetchEntries = (chunk: readonly string[], own: CallContext) =>
        runtime.call(entriesRequest(baseUrl, chunk), own);
      return lookUpCodes(codes, { records, clock, context, fetchEntries });
    },
    search: (search, context) =>
      readWindow({ ...search, pageSize: PAGE_SIZE }, (pageNum) => listAgencies(search, pageNum, context)),
    agents: (code, window, context) =>
      readWindow({ ...window, pageSize: PAGE_SIZE }, (pageNum) =>
        runtime.call(agentsRequest(baseUrl, code, { pageNum, pageSize: PAGE_SIZE }), context),
      ),
  };
}

interface PageNumbers {
  readonly pageNum: number;
  readonly pageSize: number;
}

function entriesRequest(baseUrl: string, codes: readonly string[]): UpstreamRequest<readonly AgencyRecord[]> {
  return {
    operation: "agencies-by-code",
    method: "POST",
    url: `${baseUrl}/agency/listByCodes`,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(codes.toSorted()),
    decode: agencyEntries,
    ttlMs: LIST_TTL_MS,
    safe: true,
  };
}

function agenciesRequest(
  baseUrl: string,
  { regions = [], text = "", status }: AgencySearch,
  page: PageNumbers,
): UpstreamRequest<NumberedPage<AgencyRecord>> {
  return {
    operation: "list-agencies",
    url: `${baseUrl}/agency/list`,
    query: {
      areaCodes: regions.length === 0 ? undefined : [...new Set(regions.map(toPrefix))].toSorted().join(","),
      agencyName: text.trim() === "" ? undefined : text.trim(),
      statusText: status === undefined ? undefined : STATUS_WORDS[status],
      ...page,
    },
    decode: agencyPage,
    ttlMs: LIST_TTL_MS,
  };
}

function agentsRequest(
  baseUrl: string,
  agencyCode: string,
  page: PageNumbers,
): UpstreamRequest<NumberedPage<AgentRecord>> {
  return {
    operation: "list-agents",
    url: `${baseUrl}/agent/list`,
    query: { agencyCode, ...page },
    decode: agentPage,
    ttlMs: LIST_TTL_MS,
  };
}

/** The register matches codes from the left: 500000 → 50, 510100 → 5101. */
function toPrefix(region: string): string {
  return region.replace(/(?:00){1,2}$/, "");
}
