import type { ReferenceType } from "./docdb-reference.ts";

/** The three spellings of one number: the EPO's exchange form, its search form, the office's own. */
export type NumberFormat = "docdb" | "epodoc" | "original";

/** A number in one of its spellings. */
export interface SpelledNumber {
  readonly format: NumberFormat;
  /** WIPO ST.3 code; null where it is part of the number (EPODOC, PCT/GB02/04635). */
  readonly office: string | null;
  readonly number: string;
  readonly kind: string | null;
  /** Calendar day (YYYY-MM-DD). Many offices' numbers can only be read with it. */
  readonly date: string | null;
}

/** OPS converts originals to DOCDB and EPODOC, DOCDB to EPODOC and originals, EPODOC to originals. */
export interface NumberQuestion {
  readonly type: ReferenceType;
  readonly number: SpelledNumber;
  readonly to: NumberFormat;
}

export interface OpsConversion {
  readonly number: SpelledNumber;
  /** What OPS had to assume or could not do; empty when it is sure. */
  readonly messages: readonly ConversionMessage[];
}

export interface ConversionMessage {
  /** pBRE002, pBRE028 …: explained in the number-service chapter of the OPS reference guide. */
  readonly code: string;
  /** ERROR: the number or its date is not to be relied on. */
  readonly severity: "WARNING" | "ERROR";
}
