import type { FoundSummary } from "./define-node.ts";

/** As adapters tell prices: decimal strings in yuan where the kind has amounts. */
interface ToldPrice {
  readonly kind: string;
  readonly amount?: string | null;
  readonly maxAmount?: string | null;
}

/** A price as summaries tell it: yuan as numbers, to compare by; null where no amount is named. */
export function priceRangeOf({ kind, amount, maxAmount }: ToldPrice): NonNullable<FoundSummary["price"]> | null {
  if (amount == null || (kind !== "FIXED" && kind !== "RANGE")) return null;
  const highest = kind === "FIXED" ? amount : maxAmount;
  return { from: Number(amount), to: highest == null ? null : Number(highest) };
}
