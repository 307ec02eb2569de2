import type { WorldRights } from "./right-types.ts";

/**
 * The invented world that every sandbox draws from: generated from one seed, so that all sandboxes,
 * each in its own process, tell one coherent story. Numbers carry valid check digits; names are invented.
 */
export interface World {
  readonly seed: number;
  readonly organizations: readonly WorldOrganization[];
  readonly agencies: readonly WorldAgency[];
  readonly patents: readonly WorldPatent[];
  readonly offers: readonly WorldOffer[];
  readonly demands: readonly WorldDemand[];
  readonly experts: readonly WorldExpert[];
  readonly cases: readonly WorldCase[];
  readonly rights: WorldRights;
}

export interface WorldSize {
  readonly seed: number;
  readonly patents: number;
}

export interface WorldOrganization {
  readonly uscc: string;
  readonly name: string;
  readonly nameEn: string;
  /** GB/T 2260 code of the present address. */
  readonly region: string;
  readonly address: string;
  readonly postCode: string;
  readonly type: "ENTERPRISE" | "UNIVERSITY" | "INSTITUTE";
}

export interface WorldAgency {
  readonly code: string;
  readonly uscc: string;
  readonly name: string;
  readonly type: "GENERAL_PARTNERSHIP" | "SPECIAL_GENERAL_PARTNERSHIP" | "LIMITED_COMPANY";
  readonly region: string;
  readonly address: string;
  readonly phone: string;
  readonly foundedOn: string;
  /** Register status as the register prints it: 正常, 列入异常名录, 注销. */
  readonly statusText: string;
  readonly agents: readonly { readonly qualificationNumber: string; readonly name: string; readonly since: string }[];
  readonly branches: readonly { readonly name: string; readonly region: string; readonly address: string }[];
  readonly specialties: readonly string[];
}

export interface WorldPatent {
  /** Canonical: CN202310123456.6 */
  readonly applicationNumber: string;
  readonly type: "INVENTION" | "UTILITY_MODEL" | "DESIGN";
  readonly title: string;
  readonly titleEn: string;
  /** null for designs. */
  readonly abstract: string | null;
  readonly abstractEn: string | null;
  readonly claims: readonly string[];
  readonly filingDate: string;
  /** Publications in order, kinds A, B, U, S; `number` without country and kind. */
  readonly publications: readonly { readonly number: string; readonly kind: string; readonly date: string }[];
  /** USCCs of the applicants at filing, in order. */
  readonly applicants: readonly string[];
  /** USCCs of the owners today. */
  readonly owners: readonly string[];
  readonly inventors: readonly { readonly name: string; readonly withheld: boolean }[];
  readonly agencyCode: string | null;
  readonly agents: readonly string[];
  readonly ipc: readonly string[];
  readonly locarno: readonly string[];
  readonly legalEvents: readonly WorldLegalEvent[];
  readonly divisionalOf: string | null;
  readonly sameDayTwin: string | null;
  readonly familyId: string;
  readonly priorities: readonly { readonly office: string; readonly number: string; readonly date: string }[];
  /** For national-phase entries (type digits 8 and 9). */
  readonly pct: {
    readonly applicationNumber: string;
    readonly publicationNumber: string;
    readonly nationalEntryDate: string;
  } | null;
}

/** As the gazette prints it: `name` is the event's Chinese name (PRSValue), `items` the labelled lines of PRSInformation. */
export interface WorldLegalEvent {
  /** INPADOC-like national code: PB01, SE01, GR01, TR01, PE01, CF01 … */
  readonly code: string;
  readonly name: string;
  readonly date: string;
  readonly items: readonly (readonly [label: string, value: string])[];
}

/** An offer on one platform. Prices are in yuan; null = negotiable (面议). */
export interface WorldOffer {
  readonly node: "sichuan" | "chongqing";
  /** Decimal text: Sichuan ids are short, Chongqing's are 18-digit snowflakes. */
  readonly id: string;
  readonly kind: "PATENT" | "SOFTWARE_COPYRIGHT" | "TRADEMARK" | "TECHNOLOGY";
  readonly title: string;
  readonly patent: string | null;
  readonly mode: "ASSIGNMENT" | "LICENSE" | "OPEN_LICENSE" | "EQUITY";
  readonly priceYuan: number | null;
  /** USCC of an organisation, or of an agency that acts for the owner; the printed name: `indexWorld(world).partyName`. */
  readonly seller: string;
  readonly region: string;
  readonly publishedAt: string;
  readonly status: "OPEN" | "RESERVED" | "CLOSED";
}

export interface WorldDemand {
  readonly node: "chongqing";
  readonly id: string;
  readonly title: string;
  /** What the publisher wants: 寻求许可, 寻求转让, 委托开发, 合作开发. */
  readonly wanted: string;
  readonly field: string;
  readonly description: string;
  readonly budgetYuan: number | null;
  readonly deadline: string;
  /** USCC. */
  readonly publisher: string;
  readonly region: string;
  readonly publishedAt: string;
  readonly status: "PUBLISHED" | "DELAYED" | "BIDDING" | "AWARDED" | "COMPLETED" | "CANCELLED" | "EVALUATED";
}

export interface WorldExpert {
  readonly node: "sichuan" | "chongqing";
  readonly id: string;
  readonly name: string;
  readonly jobTitle: string;
  /** The employer's name, as printed. */
  readonly organization: string;
  readonly specialties: readonly string[];
  readonly introduction: string;
  readonly region: string;
  readonly phone: string;
}

/** A docket of the Chongqing process-management system, private to `user`. */
export interface WorldCase {
  readonly user: "demo" | "other";
  readonly id: string;
  readonly caseNumber: string;
  readonly patent: string;
  /** USCC. */
  readonly client: string;
  readonly stageText: string;
  readonly tasks: readonly WorldTask[];
}

export interface WorldTask {
  readonly kind:
    | "FEE"
    | "OA_RESPONSE"
    | "RECTIFICATION"
    | "EXAM_REQUEST"
    | "REGISTRATION"
    | "PRIORITY"
    | "RESTORATION"
    | "REEXAM";
  readonly text: string;
  /** The day that the period is counted from: filing, or dispatch of a notice; null where the platform leaves it blank. */
  readonly startDate: string | null;
  /** How the notice was sent; absent for what follows no notice. */
  readonly delivery?: "ELECTRONIC" | "PAPER";
  /** As the platform has it, right or wrong. */
  readonly dueDate: string;
  readonly statusText: string;
  readonly basis: string;
}
