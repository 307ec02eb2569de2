import { FILTERS } from "#adapters/manifest/format/filter-places.ts";
import type { KindFormat } from "#adapters/manifest/format/kind-format.ts";
import { type RecordQuestion, splitWords } from "./record-test.ts";

/** What the source is asked, and what is left to be looked at here. */
export interface PushedDown {
  readonly text: string | undefined;
  readonly words: Readonly<Record<string, string>>;
  readonly rest: RecordQuestion;
  /** The source looks at the number that is asked for. */
  readonly sendsNumber: boolean;
}

/**
 * The parts of a question that the source's own search takes, as its manifest says: a text of one word, and of each filter
 * one value that it has a word for. Of a text of several words the longest is asked for. The number of a subject (a patent,
 * an agency) is sent like one that is looked up.
 */
export function pushDown(
  question: RecordQuestion,
  { text: takesText, filters, words }: KindFormat["list"]["search"],
): PushedDown {
  const sent: Record<string, string> = {};
  const isSent = (filter: string, values: readonly string[] | null | undefined): boolean => {
    const [value, ...others] = values ?? [];
    const place = [FILTERS[filter], filter].find((name) => name !== undefined && filters.includes(name));
    if (place === undefined || value === undefined || others.length > 0) return false;
    const table = words[place] ?? words[filter];
    const word = table === undefined ? value : table[value];
    if (word === undefined) return false;
    sent[place] = word;
    return true;
  };
  const regions = isSent("regions", question.regions) ? null : question.regions;
  const party = isSent("party", question.party ? [question.party] : null) ? null : question.party;
  // A source may find loosely by numbers, in texts that only mention them: what it gives is looked at again.
  const sendsNumber = isSent("numbers", numbersAsked(question).map(asPrinted));
  const codes = Object.entries(question.codes ?? {}).filter(([filter, values]) => !isSent(filter, values));
  const asked = takesText ? splitWords(question.text) : [];
  const longest = asked.reduce<string | undefined>(
    (best, word) => ((best?.length ?? 0) < word.length ? word : best),
    undefined,
  );
  const text = asked.length === 1 ? null : question.text;
  const rest = { ...question, text, regions, party, codes: Object.fromEntries(codes) };
  return { text: longest, words: sent, rest, sendsNumber };
}

function numbersAsked({ numbers, about }: RecordQuestion): readonly string[] {
  // What a record is about, not who offers it: a party is another field of the source's.
  return numbers ?? (about == null || about.typeName === "Organization" ? [] : [about.key]);
}

/** As platforms print application numbers: 202310123456.6, whatever may stand before it. */
function asPrinted(number: string): string {
  return number.replace(/^CN(?=\d{8,12}\.[\dX]$)/, "");
}
