import { FILTERS } from "#adapters/manifest/format/filter-places.ts";
import type { KindFormat } from "#adapters/manifest/format/kind-format.ts";
import { factsOf } from "./record-facts.ts";
import type { RecordQuestion, RecordSubject } from "./record-test.ts";

/** What of a question the rows of a list cannot tell, since only the records' own pages have the fields that it is about. */
export interface Untold {
  /** Which record it is, by a number or a party. */
  readonly subject: boolean;
  /** Further conditions, by the contract's names. */
  readonly filters: readonly string[];
  /** Some of the words may stand there alone. */
  readonly text: boolean;
}

export function untoldConditions(kind: string, format: KindFormat, question: RecordQuestion): Untold {
  const { adds = [] } = format.detail ?? {};
  if (adds.length === 0) return { subject: false, filters: [], text: false };
  const asked = {
    regions: question.regions?.length,
    party: question.party?.trim().length,
    ...Object.fromEntries(Object.entries(question.codes ?? {}).map(([filter, codes]) => [filter, codes?.length])),
  };
  const filters = Object.entries(asked).flatMap(([filter, count]) => ((count ?? 0) > 0 ? [filter] : []));
  const subjects = question.numbers == null ? fieldsAbout(kind, question.about) : numberFields(kind);
  return {
    subject: isUntold(format, subjects),
    filters: filters.filter((filter) => isUntold(format, fieldsOf(kind, filter))),
    text: (question.text ?? "") !== "" && factsOf(kind).texts.some((field) => adds.includes(field)),
  };
}

/** Filters that neither the list's rows tell nor the source looks at. */
export function isUnanswerable(kind: string, format: KindFormat, filter: string): boolean {
  const { filters } = format.list.search;
  const isSent = [FILTERS[filter], filter].some((place) => place !== undefined && filters.includes(place));
  return !isSent && isUntold(format, fieldsOf(kind, filter));
}

/** Whether numbers of the kind stand in its records' own pages alone. */
export function hidesNumbers(kind: string, format: KindFormat): boolean {
  return isUntold(format, numberFields(kind));
}

/** Mapped, and all of them told by the detail alone. */
function isUntold({ detail, fields }: KindFormat, names: readonly string[]): boolean {
  const mapped = names.filter((name) => name in fields);
  return mapped.length > 0 && mapped.every((name) => detail?.adds.includes(name) === true);
}

function fieldsOf(kind: string, filter: string): readonly string[] {
  const { region, parties = [], codes = {} } = factsOf(kind);
  if (filter === "regions") return region === undefined ? [] : [region];
  if (filter === "party") return parties;
  return Object.entries(codes).flatMap(([name, field]) => (name === filter ? [field] : []));
}

function fieldsAbout(kind: string, about: RecordSubject | null | undefined): readonly string[] {
  const { patent = [], agency, parties = [] } = factsOf(kind);
  if (about == null) return [];
  if (about.typeName === "Patent") return patent;
  return about.typeName === "Organization" ? parties : agency === undefined ? [] : [agency];
}

function numberFields(kind: string): readonly string[] {
  const { patent = [], agency, numbers = [] } = factsOf(kind);
  return [...patent, ...(agency === undefined ? [] : [agency]), ...numbers];
}
