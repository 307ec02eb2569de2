import { setImmediate } from "node:timers/promises";
import type { Summary, SummaryIndex } from "#subgraphs/discovery/summaries/summary-index.ts";
import { byField, byWords, patentsOf } from "./find-candidates.ts";
import { keyWordsOf } from "./key-words.ts";
import { type Match, type MatchReason, scoreMatch } from "./score-match.ts";
import { isEnded, readSupply, readWanted } from "./sides.ts";

export interface RankedMatch extends Match {
  readonly summary: Summary;
}

/** The best matches of one side, and why there are none where the index cannot tell. */
export interface Matches {
  readonly ranked: readonly RankedMatch[];
  /** The index had more candidates than were looked at. */
  readonly isCut: boolean;
  readonly reason: MatchReason | null;
}

const MOST_MATCHES = 100;
/** Scoring so many takes 1–2 ms. */
const AT_ONCE = 64;
const SUPPLIES = ["LISTING", "EXPERT", "AGENCY_PROFILE"];
/** Nobody waits for an answer to these any more. */
const CLOSED_DEMANDS: ReadonlySet<string> = new Set(["AWARDED", "COMPLETED", "CANCELLED", "EVALUATED"]);

const INDEX_OFF = none("INDEX_OFF", "枢纽未启用摘要索引", "The hub keeps no index of summaries");
const NOT_INDEXED = none("NOT_INDEXED", "索引中尚无此记录", "The record is not in the index yet");
const DEMAND_CLOSED = none("DEMAND_CLOSED", "需求已结束", "The demand is closed");
const PATENT_ENDED = none("PATENT_ENDED", "登记簿：专利权已终止或申请已失效", "By the register the right is lost");

/** What may serve a demand, best first. Asks the index alone. */
export async function matchesOfDemand(id: string, index: SummaryIndex | null, signal: AbortSignal): Promise<Matches> {
  if (index === null) return INDEX_OFF;
  const [demand] = await index.byIds([id], signal);
  if (demand === undefined) return NOT_INDEXED;
  if (CLOSED_DEMANDS.has(demand.status ?? "")) return DEMAND_CLOSED;
  const wanted = readWanted(demand);
  const found = await Promise.all([
    byWords(index, wanted.words, { kinds: SUPPLIES }, signal),
    byField(index, wanted, signal),
  ]);
  const candidates = [
    ...new Map(found.flatMap(({ summaries }) => summaries.map((one) => [one.id, one] as const))).values(),
  ].filter(isOnOffer);
  const patents = await patentsOf(index, candidates.flatMap(numbersOfListing), signal);
  const ranked = await scoreAll(candidates, (summary) =>
    scoreMatch(wanted, readSupply(summary, patentOf(summary, patents))),
  );
  return { ...best(ranked), isCut: found.some(({ isCut }) => isCut) || ranked.length > MOST_MATCHES, reason: null };
}

/** The open demands that a patent may serve, best first. Asks the index alone. */
export async function demandsForPatent(
  applicationNumber: string,
  index: SummaryIndex | null,
  signal: AbortSignal,
): Promise<Matches> {
  if (index === null) return INDEX_OFF;
  const known = await index.byNumbers([applicationNumber], signal);
  const patent = known.find(({ kind }) => kind === "PATENT") ?? null;
  const offers = known.filter((one) => one.kind === "LISTING" && isOnOffer(one)).toSorted(byPrice);
  const source = offers[0] ?? patent ?? known[0];
  if (source === undefined) return NOT_INDEXED;
  const supply = readSupply(source, patent);
  if (isEnded(supply.register)) return PATENT_ENDED;
  const words = keyWordsOf(patent?.title ?? source.title ?? "");
  const { summaries, isCut } = await byWords(index, words, { kinds: ["DEMAND"] }, signal);
  const open = summaries.filter(({ status }) => !CLOSED_DEMANDS.has(status ?? ""));
  const ranked = await scoreAll(open, (summary) => scoreMatch(readWanted(summary), supply));
  return { ...best(ranked), isCut: isCut || ranked.length > MOST_MATCHES, reason: null };
}

/** A few at a time: other requests have their turn in between. */
async function scoreAll(
  candidates: readonly Summary[],
  score: (summary: Summary) => Match | null,
): Promise<readonly RankedMatch[]> {
  const ranked: RankedMatch[] = [];
  for (const [at, summary] of candidates.entries()) {
    if (at % AT_ONCE === AT_ONCE - 1) await setImmediate();
    const match = score(summary);
    if (match !== null) ranked.push({ ...match, summary });
  }
  return ranked;
}

/** Equals stand in the order of their ids, so that pages never shift. */
function best(ranked: readonly RankedMatch[]): Pick<Matches, "ranked"> {
  const sorted = ranked.toSorted((a, b) => b.score - a.score || (a.summary.id < b.summary.id ? -1 : 1));
  return { ranked: sorted.slice(0, MOST_MATCHES) };
}

function isOnOffer({ kind, status }: Summary): boolean {
  return kind !== "LISTING" || status !== "CLOSED";
}

function numbersOfListing({ kind, numbers }: Summary): readonly string[] {
  return kind === "LISTING" ? numbers : [];
}

/** Undefined where no patent is offered; null where one is that the index does not have, or that is not named rightly. */
function patentOf(summary: Summary, patents: ReadonlyMap<string, Summary>): Summary | null | undefined {
  const subjects = summary.codes["subjects"] ?? [];
  if (summary.kind !== "LISTING") return undefined;
  if (summary.numbers.length === 0) return subjects.includes("PATENT") ? null : undefined;
  return summary.numbers.map((number) => patents.get(number)).find((one) => one !== undefined) ?? null;
}

function byPrice(a: Summary, b: Summary): number {
  const [first, second] = [a, b].map(({ price }) => price?.from ?? Number.MAX_SAFE_INTEGER);
  return (first ?? 0) - (second ?? 0) || (a.id < b.id ? -1 : 1);
}

function none(code: string, zh: string, en: string): Matches {
  return { ranked: [], isCut: false, reason: { code, message: { zh, en } } };
}
