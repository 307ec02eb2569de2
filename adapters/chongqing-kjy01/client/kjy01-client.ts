import { decodeAgencyProfiles, decodeExperts } from "#adapters/chongqing-kjy01/decode/decode-directory.ts";
import {
  decodeDemands,
  decodeOffers,
  decodeServices,
  decodeWindows,
} from "#adapters/chongqing-kjy01/decode/decode-market.ts";
import type {
  Kjy01Account,
  Kjy01AgencyProfile,
  Kjy01Case,
  Kjy01Demand,
  Kjy01Expert,
  Kjy01Offer,
  Kjy01Page,
  Kjy01Service,
  Kjy01Window,
} from "#adapters/chongqing-kjy01/records.ts";
import type { Kjy01Settings } from "#adapters/chongqing-kjy01/settings.ts";
import type { LoadedRecords } from "#adapters/runtime/load-records.ts";
import type { CallContext, Sourced, SourceRuntime } from "#adapters/runtime/source.ts";
import { parseApplicationNumber } from "#schema/ids/application-number.ts";
import type { ListWindow } from "./ask-window.ts";
import { ProcessManagement } from "./process-management.ts";
import { type ListDefinition, type ListQuery, PublicList } from "./public-list.ts";

/** Filters that the platform itself understands. Texts are the platform's own words; areas are full Chinese names. */
interface Kjy01Query {
  /** Found anywhere in the name. */
  readonly keyword?: string | undefined;
  /** 重庆市, 重庆市九龙坡区: the area and all below it. */
  readonly area?: string | undefined;
}

interface OfferQuery extends Kjy01Query {
  /** 专利, 软件著作权, 商标权 … */
  readonly type?: string | undefined;
  /** 转让, 许可 … */
  readonly mode?: string | undefined;
  /** 发布中, 洽谈中, 已下架 */
  readonly state?: string | undefined;
}

interface DemandQuery extends Kjy01Query {
  /** 已发布, 投标中 … */
  readonly statusName?: string | undefined;
}

interface DirectoryQuery extends Kjy01Query {
  /** Found anywhere in the specialties. */
  readonly field?: string | undefined;
}

type Paged<T> = Promise<Sourced<Kjy01Page<T>>>;
type Looked<T> = Promise<LoadedRecords<T>>;

/**
 * What subgraphs ask the platform. Lists come in windows of 0 to 100 records and remember each record, so that a
 * look-up by id after a list asks nobody; look-ups answer in the order of their keys. Lists and private questions
 * throw UpstreamError; look-ups by key return it at its place.
 */
export interface ChongqingKjy01 {
  /** The public web site, for links to the owner's pages. */
  readonly siteUrl: string;
  offers(query: OfferQuery, window: ListWindow, context: CallContext): Paged<Kjy01Offer>;
  offersByIds(ids: readonly string[], context: CallContext): Looked<Kjy01Offer>;
  /** Offers of each patent (canonical application numbers): those whose printed number is beyond doubt. Never null. */
  offersByApplicationNumbers(numbers: readonly string[], context: CallContext): Looked<readonly Kjy01Offer[]>;
  demands(query: DemandQuery, window: ListWindow, context: CallContext): Paged<Kjy01Demand>;
  demandsByIds(ids: readonly string[], context: CallContext): Looked<Kjy01Demand>;
  experts(query: DirectoryQuery, window: ListWindow, context: CallContext): Paged<Kjy01Expert>;
  expertsByIds(ids: readonly string[], context: CallContext): Looked<Kjy01Expert>;
  agencyProfiles(query: DirectoryQuery, window: ListWindow, context: CallContext): Paged<Kjy01AgencyProfile>;
  agencyProfilesByIds(ids: readonly string[], context: CallContext): Looked<Kjy01AgencyProfile>;
  /** Profiles by the register's five-digit codes; null where the platform has none. */
  agencyProfilesByCodes(codes: readonly string[], context: CallContext): Looked<Kjy01AgencyProfile>;
  windows(query: Kjy01Query, window: ListWindow, context: CallContext): Paged<Kjy01Window>;
  windowsByIds(ids: readonly string[], context: CallContext): Looked<Kjy01Window>;
  services(query: Kjy01Query, window: ListWindow, context: CallContext): Paged<Kjy01Service>;
  servicesByIds(ids: readonly string[], context: CallContext): Looked<Kjy01Service>;
  /** Who the user of the context's credential is. */
  account(context: CallContext): Promise<Sourced<Kjy01Account>>;
  /** The user's own dockets. */
  cases(window: ListWindow, context: CallContext): Paged<Kjy01Case>;
  /** Those of the ids that are dockets of this user; null for all others, whoever's they are. */
  casesByIds(ids: readonly string[], context: CallContext): Looked<Kjy01Case>;
}

/** The market changes through the day; the directories and the hall hardly do. */
const MARKET_TTL_MS = 10 * 60_000;
const DIRECTORY_TTL_MS = 60 * 60_000;

const REST_PAGING = { page: "pageNum", size: "pageSize" };
const RESOURCE_PAGING = { page: "page", size: "limit" };
const MARKET_PAGING = { page: "current", size: "size" };

