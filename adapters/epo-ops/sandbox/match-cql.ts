import { compactDate } from "#adapters/runtime/sandbox/world/calendar.ts";
import type { ExchangeWorld } from "./exchange-world.ts";
import type { SandboxPublication } from "./publication.ts";
import type { CqlQuery, CqlTerm } from "./read-cql.ts";
import { romanisePerson } from "./romanise.ts";

type Matches = (member: SandboxPublication, term: CqlTerm, world: ExchangeWorld) => boolean;

const title: Matches = ({ patent }, term) => hasWords([patent.title, patent.titleEn], term);
const abstract: Matches = ({ patent }, term) => hasWords([patent.abstract, patent.abstractEn], term);
const applicant: Matches = ({ patent }, term, { index }) =>
  hasWords(
    patent.applicants.flatMap((uscc) => [index.partyName(uscc), index.organization(uscc)?.nameEn]),
    term,
  );
const inventor: Matches = ({ patent }, term) =>
  hasWords(
    patent.inventors.flatMap(({ name, withheld }) => (withheld ? [] : [name, romanisePerson(name)])),
    term,
  );
const either =
  (...indexes: readonly Matches[]): Matches =>
  (member, term, world) =>
    indexes.some((matches) => matches(member, term, world));
const ipc: Matches = ({ patent }, { value }) => patent.ipc.some((symbol) => symbol.startsWith(compact(value)));

/** The indexes that the stand-in knows, a part of OPS's. */
const INDEXES: ReadonlyMap<string, Matches> = new Map([
  ["ti", title],
  ["ab", abstract],
  ["ta", either(title, abstract)],
  ["pa", applicant],
  ["in", inventor],
  ["ia", either(applicant, inventor)],
  ["txt", either(title, abstract, applicant, inventor)],
  [
    "pn",
    ({ publication }, { value }) =>
      `${publication.office}${publication.number}${publication.kind}`.startsWith(compact(value)),
  ],
  ["ap", ({ application }, { value }) => application.epodoc.startsWith(compact(value))],
  ["pd", ({ publication }, term) => isDated(compactDate(publication.date), term)],
  ["famn", ({ familyId }, { value }) => familyId === value],
  ["ipc", ipc],
  ["ic", ipc],
  ["cpc", ipc],
]);

export function isKnown(query: CqlQuery): boolean {
  return query.kind === "term" ? INDEXES.has(query.index) : isKnown(query.left) && isKnown(query.right);
}

export function isMatch(member: SandboxPublication, query: CqlQuery, world: ExchangeWorld): boolean {
  if (query.kind === "term") return INDEXES.get(query.index)?.(member, query, world) ?? false;
  const left = isMatch(member, query.left, world);
  if (query.kind === "or") return left || isMatch(member, query.right, world);
  return left && isMatch(member, query.right, world) === (query.kind === "and");
}

/** Without regard to case and word boundaries; "=" wants the phrase, "all" every word of it, "any" one. */
function hasWords(texts: readonly (string | null | undefined)[], { relation, value }: CqlTerm): boolean {
  const text = texts.join("\n").toLowerCase();
  const words = value.toLowerCase().replaceAll("*", "").split(/\s+/);
  if (relation === "any") return words.some((word) => text.includes(word));
  if (relation === "all") return words.every((word) => text.includes(word));
  return text.includes(words.join(" "));
}

/** `pd = 2023` means the year; `pd within "20230101 20240630"` or with a comma, both ends included. */
function isDated(date: string, { relation, value }: CqlTerm): boolean {
  if (relation !== "within") return date.startsWith(value);
  const [from = "", to = from] = value.split(/[\s,]+/);
  return date.slice(0, from.length) >= from && date.slice(0, to.length) <= to;
}

function compact(value: string): string {
  return value.replaceAll(/\s|\*/g, "").toUpperCase();
}
