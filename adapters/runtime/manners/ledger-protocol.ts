import type { HostState, LedgerEntry, SlotAnswer, SlotRequest, SlotReturn } from "./host-ledger.ts";

/** What crosses to the ledger's worker thread. */
export type LedgerQuestion =
  | { readonly method: "attach"; readonly entry: LedgerEntry }
  | { readonly method: "acquire"; readonly request: SlotRequest }
  | { readonly method: "release"; readonly done: SlotReturn }
  | { readonly method: "pause"; readonly entry: LedgerEntry; readonly until: number };

export interface NumberedQuestion {
  readonly id: number;
  readonly question: LedgerQuestion;
}

/** What comes back. */
export type LedgerReply =
  | { readonly kind: "open" }
  | { readonly kind: "answer"; readonly id: number; readonly value: HostState | SlotAnswer }
  | { readonly kind: "error"; readonly id: number; readonly message: string };
