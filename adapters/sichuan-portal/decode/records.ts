import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import type { Uscc } from "#schema/ids/uscc.ts";

/** A code of the shared schema beside the portal's own words. */
export interface Coded<Code extends string> {
  readonly code: Code;
  readonly raw: string | null;
}

export type ModuleCode =
  | "FILING"
  | "RIGHTS_PROTECTION"
  | "INFORMATION"
  | "INDUSTRY"
  | "OPERATION"
  | "FINANCE"
  | "TRAINING"
  | "CONSULTING"
  | "OTHER";
export type CategoryCode = "ACCEPTANCE" | "CONSULTING" | "OPERATION" | "FINANCE" | "ROADSHOW" | "RIGHTS_AID" | "OTHER";
export type ChannelCode = "ONLINE" | "WINDOW" | "BOTH" | "UNKNOWN";
export type ModeCode = "ASSIGNMENT" | "LICENSE" | "OPEN_LICENSE" | "EQUITY" | "OTHER";
export type SubjectCode =
  | "PATENT"
  | "SOFTWARE_COPYRIGHT"
  | "COPYRIGHT"
  | "TRADEMARK"
  | "TECHNOLOGY"
  | "SERVICE"
  | "PRODUCT"
  | "EQUIPMENT"
  | "OTHER";
export type OfferStatusCode = "OPEN" | "RESERVED" | "CLOSED" | "UNKNOWN";
export type ActivityKindCode = "TRAINING" | "ROADSHOW" | "MATCHMAKING" | "LECTURE" | "OTHER";
export type FinanceKindCode = "PLEDGE_LOAN" | "INSURANCE" | "SECURITIZATION" | "FUND" | "OTHER";

/** What every record of the portal carries. `id` is the portal's own, kept as text. */
export interface PortalRecord {
  readonly id: string;
  /** The public page on which the record stands. */
  readonly sourceUrl: string;
  /** Epoch milliseconds; null where the portal does not say. */
  readonly sourceUpdatedAt: number | null;
}

export interface ServiceRecord extends PortalRecord {
  readonly name: string | null;
  readonly module: Coded<ModuleCode>;
  readonly category: Coded<CategoryCode>;
  readonly channel: Coded<ChannelCode>;
  /** Numbers of the windows that handle it: "12". */
  readonly windowNumbers: readonly string[];
  readonly audience: readonly string[];
  readonly materials: readonly string[];
  readonly feeText: string | null;
  /** Working days; 0 = while you wait; null where not stated. */
  readonly durationDays: number | null;
  readonly legalBasis: string | null;
  readonly region: string | null;
}

export interface Catalogue {
  /** The modules as the portal names them, in its order. */
  readonly modules: readonly Coded<ModuleCode>[];
  readonly services: readonly ServiceRecord[];
}

export interface WindowRecord extends PortalRecord {
  readonly number: string;
  readonly name: string | null;
  readonly address: string | null;
  readonly openingHours: string | null;
  /** Masked. */
  readonly phone: string | null;
  readonly region: string | null;
}

export interface MemberRecord extends PortalRecord {
  readonly name: string | null;
  readonly role: string | null;
  /** null where the printed code fails its checks. */
  readonly uscc: Uscc | null;
  readonly address: string | null;
}

export interface RightsAidRecord extends PortalRecord {
  readonly name: string | null;
  readonly address: string | null;
  /** Masked; service numbers such as 12330 stay. */
  readonly phone: string | null;
  readonly region: string | null;
}

/** Amounts in yuan as decimal text. */
export interface PriceRecord {
  readonly kind: "FIXED" | "NEGOTIABLE" | "RANGE" | "ROYALTY" | "EQUITY" | "UNKNOWN";
  readonly amount: string | null;
  readonly maxAmount: string | null;
  readonly text: string | null;
}

export interface OfferRecord extends PortalRecord {
  readonly title: string | null;
  readonly subject: Coded<SubjectCode>;
  readonly mode: Coded<ModeCode>;
  readonly price: PriceRecord;
  readonly status: Coded<OfferStatusCode>;
  /** YYYY-MM-DD. */
  readonly publishedDate: string | null;
  readonly sellerName: string | null;
  readonly sellerUscc: Uscc | null;
  readonly region: string | null;
  readonly description: string | null;
  /** null where the printed number cannot be trusted. */
  readonly patent: ApplicationNumber | null;
  readonly patentNumberText: string | null;
}

export interface ActivityRecord extends PortalRecord {
  readonly title: string | null;
  readonly kind: Coded<ActivityKindCode>;
  /** ISO instants in UTC; null where only a day or nothing is announced for the end. */
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly place: string | null;
  readonly region: string | null;
}

export interface FinanceProductRecord extends PortalRecord {
  readonly name: string | null;
  readonly institution: string | null;
  readonly product: Coded<FinanceKindCode>;
  readonly amountText: string | null;
  readonly region: string | null;
}

export interface ExpertRecord extends PortalRecord {
  readonly name: string | null;
  readonly jobTitle: string | null;
  readonly organizationName: string | null;
  readonly specialties: readonly string[];
  readonly introduction: string | null;
  /** Masked. */
  readonly phone: string | null;
  readonly region: string | null;
}

/** The portal's own copy of a patent: as old as its last refresh, and shown as it is. */
export interface PatentCopy extends PortalRecord {
  readonly title: string | null;
  readonly applicantText: string | null;
  readonly patent: ApplicationNumber | null;
  readonly patentNumberText: string | null;
  readonly legalStatusRaw: string | null;
}
