import type { NodeSummary } from "#subgraphs/runtime/node-summary.ts";
import { Dice, LEXICON } from "#tests/bench/national/vocabulary.ts";
import { nodeSummary } from "#tests/support/node-summary.ts";

/** Kinds with their share of all records: patents by far, as with a national source. */
export const SHARES = [
  ["national", "PATENT", "Patent", 0.8],
  ["sichuan", "LISTING", "SichuanListing", 0.08],
  ["chongqing", "LISTING", "ChongqingListing", 0.05],
  ["chongqing", "DEMAND", "ChongqingDemand", 0.04],
  ["sichuan", "EXPERT", "SichuanExpert", 0.03],
] as const;

const REGIONS = ["510100", "510700", "500107", "500112", "310115", "440305", "330106", "110108"];
const STATES = ["IN_FORCE", "PENDING", "LAPSED", "OPEN", "CLOSED"];
const SUBCLASSES = ["C09J", "G02B", "H01L", "A61K", "B65G", "G06F", "H04L", "E04B", "F16H", "B01D"];
const ORGANIZATIONS = 20_000;

/** The record of that number, the same every time: a title of four to eight words and an abstract of some 200 characters. */
export function inventSummary(index: number, typeName: string): NodeSummary {
  const dice = new Dice(index + 1);
  const words = (count: number) =>
    Array.from({ length: count }, () => LEXICON[dice.rank(LEXICON.length)] ?? "").join("");
  const amount = 10_000 * (1 + dice.below(100));
  return nodeSummary({
    id: `${typeName}:${index}`,
    typeName,
    title: `一种${words(2 + dice.below(4))}及其${words(1 + dice.below(3))}方法`,
    text: Array.from({ length: 12 }, () => words(7)).join("，"),
    numbers: [`CN${2000 + dice.below(26)}1${String(index).padStart(7, "0")}.${dice.below(10)}`],
    classes: Array.from({ length: 1 + dice.below(3) }, () => `${dice.pick(SUBCLASSES)}${1 + dice.below(99)}/00`),
    region: dice.pick(REGIONS),
    parties: [organization(dice.rank(ORGANIZATIONS))],
    price: dice.below(4) === 0 ? { from: amount, to: amount } : null,
    status: dice.pick(STATES),
    date: `${2005 + dice.below(21)}-0${1 + dice.below(9)}-1${dice.below(10)}`,
    fetchedAt: "2026-11-01T00:00:00.000Z",
  });
}

function organization(rank: number): string {
  const dice = new Dice(900_000 + rank);
  return `成都${LEXICON[1_000 + dice.below(20_000)]}${LEXICON[1_000 + dice.below(20_000)]}有限公司`;
}
