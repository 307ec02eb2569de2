import type { Bilingual } from "#schema/ids/parsed.ts";

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

export interface MappingProblem {
  readonly field: string;
  readonly severity: "error" | "warning";
  readonly code: string;
  readonly message: Bilingual;
  readonly raw: string | null;
}

export interface MappedRecord {
  readonly id: string;
  readonly fields: Readonly<Record<string, MappedValue>>;
  readonly updatedAt: number | null;
  readonly problems: readonly MappingProblem[];
}
