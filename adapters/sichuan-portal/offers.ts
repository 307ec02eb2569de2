import { loadRecords } from "#adapters/runtime/load-records.ts";
import type { RecordCache } from "#adapters/runtime/record-cache.ts";
import type { CallContext, Sourced, SourceRuntime } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { type AskPortal, TTL_MS } from "./ask-portal.ts";
import { MODE_WORDS, STATUS_WORDS, SUBJECT_WORDS } from "./decode/codes.ts";
import { decodeOfferPage, decodeOffers } from "./decode/decode-offers.ts";
import type { PublicPages } from "./decode/public-pages.ts";
import type { OfferRecord } from "./decode/records.ts";
import { asksByNumber, isRecordId } from "./number-queries.ts";
import { fullPage, PAGE_ROWS, type PageWindow, type PortalPage, readWindow } from "./read-pages.ts";
import type { OfferQuery, SichuanPortal } from "./sichuan-portal.ts";

type Offers = Pick<SichuanPortal, "offers" | "offersOf" | "offersById">;

/** More unknown ids than this are looked for in the newest pages of the list before their own pages are asked for. */
const FEW = 5;
const NEWEST = 4 * PAGE_ROWS;

/** The operation module: list, search by patent number, detail pages. */
export function createOffers(runtime: SourceRuntime, ask: AskPortal, pages: PublicPages): Offers {
  const cache = runtime.records<OfferRecord>("offer", { ttlMs: TTL_MS.offers });
  const read = decodeOffers(pages);
  const list = async (query: ListQuery, window: PageWindow, context: CallContext): Promise<PortalPage<OfferRecord>> => {
    const found = await readWindow((page) => {
      const question = { operation: "offers", path: "/api/yygp/list", ttlMs: TTL_MS.offers };
      return ask({ ...question, query: { page, rows: PAGE_ROWS, ...query }, decode: fullPage(read, page) }, context);
    }, window);
    for (const record of found.items) cache.prime(record.value.id, record);
    return found;
  };
  const detail = (id: string, context: CallContext) =>
    ask(
      {
        operation: "offer",
        path: "/yygp/detail.do",
        query: { gpid: id },
        decode: decodeOfferPage(id, pages),
        ttlMs: TTL_MS.offers,
      },
      context,
    );
  const fetchMissing = async (ids: readonly string[], context: CallContext) => {
    const possible = ids.filter(isRecordId);
    if (possible.length > FEW) await list({}, { offset: 0, limit: NEWEST }, context);
    return mergeRecords(
      await Promise.all(possible.map((id) => knownOr(id, cache, () => detail(id, context)))),
      runtime.clock.now(),
    );
  };
  return {
    offers: (query, window, context) => list(toListQuery(query), window, context),
    offersOf: asksByNumber((numbers, window, context) => list({ zlh: numbers }, window, context)),
    offersById: (ids, context) =>
      loadRecords({
        cache,
        ids,
        fetchMissing,
        source: runtime.code,
        operation: "offer",
        clock: runtime.clock,
        context,
      }),
  };
}

type ListQuery = Readonly<Record<string, string | undefined>>;

function toListQuery({ region, mode, subject, status, keyword }: OfferQuery): ListQuery {
  return {
    dq: region,
    jyfs: mode && MODE_WORDS[mode],
    bdlx: subject && SUBJECT_WORDS[subject],
    zt: status && STATUS_WORDS[status],
    gjc: keyword,
  };
}

type Found<T> = readonly [id: string, record: Sourced<T | null> | UpstreamError];

/** One id's record; a failure stays with its own id. */
async function knownOr<T>(
  id: string,
  cache: RecordCache<T>,
  fetch: () => Promise<Sourced<T | null>>,
): Promise<Found<T>> {
  try {
    return [id, cache.get(id) ?? (await fetch())];
  } catch (error) {
    if (error instanceof UpstreamError) return [id, error];
    throw error;
  }
}

/** Together they are as old as the oldest. */
function mergeRecords<T>(found: readonly Found<T>[], now: number): Sourced<ReadonlyMap<string, T | UpstreamError>> {
  const value = new Map<string, T | UpstreamError>();
  const answers = found.flatMap(([, record]) => (record instanceof UpstreamError ? [] : [record]));
  for (const [id, record] of found) {
    if (record instanceof UpstreamError) value.set(id, record);
    else if (record.value !== null) value.set(id, record.value);
  }
  const isStale = answers.some((record) => record.freshness === "STALE");
  const fetchedAt = Math.min(now, ...answers.map((record) => record.fetchedAt));
  return { value, fetchedAt, freshness: isStale ? "STALE" : "FRESH" };
}
