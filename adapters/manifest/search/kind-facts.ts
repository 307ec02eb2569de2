/** Which fields of a kind answer the hub's questions; names are those of the shared interfaces (shared-kinds.graphql). */
export interface KindFacts {
  readonly title: string;
  /** Looked through by free text, the title first; in a summary the words beside it. */
  readonly texts: readonly string[];
  readonly region?: string;
  /** What is given in a province is found by its cities too. */
  readonly servesBelow?: true;
  readonly parties?: readonly string[];
  /** A Chinese application: the field of its number, and of what is printed. */
  readonly patent?: readonly string[];
  readonly agency?: string;
  /** Further identifiers of the record itself. */
  readonly numbers?: readonly string[];
  /** Filter of the contract → the field that holds its codes (or words). */
  readonly codes?: Readonly<Partial<Record<CodeFilter, string>>>;
  readonly status?: string;
  readonly price?: string;
  readonly classes?: string;
  readonly date?: string;
}

export type CodeFilter =
  | "specialties"
  | "modes"
  | "subjects"
  | "listingStatuses"
  | "demandStatuses"
  | "channels"
  | "modules";

const PATENT = ["patent", "patentNumberText"];

/** Kinds that a manifest may tell: those that many nodes hold and everybody may see. */
export const KIND_FACTS: Readonly<Record<string, KindFacts>> = {
  LISTING: {
    title: "title",
    texts: ["title", "description", "seller", "patentNumberText"],
    region: "region",
    parties: ["seller"],
    patent: PATENT,
    codes: { subjects: "subject", modes: "mode", listingStatuses: "listingStatus" },
    status: "listingStatus",
    price: "price",
    date: "publishedDate",
  },
  DEMAND: {
    title: "title",
    texts: ["title", "technicalField", "description", "publisher"],
    region: "region",
    parties: ["publisher"],
    codes: { demandStatuses: "demandStatus" },
    status: "demandStatus",
    price: "budget",
    classes: "technicalField",
    date: "publishedDate",
  },
  SERVICE: {
    title: "name",
    texts: ["name", "module", "category"],
    region: "region",
    servesBelow: true,
    codes: { modules: "module", channels: "channel" },
  },
  SERVICE_WINDOW: { title: "name", texts: ["name", "number", "address"], region: "region", numbers: ["number"] },
  MEMBER_ORGANIZATION: { title: "name", texts: ["name", "role"], parties: ["name", "uscc"], numbers: ["uscc"] },
  EXPERT: {
    title: "name",
    texts: ["name", "organizationName", "jobTitle", "introduction", "specialties"],
    region: "region",
    codes: { specialties: "specialties" },
  },
  AGENCY_PROFILE: {
    title: "name",
    texts: ["name", "introduction", "specialties"],
    region: "region",
    agency: "agency",
    codes: { specialties: "specialties" },
  },
  ACTIVITY: {
    title: "title",
    texts: ["title", "kind", "place"],
    region: "region",
    servesBelow: true,
    date: "startsAt",
  },
  FINANCE_PRODUCT: {
    title: "name",
    texts: ["name", "institution", "product"],
    region: "region",
    servesBelow: true,
    parties: ["institution"],
  },
  RIGHTS_AID_CONTACT: { title: "name", texts: ["name", "address"], region: "region" },
  REPORT: { title: "title", texts: ["title", "topic", "producer"], date: "publishedDate" },
  CONTRACT_RECORD: {
    title: "recordNumber",
    texts: ["recordNumber", "parties", "mode"],
    parties: ["parties"],
    patent: ["patent"],
    numbers: ["recordNumber"],
    codes: { modes: "mode" },
    date: "recordedDate",
  },
  TOPIC_COLLECTION: { title: "title", texts: ["title", "topic", "description"] },
  PATENT_RECORD: {
    title: "title",
    texts: ["title", "applicantText", "patentNumberText"],
    parties: ["applicantText"],
    patent: PATENT,
    status: "legalStatus",
  },
};

/** The hub's filters that a kind can be asked with, given the fields that its manifest maps. */
export function filtersOf(kind: string, isMapped: (field: string) => boolean): readonly string[] {
  const { region, parties = [], codes = {} } = KIND_FACTS[kind] ?? { texts: [] };
  return [
    ...(region !== undefined && isMapped(region) ? ["regions"] : []),
    ...(parties.some(isMapped) ? ["party"] : []),
    ...Object.entries(codes).flatMap(([filter, field]) => (isMapped(field) ? [filter] : [])),
  ];
}
