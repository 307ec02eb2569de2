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

/** What the hub's index keeps of a record: never the record itself. */
export function summaryOf(
  { kind, licence, filters }: Pick<DeclaredKind, "kind" | "licence" | "filters">,
  { value, fetchedAt }: Sourced<MappedRecord>,
): FoundSummary {
  const facts = factsOf(kind);
  const region = regionOf(textOf(value, facts.region) ?? "")?.code ?? null;
  const served = facts.servesBelow === true && region !== null ? { regions: [region] } : {};
  const codes = Object.entries({ ...codesOf(kind, value), ...served }).filter(([filter]) => filters.includes(filter));
  const beside = facts.texts.slice(1).filter((field) => !(facts.parties ?? []).includes(field));
  const text = beside.flatMap((field) => wordsIn(value.fields[field])).join(" ");
  return {
    title: textOf(value, facts.title),
    text: text === "" ? null : text,
    numbers: numbersOf(kind, value),
    classes: wordsIn(facts.classes === undefined ? null : value.fields[facts.classes]),
    region,
    parties: partiesOf(kind, value).flatMap(({ name, uscc }) => [name, uscc].filter((one) => one !== null)),
    price: priceOf(facts.price === undefined ? null : value.fields[facts.price]),
    status: statusOf(kind, value),
    codes: Object.fromEntries(codes),
    date: dayOf(textOf(value, facts.date)),
    licence,
    fetchedAt,
    sourceUpdatedAt: value.updatedAt,
  };
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
