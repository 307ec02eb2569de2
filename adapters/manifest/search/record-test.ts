import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import { expandRegions, type RegionMatcher } from "#schema/codes/regions.ts";
import { normaliseName, toHalfWidth } from "#schema/ids/text.ts";
import { parseUscc } from "#schema/ids/uscc.ts";
import type { CodeFilter } from "./kind-facts.ts";
import { agencyOf, applicationOf, codesOf, factsOf, numbersOf, partiesOf, textOf, wordsIn } from "./record-facts.ts";

/** What is asked of one kind's records: the hub's own words, as the node contract has them. */
export interface RecordQuestion {
  readonly text?: string | null | undefined;
  /** Known codes (expandRegions). */
  readonly regions?: readonly string[] | null | undefined;
  readonly party?: string | null | undefined;
  /** Canonical; a record that bears one of them. */
  readonly numbers?: readonly string[] | null | undefined;
  readonly codes?: Readonly<Partial<Record<CodeFilter, readonly string[] | null | undefined>>>;
  /** Canonical application number, agency code, credit code. */
  readonly about?: RecordSubject | null | undefined;
}

export interface RecordSubject {
  readonly typeName: "Patent" | "Agency" | "Organization";
  readonly key: string;
}

export type RecordTest = (record: MappedRecord) => boolean;

/** Whether a record answers the question, for all that its source does not look at itself; null where nothing is asked. */
export function recordTest(kind: string, question: RecordQuestion): RecordTest | null {
  const tests = [
    textTest(kind, question.text),
    regionTest(kind, question.regions),
    partyTest(kind, question.party),
    numbersTest(kind, question.numbers),
    aboutTest(kind, question.about),
    ...Object.entries(question.codes ?? {}).map(([filter, wanted]) => codeTest(kind, filter as CodeFilter, wanted)),
  ].filter((test) => test !== null);
  return tests.length === 0 ? null : (record) => tests.every((test) => test(record));
}

/** Every word stands somewhere in the kind's texts; case and width do not matter. */
function textTest(kind: string, text: string | null | undefined): RecordTest | null {
  const words = splitWords(comparable(text ?? ""));
  if (words.length === 0) return null;
  const { texts } = factsOf(kind);
  // Reading a number costs more than all the rest, and most texts ask for none.
  const asksNumber = words.some((word) => /\d{4}/.test(word));
  return (record) => {
    const said = texts.flatMap((field) => wordsIn(record.fields[field]));
    const haystack = comparable([...said, ...(asksNumber ? numbersOf(kind, record) : [])].join("\n"));
    return words.every((word) => haystack.includes(word));
  };
}

function regionTest(kind: string, codes: readonly string[] | null | undefined): RecordTest | null {
  const expanded = codes == null || codes.length === 0 ? null : expandRegions(codes);
  if (expanded === null) return null;
  const { region, servesBelow } = factsOf(kind);
  if (!expanded.ok) return () => false;
  const { value: matcher } = expanded;
  const above = servesBelow === true ? divisionsAbove(matcher) : new Set<string>();
  return (record) => {
    const code = textOf(record, region);
    return matcher.matches(code) || (code !== null && above.has(code));
  };
}

/** By social credit code where the text is one, else by a part of a name; brackets of all kinds are equal. */
function partyTest(kind: string, party: string | null | undefined): RecordTest | null {
  if (party == null || party.trim() === "") return null;
  const code = parseUscc(party);
  if (code.ok) return (record) => partiesOf(kind, record).some(({ uscc }) => uscc === code.value);
  const wanted = normaliseName(party);
  return (record) => partiesOf(kind, record).some(({ name }) => name !== null && normaliseName(name).includes(wanted));
}

function numbersTest(kind: string, numbers: readonly string[] | null | undefined): RecordTest | null {
  if (numbers == null) return null;
  const wanted = new Set(numbers);
  return (record) => numbersOf(kind, record).some((number) => wanted.has(number));
}

function aboutTest(kind: string, about: RecordQuestion["about"]): RecordTest | null {
  if (about == null) return null;
  const { typeName, key } = about;
  if (typeName === "Patent") return (record) => applicationOf(kind, record) === key;
  if (typeName === "Agency") return (record) => agencyOf(kind, record) === key;
  return (record) => partiesOf(kind, record).some(({ uscc }) => uscc === key);
}

/** One of the codes; specialties are looked for within the words. */
function codeTest(kind: string, filter: CodeFilter, wanted: readonly string[] | null | undefined): RecordTest | null {
  if (wanted == null || wanted.length === 0) return null;
  if (filter === "specialties") {
    return (record) => (codesOf(kind, record)[filter] ?? []).some((word) => wanted.some((one) => word.includes(one)));
  }
  return (record) => (codesOf(kind, record)[filter] ?? []).some((code) => wanted.includes(code));
}

export function splitWords(text: string | null | undefined): readonly string[] {
  return (text ?? "").split(/\s+/).filter((word) => word !== "");
}

/** 510000 lies above every 51xxxx, 510100 above every 5101xx. */
function divisionsAbove({ codes }: RegionMatcher): ReadonlySet<string> {
  return new Set([...codes].flatMap((code) => [`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`]));
}

function comparable(text: string): string {
  return toHalfWidth(text).toLowerCase();
}
