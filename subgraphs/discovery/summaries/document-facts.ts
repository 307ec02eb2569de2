import type { NodeSummary } from "#subgraphs/runtime/node-summary.ts";
import { facetClass } from "./summary-texts.ts";
import type { WordWriter } from "./word-table.ts";

/** What filters, facets and order look at, as the store keeps it: one number each, then the classes. */
export const FACTS = ["status", "licence", "region", "day", "priceFrom", "priceTo", "length", "tie"] as const;
export type FactName = (typeof FACTS)[number];

/** Days are whole days since 1970; no day is this one, so that the newest come first. */
export const NO_DAY = -1_000_000;
/** Of a price that is not known, or open at that end. */
export const NO_PRICE = -1;
const MOST_PRICE = 2_147_483_647;
const DAY_MS = 86_400_000;
const MOST_CLASSES = 12;

export function encodeFacts(summary: NodeSummary, length: number, words: WordWriter): Int32Array {
  const { status, licence, region, date, price, classes, id } = summary;
  const facts: Readonly<Record<FactName, number>> = {
    status: words.idOf("status", status),
    licence: words.idOf("licence", licence),
    region: words.idOf("region", region),
    day: dayOf(date),
    priceFrom: priceOf(price?.from),
    priceTo: priceOf(price?.to),
    length: Math.min(length, 65_535),
    tie: tieOf(id),
  };
  const symbols = [...new Set(classes.map(facetClass))].slice(0, MOST_CLASSES);
  return Int32Array.from([
    ...FACTS.map((name) => facts[name]),
    ...symbols.map((symbol) => words.idOf("class", symbol)).filter((word) => word !== 0),
  ]);
}

export function dayOf(date: string | null): number {
  const at = date === null ? Number.NaN : Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(at) ? NO_DAY : Math.round(at / DAY_MS);
}

export function yearOf(day: number): number {
  return new Date(day * DAY_MS).getUTCFullYear();
}

/** Whole yuan. */
function priceOf(amount: number | null | undefined): number {
  return amount == null ? NO_PRICE : Math.min(Math.round(amount), MOST_PRICE);
}

/** Decides between equals, the same in every index of the same records (FNV-1a over the id). */
function tieOf(id: string): number {
  let hash = 0x811c_9dc5;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x0100_0193);
  return hash >>> 1;
}