/** Makes the client; null without an address. */
export function createKjy01Client(runtime: SourceRuntime, settings: Kjy01Settings): ChongqingKjy01 | null {
  if (settings.baseUrl === undefined) return null;
  const { baseUrl, siteUrl = baseUrl } = settings;
  const lists = createLists(runtime, { ...settings, baseUrl });
  const process = new ProcessManagement(runtime, baseUrl);
  return {
    siteUrl,
    ...market(runtime, lists),
    ...directories(runtime, lists),
    account: (context) => process.account(context),
    cases: (window, context) => process.cases(window, context),
    casesByIds: (ids, context) => process.casesByIds(ids, context),
  };
}

type Lists = ReturnType<typeof createLists>;

function createLists(runtime: SourceRuntime, settings: Kjy01Settings & { readonly baseUrl: string }) {
  const { baseUrl, resourceUrl = baseUrl, marketUrl = baseUrl, accessKey } = settings;
  const ak: Pick<ListDefinition<unknown>, "headers"> = accessKey === undefined ? {} : { headers: { ak: accessKey } };
  const marketList = { paging: MARKET_PAGING, ttlMs: MARKET_TTL_MS };
  const directory = { paging: REST_PAGING, ttlMs: DIRECTORY_TTL_MS };
  const hall = { paging: MARKET_PAGING, ttlMs: DIRECTORY_TTL_MS };
  const list = <T extends { readonly id: string }>(definition: ListDefinition<T>) =>
    new PublicList(runtime, definition);
  return {
    offers: list({
      operation: "list-offers",
      url: `${resourceUrl}/yzw/api/resource/list`,
      decode: decodeOffers,
      paging: RESOURCE_PAGING,
      ttlMs: MARKET_TTL_MS,
      ...ak,
    }),
    demands: list({
      operation: "list-demands",
      url: `${marketUrl}/zMarketDemandRest/page`,
      decode: decodeDemands,
      ...marketList,
    }),
    windows: list({
      operation: "list-windows",
      url: `${marketUrl}/zMarketWindowRest/page`,
      decode: decodeWindows,
      ...hall,
    }),
    services: list({
      operation: "list-services",
      url: `${marketUrl}/zMarketServiceRest/page`,
      decode: decodeServices,
      ...hall,
    }),
    experts: list({
      operation: "list-experts",
      url: `${baseUrl}/tsAdmin/expert/list`,
      decode: decodeExperts,
      ...directory,
    }),
    agencies: list({
      operation: "list-agencies",
      url: `${baseUrl}/tsAdmin/patentAgency/list`,
      decode: decodeAgencyProfiles,
      ...directory,
    }),
  };
}

function market(runtime: SourceRuntime, { offers, demands, windows, services }: Lists) {
  const byNumber = runtime.records<readonly Kjy01Offer[]>("offers-by-number", { ttlMs: MARKET_TTL_MS });
  const lookUp = {
    parameter: "appNos",
    records: byNumber,
    pick: (number: string, items: readonly Kjy01Offer[]) => items.filter((item) => namesPatent(item, number)),
  };
  return {
    offers: (query, window, context) => offers.page(toParameters(query), window, context),
    offersByIds: (ids, context) => offers.byIds(ids, context),
    offersByApplicationNumbers: (numbers, context) => offers.byKeys(numbers, context, lookUp),
    demands: (query, window, context) => demands.page(toParameters(query), window, context),
    demandsByIds: (ids, context) => demands.byIds(ids, context),
    windows: (query, window, context) => windows.page(toParameters(query), window, context),
    windowsByIds: (ids, context) => windows.byIds(ids, context),
    services: (query, window, context) => services.page(toParameters(query), window, context),
    servicesByIds: (ids, context) => services.byIds(ids, context),
  } satisfies Partial<ChongqingKjy01>;
}

function directories(runtime: SourceRuntime, { experts, agencies }: Lists) {
  const byCode = runtime.records<Kjy01AgencyProfile>("agencies-by-code", { ttlMs: DIRECTORY_TTL_MS });
  const lookUp = {
    parameter: "codes",
    records: byCode,
    pick: (code: string, items: readonly Kjy01AgencyProfile[]) =>
      items.find((item) => item.agencyCode === code) ?? null,
  };
  return {
    experts: (query, window, context) => experts.page(toParameters(query), window, context),
    expertsByIds: (ids, context) => experts.byIds(ids, context),
    agencyProfiles: (query, window, context) => agencies.page(toParameters(query), window, context),
    agencyProfilesByIds: (ids, context) => agencies.byIds(ids, context),
    agencyProfilesByCodes: (codes, context) => agencies.byKeys(codes, context, lookUp),
  } satisfies Partial<ChongqingKjy01>;
}

/** A misprinted number names nobody: it is shown as it stands, and nothing is merged on it. */
function namesPatent({ patentNumberText }: Kjy01Offer, number: string): boolean {
  if (patentNumberText === null) return false;
  const parsed = parseApplicationNumber(patentNumberText);
  return parsed.ok && parsed.value === number;
}

function toParameters(query: object): ListQuery {
  return { ...query };
}
