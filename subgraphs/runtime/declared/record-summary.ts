import type { MappedRecord, MappedValue } from "#adapters/manifest/mapping/mapped-record.ts";
import {
  codesOf,
  factsOf,
  numbersOf,
  partiesOf,
  statusOf,
  textOf,
  wordsIn,
} from "#adapters/manifest/search/record-facts.ts";
import type { Sourced } from "#adapters/runtime/source.ts";
import { chinaDateOf } from "#schema/codes/dates.ts";
import { regionOf } from "#schema/codes/regions.ts";
import type { FoundSummary } from "#subgraphs/runtime/define-node.ts";
import { priceRangeOf } from "#subgraphs/runtime/price-range.ts";
import type { DeclaredKind } from "./declared-kind.ts";

/** Bounds of the contract (node-summary.ts). */
const LONGEST = { title: 500, party: 200, code: 64 } as const;
const MOST = { parties: 20, numbers: 20, classes: 50, codes: 30 } as const;

/** What the hub's index keeps of a record: never the record itself. */
export function summaryOf(
  { kind, licence, filters }: Pick<DeclaredKind, "kind" | "licence" | "filters">,
  { value, fetchedAt }: Sourced<MappedRecord>,
): FoundSummary {
  const facts = factsOf(kind);
  const region = regionOf(textOf(value, facts.region) ?? "")?.code ?? null;
  const served = facts.servesBelow === true && region !== null ? { regions: [region] } : {};
  const codes = Object.entries({ ...codesOf(kind, value), ...served })
    .filter(([filter]) => filters.includes(filter))
    .map(([filter, words]) => [filter, bounded(words, MOST.codes, LONGEST.code)] as const);
  const parties = partiesOf(kind, value).flatMap(({ name, uscc }) => [name, uscc].filter((one) => one !== null));
  const classes = wordsIn(facts.classes === undefined ? null : value.fields[facts.classes]);
  const beside = facts.texts.slice(1).filter((field) => !(facts.parties ?? []).includes(field));
  const text = beside.flatMap((field) => wordsIn(value.fields[field])).join(" ");
  return {
    title: textOf(value, facts.title)?.slice(0, LONGEST.title).toWellFormed() ?? null,
    text: text === "" ? null : text,
    numbers: bounded(numbersOf(kind, value), MOST.numbers, LONGEST.code),
    classes: bounded(classes, MOST.classes, LONGEST.code),
    region,
    parties: bounded(parties, MOST.parties, LONGEST.party),
    price: priceOf(facts.price === undefined ? null : value.fields[facts.price]),
    status: statusOf(kind, value),
    codes: Object.fromEntries(codes),
    date: dayOf(textOf(value, facts.date)),
    licence,
    fetchedAt,
    sourceUpdatedAt: value.updatedAt,
  };
}

/** Each once; what is too long to be compared by is left out. */
function bounded(words: readonly string[], most: number, longest: number): readonly string[] {
  return [...new Set(words)].filter((word) => word.length <= longest).slice(0, most);
}

function priceOf(value: MappedValue | undefined): NonNullable<FoundSummary["price"]> | null {
  if (typeof value !== "object" || value === null || !("maxAmount" in value)) return null;
  const { kind, amount, maxAmount } = value;
  return priceRangeOf({ kind, amount: amount?.amount ?? null, maxAmount: maxAmount?.amount ?? null });
}

/** Days stay; of instants the day in China. */
function dayOf(printed: string | null): string | null {
  if (printed === null || /^\d{4}-\d{2}-\d{2}$/.test(printed)) return printed;
  const at = Date.parse(printed);
  return Number.isNaN(at) ? null : chinaDateOf(at);
}
