import type { Kjy01Demand, Kjy01Offer, Kjy01Party } from "#adapters/chongqing-kjy01/records.ts";
import { source } from "#adapters/chongqing-kjy01/source.ts";
import type { Sourced } from "#adapters/runtime/source.ts";
import type { ChongqingContext } from "#subgraphs/chongqing/chongqing-load.ts";
import {
  DEMAND_STATUS_WORDS,
  LISTING_STATUS_WORDS,
  MODE_WORDS,
  SUBJECT_WORDS,
  toCoded,
} from "#subgraphs/chongqing/records/codes.ts";
import { idOf } from "#subgraphs/chongqing/records/origin.ts";
import { applicationNumberOf, regionCodeOf } from "#subgraphs/chongqing/records/references.ts";
import type { FoundItem, FoundPage, NodeSearch } from "#subgraphs/runtime/define-node.ts";
import { priceRangeOf } from "#subgraphs/runtime/price-range.ts";
import { findInList } from "./find-in-list.ts";
import { splitCodes, splitParty, splitRegions, testOfAll, testOfRest } from "./split-filter.ts";

/** Offers, the newest first; about a patent (by application number) or an organisation (the seller, by credit code). */
export async function findListings(search: NodeSearch, context: ChongqingContext): Promise<FoundPage> {
  const { filter, about, text } = search;
  const { kjy01, offersOfPatent } = context.load;
  const region = splitRegions<Kjy01Offer>(filter.regions);
  const subject = splitCodes<Kjy01Offer>(filter.subjects, SUBJECT_WORDS, subjectOf);
  const mode = splitCodes<Kjy01Offer>(filter.modes, MODE_WORDS, modeOf);
  const status = splitCodes<Kjy01Offer>(filter.listingStatuses, LISTING_STATUS_WORDS, statusOf);
  const party = splitParty<Kjy01Offer>(filter.party, sellerOf);
  const seller = splitParty<Kjy01Offer>(about?.typeName === "Organization" ? about.key : null, sellerOf);
  if (about?.typeName === "Patent") {
    const offers = await offersOfPatent.load(about.key);
    const test = testOfAll(region, subject, mode, status, party) ?? (() => true);
    return pageOf(offers, (offer) => test(offer) && (offer.title ?? "").includes(text ?? ""), search);
  }
  const query = {
    keyword: text ?? undefined,
    area: region.word,
    type: subject.word,
    mode: mode.word,
    state: status.word,
  };
  const ask = (window: { offset: number; limit: number }) => kjy01().offers(query, window, context.call);
  const rest = testOfRest(region, subject, mode, status, party, seller);
  const { records, ...total } = await findInList({ ask, rest }, search);
  return { ...total, items: records.map(listingItem) };
}

/** Offers that were found by their patent: few, and all at hand. */
function pageOf(
  offers: Sourced<readonly Kjy01Offer[] | null>,
  matches: (offer: Kjy01Offer) => boolean,
  { first, offset }: NodeSearch,
): FoundPage {
  const found = (offers.value ?? []).filter(matches);
  const items = found.slice(offset, offset + first).map((value) => listingItem({ ...offers, value }));
  return { items, total: found.length, relation: "EXACT" };
}

/** Demands, the newest first; about an organisation: those that it published. */
export async function findDemands(search: NodeSearch, context: ChongqingContext): Promise<FoundPage> {
  const { filter, about, text } = search;
  const region = splitRegions<Kjy01Demand>(filter.regions);
  const status = splitCodes<Kjy01Demand>(filter.demandStatuses, DEMAND_STATUS_WORDS, demandStatusOf);
  const party = splitParty<Kjy01Demand>(filter.party, publisherOf);
  const publisher = splitParty<Kjy01Demand>(about?.typeName === "Organization" ? about.key : null, publisherOf);
  const query = { keyword: text ?? undefined, area: region.word, statusName: status.word };
  const { records, ...total } = await findInList(
    {
      ask: (window) => context.load.kjy01().demands(query, window, context.call),
      rest: testOfRest(region, status, party, publisher),
    },
    search,
  );
  return { ...total, items: records.map(demandItem) };
}

function listingItem({ value, fetchedAt }: Sourced<Kjy01Offer>): FoundItem {
  const number = applicationNumberOf(value.patentNumberText);
  const status = statusOf(value);
  return {
    id: idOf("ChongqingListing", value.id),
    summary: {
      title: value.title,
      text: value.description,
      numbers: number === null ? [] : [number],
      region: regionCodeOf(value.areaText),
      parties: partiesOf(value.seller),
      price: priceRangeOf(value.price.money),
      status,
      codes: { subjects: [subjectOf(value)], modes: [modeOf(value)], listingStatuses: [status] },
      date: value.publishedDate,
      licence: source.licence.code,
      fetchedAt,
      sourceUpdatedAt: value.updatedAt,
    },
  };
}

function demandItem({ value, fetchedAt }: Sourced<Kjy01Demand>): FoundItem {
  const status = demandStatusOf(value);
  const text = [value.wantedText, value.description].filter((part) => part !== null).join("：");
  return {
    id: idOf("ChongqingDemand", value.id),
    summary: {
      title: value.title,
      text,
      classes: value.technicalField === null ? [] : [value.technicalField],
      region: regionCodeOf(value.areaText),
      parties: partiesOf(value.publisher),
      price: priceRangeOf(value.budget.money),
      status,
      codes: { demandStatuses: [status] },
      date: value.publishedDate,
      licence: source.licence.code,
      fetchedAt,
      sourceUpdatedAt: value.updatedAt,
    },
  };
}

function partiesOf({ name, uscc }: Kjy01Party): readonly string[] {
  return [name, uscc].filter((one) => one !== null);
}

const subjectOf = (offer: Kjy01Offer) => toCoded(SUBJECT_WORDS, offer.subjectText, "OTHER").code;
const modeOf = (offer: Kjy01Offer) => toCoded(MODE_WORDS, offer.modeText, "OTHER").code;
const statusOf = (offer: Kjy01Offer) => toCoded(LISTING_STATUS_WORDS, offer.statusText, "UNKNOWN").code;
const sellerOf = (offer: Kjy01Offer) => offer.seller;
const demandStatusOf = (demand: Kjy01Demand) => toCoded(DEMAND_STATUS_WORDS, demand.statusText, "UNKNOWN").code;
const publisherOf = (demand: Kjy01Demand) => demand.publisher;
