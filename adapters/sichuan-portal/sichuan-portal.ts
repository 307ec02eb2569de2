import type { LoadedRecords } from "#adapters/runtime/load-records.ts";
import type { CallContext, Sourced } from "#adapters/runtime/source.ts";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import type {
  ActivityRecord,
  Catalogue,
  ExpertRecord,
  FinanceProductRecord,
  MemberRecord,
  ModeCode,
  OfferRecord,
  OfferStatusCode,
  PatentCopy,
  RightsAidRecord,
  SubjectCode,
  WindowRecord,
} from "./decode/records.ts";
import type { PageWindow, PortalPage } from "./read-pages.ts";

/** What the portal's own search over offers can narrow down; every part is optional. */
export interface OfferQuery {
  /** One GB/T 2260 code; divisions below it are included. */
  readonly region?: string | undefined;
  readonly mode?: ModeCode | undefined;
  readonly subject?: SubjectCode | undefined;
  readonly status?: OfferStatusCode | undefined;
  readonly keyword?: string | undefined;
}

/** The Sichuan portal as the hub sees it. Lists are in the portal's own order: offers and activities newest first as it has them. */
export interface SichuanPortal {
  /** Modules and services; one question. */
  catalogue(context: CallContext): Promise<Sourced<Catalogue>>;
  windows(context: CallContext): Promise<Sourced<readonly WindowRecord[]>>;
  members(context: CallContext): Promise<Sourced<readonly MemberRecord[]>>;
  rightsAid(context: CallContext): Promise<Sourced<readonly RightsAidRecord[]>>;
  activities(context: CallContext): Promise<PortalPage<ActivityRecord>>;
  financeProducts(context: CallContext): Promise<Sourced<readonly FinanceProductRecord[]>>;
  experts(context: CallContext): Promise<PortalPage<ExpertRecord>>;
  /** A window of the offers, newest first; look-ups by id after it ask no upstream. */
  offers(query: OfferQuery, window: PageWindow, context: CallContext): Promise<PortalPage<OfferRecord>>;
  /** Offers of these patents; those whose printed number fails its check are not among them. */
  offersOf(patents: readonly ApplicationNumber[], context: CallContext): Promise<readonly Sourced<OfferRecord>[]>;
  offersById(ids: readonly string[], context: CallContext): Promise<LoadedRecords<OfferRecord>>;
  /** A window of the portal's copies of patents, by title or applicant where a keyword is given. */
  patentCopies(keyword: string | undefined, window: PageWindow, context: CallContext): Promise<PortalPage<PatentCopy>>;
  patentCopiesOf(patents: readonly ApplicationNumber[], context: CallContext): Promise<readonly Sourced<PatentCopy>[]>;
  patentCopiesById(ids: readonly string[], context: CallContext): Promise<LoadedRecords<PatentCopy>>;
}

/** The most records of a list that are ever read in one go. */
export const FULL_LIST = 1_000;
