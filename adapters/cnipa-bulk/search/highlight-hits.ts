import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { PatentBibliography } from "#adapters/cnipa-bulk/patent-record.ts";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import { findSpans, type Span } from "./find-text.ts";
import type { TextCondition } from "./match-text.ts";
import type { Highlight, TextField } from "./search-request.ts";

/** Characters before the first hit of a passage, and of a whole passage. */
const BEFORE = 20;
const PASSAGE = 120;
const MOST_TEXT = 30_000;

/** Shows where the texts that were looked for stand in a record as it is now. */
export class Highlighter {
  readonly #record: StatementSync;
  readonly #claim: StatementSync;

  constructor(database: DatabaseSync) {
    this.#record = database.prepare("SELECT record FROM patents WHERE application_number = ?");
    this.#claim = database.prepare(
      `SELECT json_extract(claims, '$[0].text') AS text FROM documents
       WHERE application_number = ? AND claim_count > 0 ORDER BY date DESC, kind DESC LIMIT 1`,
    );
  }

  highlight(number: ApplicationNumber, conditions: readonly TextCondition[]): readonly Highlight[] {
    const row = this.#record.get(number);
    if (row === undefined || conditions.length === 0) return [];
    const record = JSON.parse(String(row["record"])) as PatentBibliography;
    const fields = new Set(conditions.flatMap(({ fields }) => fields));
    return FIELDS.filter((field) => fields.has(field)).flatMap((field) => {
      const wanted = conditions.filter((condition) => condition.fields.includes(field));
      return this.#textsOf(field, record).flatMap((text) => passage(field, text.slice(0, MOST_TEXT), wanted));
    });
  }

  #textsOf(field: TextField, record: PatentBibliography): readonly string[] {
    if (field !== "CLAIMS") return present(TEXTS[field](record));
    return present([this.#claim.get(record.applicationNumber)?.["text"]]);
  }
}

const FIELDS: readonly TextField[] = ["TITLE", "ABSTRACT", "CLAIMS", "APPLICANT", "INVENTOR", "AGENCY", "AGENT"];

const TEXTS: Readonly<
  Record<Exclude<TextField, "CLAIMS">, (record: PatentBibliography) => readonly (string | null)[]>
> = {
  TITLE: ({ title, titleEn }) => [title, titleEn],
  ABSTRACT: ({ abstract, briefExplanation }) => [abstract ?? briefExplanation],
  APPLICANT: ({ applicants }) => applicants.map(({ name }) => name),
  INVENTOR: ({ inventors }) => inventors.map(({ name, withheld }) => (withheld ? null : name)),
  AGENCY: ({ agency }) => [agency?.name ?? null],
  AGENT: ({ agents }) => agents,
};

function present(texts: readonly unknown[]): readonly string[] {
  return texts.filter((text) => typeof text === "string");
}

function passage(field: TextField, text: string, conditions: readonly TextCondition[]): readonly Highlight[] {
  const spans = findSpans(text, conditions);
  const [first] = spans;
  if (first === undefined) return [];
  const start = text.length <= PASSAGE ? 0 : Math.max(0, first[0] - BEFORE);
  const end = Math.max(first[1], Math.min(text.length, start + PASSAGE));
  return [
    {
      field,
      segments: segmentsOf(
        text,
        spans.filter((span) => span[1] <= end),
        [start, end],
      ),
    },
  ];
}

function segmentsOf(text: string, spans: readonly Span[], [start, end]: Span): Highlight["segments"] {
  const segments: { text: string; hit: boolean }[] = [];
  let at = start;
  for (const [from, to] of spans) {
    segments.push({ text: text.slice(at, from), hit: false }, { text: text.slice(from, to), hit: true });
    at = to;
  }
  segments.push({ text: text.slice(at, end), hit: false });
  return segments.filter((segment) => segment.text !== "");
}
