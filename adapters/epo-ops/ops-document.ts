/** A publication or application number in DOCDB form, as OPS prints it. */
export interface DocdbNumber {
  /** WIPO ST.3 code of the office. */
  readonly office: string;
  /** Without office and kind; for CN applications also without the check digit. */
  readonly number: string;
  readonly kind: string;
  /** Calendar day (YYYY-MM-DD), or null where OPS has none (absent, 00000000, unknown day). */
  readonly date: string | null;
}

/** A number in whichever of its spellings OPS gives; DOCDB is null where only EPODOC or the original is known (old priorities, citations). */
export interface OpsNumber {
  readonly docdb: DocdbNumber | null;
  readonly epodoc: string | null;
  readonly original: string | null;
  readonly date: string | null;
}

/** Text in one language (ISO 639-1, or "ol" where OPS says no more than "original language"). */
export interface OpsText {
  readonly lang: string;
  readonly text: string;
}

/** An applicant or inventor: the normalised (romanised) and the native list of OPS, merged by sequence. */
export interface OpsParty {
  readonly sequence: number;
  /** Normalised upper-case name without the country suffix; null when only the native list has this sequence. */
  readonly name: string | null;
  /** The name as filed, in the script of the office (CN: Chinese characters). */
  readonly nativeName: string | null;
  /** ST.3 code from the `[CN]` suffix of the normalised name. */
  readonly country: string | null;
}

export interface OpsCpc {
  /** Compact symbol: H02S40/10. */
  readonly symbol: string;
  readonly inventive: boolean;
  readonly generatingOffices: readonly string[];
}

export interface OpsPriority {
  readonly sequence: number;
  /** As printed: national, regional, international. */
  readonly kind: string;
  readonly number: OpsNumber;
  /** The priority-active-indicator; null where OPS gives none. */
  readonly active: boolean | null;
}

export interface OpsCitation {
  readonly sequence: number;
  /** As printed: national-search-report, applicant … */
  readonly phase: string | null;
  readonly citedBy: string | null;
  /** Search-report categories (X, Y, A …), in order, without repeats. */
  readonly categories: readonly string[];
  readonly patent: OpsNumber | null;
  readonly nonPatentText: string | null;
}

/** One publication with its bibliographic data. */
export interface OpsDocument {
  readonly publication: DocdbNumber;
  readonly publicationEpodoc: string | null;
  /** DOCDB simple family; another set than the INPADOC family of OpsFamily. */
  readonly familyId: string | null;
  readonly application: OpsNumber;
  readonly titles: readonly OpsText[];
  readonly abstracts: readonly OpsText[];
  readonly applicants: readonly OpsParty[];
  readonly inventors: readonly OpsParty[];
  /** Compact IPC symbols (F16K11/074), in order. */
  readonly ipc: readonly string[];
  readonly cpc: readonly OpsCpc[];
  readonly priorities: readonly OpsPriority[];
  readonly citations: readonly OpsCitation[];
}

/** A bulk answer's member: a document, or the news that there is none under that number. */
export type OpsMember =
  | { readonly kind: "found"; readonly document: OpsDocument }
  | {
      readonly kind: "missing";
      readonly office: string;
      readonly number: string;
      readonly documentKind: string | null;
    };
