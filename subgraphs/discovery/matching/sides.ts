import { ENDED_STATUSES, type LegalStatusCode } from "#schema/codes/legal-status.ts";
import { STRATEGIC_INDUSTRIES, strategicIndustriesOf } from "#schema/codes/strategic-industries.ts";
import { parseIpc } from "#schema/ids/ipc.ts";
import { normaliseName } from "#schema/ids/text.ts";
import type { Summary } from "#subgraphs/discovery/summaries/summary-index.ts";
import { folded, type KeyWord, keyWordsOf } from "./key-words.ts";

/** What is wanted, read once for all that may serve it. */
export interface Wanted {
  readonly id: string;
  readonly words: readonly KeyWord[];
  /** Words of the description that the title does not have. */
  readonly further: readonly KeyWord[];
  readonly fields: readonly string[];
  readonly region: string | null;
  /** Yuan that may be spent; null where it is open. */
  readonly budget: number | null;
  readonly modes: readonly string[];
  readonly parties: ReadonlySet<string>;
}

/** What might serve: an offer, a person or firm, or a patent. */
export interface Supply {
  readonly summary: Summary;
  readonly title: string;
  readonly text: string;
  readonly fields: readonly string[];
  readonly region: string | null;
  /** Lowest price in yuan; null where it is open. */
  readonly price: number | null;
  readonly modes: readonly string[];
  readonly parties: ReadonlySet<string>;
  /** What the register's index says of the patent behind it; null where it says nothing, undefined where there is none. */
  readonly register: LegalStatusCode | null | undefined;
}

/** Words by which demands say how they want a right; assignment is asked for as 转让. */
const MODE_WORDS: readonly (readonly [RegExp, string])[] = [
  [/许可/, "LICENSE"],
  [/转让|购买|收购/, "ASSIGNMENT"],
  [/入股/, "EQUITY"],
];

export function readWanted(summary: Summary): Wanted {
  const title = summary.title ?? "";
  const words = keyWordsOf(title);
  const names = summary.parties.reduce((text, party) => text.replaceAll(party, " "), summary.text ?? "");
  const known = new Set(words.map(({ text }) => text));
  return {
    id: summary.id,
    words,
    further: keyWordsOf(names).filter(({ text }) => !known.has(text)),
    fields: fieldsOf(summary),
    region: summary.region,
    budget: summary.price === null ? null : (summary.price.to ?? summary.price.from),
    modes: summary.codes["modes"] ?? modesIn(`${title} ${summary.text ?? ""}`),
    parties: partiesOf(summary),
  };
}

/** `patent` is what the index has of the patent behind the supply: null where it has nothing of it, undefined where there is none. */
export function readSupply(summary: Summary, patent: Summary | null | undefined): Supply {
  const classes = [...summary.classes, ...(patent?.classes ?? [])];
  return {
    summary,
    title: folded(summary.title ?? ""),
    text: folded(`${patent?.title ?? ""} ${summary.text ?? ""} ${patent?.text ?? ""} ${wordsOf(summary)}`),
    fields: [...fieldsOf(summary), ...areasOf(classes)],
    region: summary.region ?? patent?.region ?? null,
    price: summary.price === null ? null : (summary.price.from ?? summary.price.to),
    modes: summary.codes["modes"] ?? [],
    parties: partiesOf(summary),
    register: patent === undefined ? undefined : statusOf(patent),
  };
}

/** The right is lost: nothing can be licensed or assigned any more. */
export function isEnded(status: Supply["register"]): boolean {
  return status !== null && status !== undefined && ENDED_STATUSES.has(status);
}

function statusOf(patent: Summary | null): LegalStatusCode | null {
  const status = patent?.status ?? null;
  return status === null || status === "UNKNOWN" || status === "UNMAPPED" ? null : (status as LegalStatusCode);
}

/** Technical fields as words: those that a record names, compared without their ending (新材料产业 is 新材料). */
function fieldsOf({ codes, classes }: Summary): readonly string[] {
  const named = [...(codes["specialties"] ?? []), ...(codes["fields"] ?? []), ...classes.filter(isWord)];
  return [...new Set(named.map(bareField))];
}

/** By the strategic industries to which patent classes lead (approximately, see the table). */
function areasOf(classes: readonly string[]): readonly string[] {
  const symbols = classes.flatMap((symbol) => {
    const parsed = parseIpc(symbol);
    return parsed.ok ? [parsed.value] : [];
  });
  const codes = new Set<string>(strategicIndustriesOf(symbols));
  return STRATEGIC_INDUSTRIES.filter(({ code }) => codes.has(code)).map(({ label }) => bareField(label.zh));
}

function bareField(field: string): string {
  return folded(field).replace(/产业$|领域$|技术$/, "");
}

function isWord(symbol: string): boolean {
  return /\p{Script=Han}/u.test(symbol);
}

function wordsOf({ codes }: Summary): string {
  return (codes["specialties"] ?? []).join(" ");
}

function modesIn(text: string): readonly string[] {
  return MODE_WORDS.filter(([pattern]) => pattern.test(text)).map(([, mode]) => mode);
}

function partiesOf({ parties }: Summary): ReadonlySet<string> {
  return new Set(parties.map(normaliseName));
}
