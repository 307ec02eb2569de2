import type { Sourced } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { MODE_WORDS, STATUS_WORDS, SUBJECT_WORDS } from "#adapters/sichuan-portal/decode/codes.ts";
import type { OfferRecord } from "#adapters/sichuan-portal/decode/records.ts";
import { FULL_LIST, type OfferQuery } from "#adapters/sichuan-portal/sichuan-portal.ts";
import { regionOf } from "#schema/codes/regions.ts";
import type { FoundPage, FoundSummary, NodeSearch } from "#subgraphs/runtime/define-node.ts";
import { priceRangeOf } from "#subgraphs/runtime/price-range.ts";
import { toListing } from "./graph-records.ts";
import { type KindParts, recordIdOf, toFoundItem } from "./list-kind.ts";
import { patentAskedFor } from "./patent-subject.ts";
import { inRegions, oneOf, partyTest, textTest } from "./record-filters.ts";
import type { SichuanContext } from "./sichuan-load.ts";

const TYPE_NAME = "SichuanListing";

/** Offers: what the portal can filter it filters, the rest is filtered here over a bounded read of its list. */
export const LISTINGS: KindParts = {
  kind: "LISTING",
  typeName: TYPE_NAME,
  contract: {
    typeName: TYPE_NAME,
    search: "LIVE",
    about: ["Patent"],
    filters: ["regions", "party", "modes", "subjects", "listingStatuses"],
    harvest: true,
    isPrivate: false,
    find,
  },
  entity: async (references, { load, call }) => {
    const ids = references.map((reference) => recordIdOf(TYPE_NAME, reference) ?? "");
    const records = await load.portal().offersById(ids, call);
    return records.map((record) => {
      if (record instanceof UpstreamError) return record;
      return record.value === null ? null : toListing({ ...record, value: record.value });
    });
  },
};

async function find(search: NodeSearch, context: SichuanContext): Promise<FoundPage> {
  const { patent, rest } = patentAskedFor(search);
  const passes = offerTest(rest);
  if (patent === "none") return { items: [], total: 0, relation: "EXACT" };
  if (patent !== null)
    return cut(
      search,
      (await context.load.offersOf.load(patent)).filter(({ value }) => passes(value)),
    );
  const portal = context.load.portal();
  const query = toQuery(search);
  if (isAnsweredBy(query, search)) {
    const page = await portal.offers(query, { offset: search.offset, limit: search.first }, context.call);
    return { items: page.items.map(toItem), total: page.total, relation: "EXACT" };
  }
  const all = await portal.offers(query, { offset: 0, limit: FULL_LIST }, context.call);
  const found = cut(
    search,
    all.items.filter(({ value }) => passes(value)),
  );
  return all.total > FULL_LIST ? { ...found, relation: "AT_LEAST" } : found;
}

/** The parts of a search that the portal's own search takes: one value each. */
function toQuery({ text, filter }: NodeSearch): OfferQuery {
  return {
    region: regionOf(only(filter.regions) ?? "")?.code,
    mode: known(filter.modes, MODE_WORDS),
    subject: known(filter.subjects, SUBJECT_WORDS),
    status: known(filter.listingStatuses, STATUS_WORDS),
    keyword: only(words(text)),
  };
}

/** Whether the portal's answer to this query is the answer to the search, with nothing left to filter. */
function isAnsweredBy(query: OfferQuery, { text, filter }: NodeSearch): boolean {
  const isTaken = (value: unknown, wanted: readonly string[] | null | undefined) =>
    value !== undefined || (wanted ?? []).length === 0;
  return (
    (filter.party ?? "").trim() === "" &&
    isTaken(query.region, filter.regions) &&
    isTaken(query.mode, filter.modes) &&
    isTaken(query.subject, filter.subjects) &&
    isTaken(query.status, filter.listingStatuses) &&
    isTaken(query.keyword, words(text))
  );
}

function offerTest({ text, filter }: NodeSearch): (offer: OfferRecord) => boolean {
  const [inText, inRegion, isParty] = [textTest(text), inRegions(filter.regions), partyTest(filter.party)];
  const inMode = oneOf(filter.modes);
  const inSubject = oneOf(filter.subjects);
  const inStatus = oneOf(filter.listingStatuses);
  return (offer) =>
    inText(offer.title, offer.description, offer.sellerName, offer.patentNumberText, offer.patent) &&
    inRegion(offer.region) &&
    isParty(offer.sellerName, offer.sellerUscc) &&
    inMode(offer.mode.code) &&
    inSubject(offer.subject.code) &&
    inStatus(offer.status.code);
}

function cut({ offset, first }: NodeSearch, found: readonly Sourced<OfferRecord>[]): FoundPage {
  return { items: found.slice(offset, offset + first).map(toItem), total: found.length, relation: "EXACT" };
}

function toItem(record: Sourced<OfferRecord>) {
  return toFoundItem(TYPE_NAME, record, summaryOf);
}

function summaryOf(offer: OfferRecord): FoundSummary {
  const { title, description, patent, region, publishedDate, price, status, sourceUpdatedAt } = offer;
  return {
    title,
    text: description,
    numbers: patent === null ? [] : [patent],
    region,
    parties: [offer.sellerName, offer.sellerUscc].filter((one) => one !== null),
    price: priceRangeOf(price),
    status: status.code,
    codes: { subjects: [offer.subject.code], modes: [offer.mode.code], listingStatuses: [status.code] },
    date: publishedDate,
    sourceUpdatedAt,
  };
}

function only<T>(list: readonly T[] | null | undefined): T | undefined {
  return list?.length === 1 ? list[0] : undefined;
}

function known<Code extends string>(
  wanted: readonly string[] | null | undefined,
  spoken: Readonly<Partial<Record<Code, string>>>,
): Code | undefined {
  const code = only(wanted);
  return code !== undefined && code in spoken ? (code as Code) : undefined;
}

function words(text: string | null | undefined): readonly string[] {
  return (text ?? "").split(/\s+/).filter((word) => word !== "");
}
