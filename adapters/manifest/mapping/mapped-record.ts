import type { Bilingual } from "#schema/ids/parsed.ts";

/** A code of the shared schema beside the source's own words. */
export interface MappedCode {
  readonly code: string;
  readonly raw: string | null;
}

/** Yuan, exact: "150000". */
export interface MappedMoney {
  readonly amount: string;
  readonly currencyCode: "CNY";
}

/** As the type Price of the graph has it. */
export interface MappedPrice {
  readonly kind: "FIXED" | "RANGE" | "NEGOTIABLE" | "ROYALTY" | "EQUITY" | "UNKNOWN";
  readonly amount: MappedMoney | null;
  readonly maxAmount: MappedMoney | null;
  readonly text: string | null;
}

export interface MappedParty {
  readonly name: string | null;
  readonly uscc: string | null;
}

/** What a field may hold; which of them, its normaliser says (README.md). */
export type MappedValue =
  | string
  | number
  | boolean
  | null
  | MappedCode
  | MappedMoney
  | MappedPrice
  | MappedParty
  | readonly string[]
  | readonly MappedCode[]
  | readonly MappedParty[];

/** Error: there was something, and it could not be used, so the field is null. Warning: it is used, but not as it came. */
export interface MappingProblem {
  readonly field: string;
  readonly severity: "error" | "warning";
  /** Stable. */
  readonly code: MappingProblemCode;
  readonly message: Bilingual;
  /** What the source printed; contact data masked, cut. */
  readonly raw: string | null;
}

export type MappingProblemCode =
  | "NOT_A_NUMBER"
  | "NOT_A_DATE"
  | "NOT_A_BOOLEAN"
  | "NOT_AN_AMOUNT"
  | "NOT_AN_ADDRESS"
  | "UNKNOWN_REGION"
  | "INVALID_IDENTIFIER"
  | "EXPRESSION_FAILED"
  | "UNKNOWN_WORD"
  | "PRICE_NOT_UNDERSTOOD"
  | "REGION_CHANGED"
  | "DATE_FORMAT_UNEXPECTED"
  | "NOT_AN_APPLICATION"
  | "PARTY_CODE_REFUSED"
  | "CUT";

export interface MappedRecord {
  /** The source's own id. */
  readonly id: string;
  /** By field of the kind; every mapped field is there, null where the source has nothing. */
  readonly fields: Readonly<Record<string, MappedValue>>;
  /** When the source last changed it, epoch milliseconds. */
  readonly updatedAt: number | null;
  readonly problems: readonly MappingProblem[];
}

/** Why a row became no record. */
export type Refusal = "secret" | "skipped" | "no-id" | "cells";

export const NO_REFUSALS: Readonly<Record<Refusal, number>> = { secret: 0, skipped: 0, "no-id": 0, cells: 0 };
