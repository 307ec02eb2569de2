import { expandRegions } from "#schema/codes/regions.ts";
import type { NodeSummary } from "#subgraphs/runtime/node-summary.ts";
import type { SearchFilter } from "./search-question.ts";

export type FilterName = keyof SearchFilter;

type Test = (summary: NodeSummary) => boolean;

/** The conditions that are set. */
export function conditionsOf(filter: SearchFilter): readonly FilterName[] {
  return (Object.keys(filter) as FilterName[]).filter((name) => filter[name] !== null);
}

/** For a node that cannot apply these conditions: whether a record's summary meets them. What it does not tell, it does not meet. */
export function afterFilter(filter: SearchFilter, names: readonly FilterName[]): Test {
  const tests = names.map((name) => TESTS[name](filter));
  return (summary) => tests.every((test) => test(summary));
}

const TESTS: Readonly<Record<FilterName, (filter: SearchFilter) => Test>> = {
  regions: ({ regions }) => {
    const parsed = expandRegions(regions ?? []);
    return ({ region }) => parsed.ok && parsed.value.matches(region);
  },
  party: ({ party }) => {
    const wanted = fold(party ?? "");
    return ({ parties }) => parties.some((name) => fold(name).includes(wanted));
  },
  classes: ({ classes }) => {
    const wanted = (classes ?? []).map(compact);
    return (summary) => summary.classes.some((symbol) => wanted.some((prefix) => isBelow(compact(symbol), prefix)));
  },
  date: ({ date }) => {
    const { from, to } = { from: date?.from ?? "", to: date?.to ?? "9999-12-31" };
    return (summary) => summary.date !== null && summary.date >= from && summary.date <= to;
  },
};

/** G02B holds G02B1/04, G02B1 does not hold G02B11/00. */
function isBelow(symbol: string, prefix: string): boolean {
  if (!symbol.startsWith(prefix)) return false;
  return !/\d$/.test(prefix) || !/^\d/.test(symbol.slice(prefix.length));
}

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}

function compact(symbol: string): string {
  return symbol.normalize("NFKC").toUpperCase().replace(/\s+/g, "");
}
