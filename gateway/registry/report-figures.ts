import type { DayCount } from "#gateway/figures/figure-file.ts";
import type { FigureName } from "#gateway/figures/tapped-metrics.ts";

/** Counts by what they are of. */
type Figures = Readonly<Record<string, number>>;

interface QuestionFigures {
  readonly asked: number;
  /** Without an error. */
  readonly answered: number;
  /** The platform, or the way to it, did not do its part; while it is paused, too. */
  readonly failed: number;
  /** Answered with what is wrong with the question; neither of the two. */
  readonly mistaken: number;
  /** Of those answered or failed, from 0 to 1; null where none was asked. */
  readonly availability: number | null;
  readonly byOutcome: Figures;
}

/** What the node itself gave, by kind. Answers that the hub keeps whole are given again without being counted. */
interface RecordFigures {
  /** As summaries, for lists and searches. */
  readonly listed: Figures;
  /** Whole. */
  readonly lookedUp: Figures;
  /** As summaries, for the hub's index. */
  readonly harvested: Figures;
}

export interface NodeFigures {
  readonly questions: QuestionFigures;
  /** Records that were looked up by their keys, those that are not there included. */
  readonly recordsLookedUp: { readonly total: number; readonly fromCache: number };
  readonly recordsServed: RecordFigures;
  /** Visits that /out led to the owner's pages; links that were followed otherwise are not seen. */
  readonly clicks: number;
  /** Disagreements with other platforms or the register that were told, by field; the same one again whenever it is compared anew. */
  readonly conflicts: { readonly total: number; readonly byField: Figures };
}

export interface CallFigures {
  /** Calls that left for the portal, retries and redirects included, by status or kind of failure. */
  readonly calls: { readonly total: number; readonly byResult: Figures };
  /** Questions of the node's to its source, by how they were met. */
  readonly questions: { readonly total: number; readonly withoutCall: number };
}

/** One day in a few numbers. */
export interface DayFigures {
  readonly day: string;
  readonly asked: number;
  readonly answered: number;
  readonly failed: number;
  /** Records listed or looked up. */
  readonly records: number;
  readonly clicks: number;
  readonly conflicts: number;
  readonly calls: number;
}

/** Pure, as all here. */
export function nodeFigures(counts: readonly DayCount[], node: string): NodeFigures {
  const of = (name: FigureName) => counts.filter((count) => count.name === name && count.subject === node);
  const byField = sums(of("conflicts"));
  const entities = sums(of("entities").filter(({ label }) => label !== "duplicate"));
  const given = (way: string) => sums(of("records"), ({ label }) => afterWay(label, way));
  return {
    questions: questionFigures(sums(of("questions"))),
    recordsLookedUp: { total: total(entities), fromCache: total(entities, isFromCache) },
    recordsServed: { listed: given("listed"), lookedUp: given("looked-up"), harvested: given("harvested") },
    clicks: total(sums(of("clicks"))),
    conflicts: { total: total(byField), byField },
  };
}

export function callFigures(counts: readonly DayCount[], source: string): CallFigures {
  const of = (name: FigureName) => counts.filter((count) => count.name === name && count.subject === source);
  const byResult = sums(of("calls"));
  const met = sums(of("met"));
  return {
    calls: { total: total(byResult), byResult },
    questions: { total: total(met), withoutCall: total(met, (result) => !CALLED.has(result)) },
  };
}

/** Days on which nothing was counted are left out. */
export function dayFigures(
  counts: readonly DayCount[],
  node: string,
  sources: readonly string[],
): readonly DayFigures[] {
  const days = [...new Set(counts.map(({ day }) => day))].sort();
  return days.map((day) => {
    const own = counts.filter((count) => count.day === day);
    const { questions, recordsServed, clicks, conflicts } = nodeFigures(own, node);
    const { asked, answered, failed } = questions;
    const records = total(recordsServed.listed) + total(recordsServed.lookedUp);
    const calls = sources.reduce((sum, source) => sum + callFigures(own, source).calls.total, 0);
    return { day, asked, answered, failed, records, clicks, conflicts: conflicts.total, calls };
  });
}

const CALLED: ReadonlySet<string> = new Set(["miss", "revalidated"]);

function isFromCache(outcome: string): boolean {
  return outcome === "hit" || outcome === "stale" || outcome === "stale-if-error";
}

function questionFigures(byOutcome: Figures): QuestionFigures {
  const asked = total(byOutcome);
  const answered = byOutcome["OK"] ?? 0;
  const failed = total(byOutcome, isFailure);
  const due = answered + failed;
  const availability = due === 0 ? null : answered / due;
  return { asked, answered, failed, mistaken: asked - due, availability, byOutcome };
}

function isFailure(outcome: string): boolean {
  return outcome.startsWith("NODE_") || outcome === "DEADLINE_EXCEEDED" || outcome === "INTERNAL";
}

/** The kind of a label "WAY KIND" of that way. */
function afterWay(label: string, way: string): string | null {
  return label.startsWith(`${way} `) ? label.slice(way.length + 1) : null;
}

/** By label, or by what it is read as; what is read as null is left out. */
function sums(counts: readonly DayCount[], read: (count: DayCount) => string | null = ({ label }) => label): Figures {
  const found: Record<string, number> = {};
  for (const count of counts) {
    const name = read(count);
    if (name !== null) found[name] = (found[name] ?? 0) + count.value;
  }
  return found;
}

function total(figures: Figures, isMeant: (name: string) => boolean = () => true): number {
  return Object.entries(figures).reduce((sum, [name, value]) => (isMeant(name) ? sum + value : sum), 0);
}
