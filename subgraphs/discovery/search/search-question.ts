import { createHash } from "node:crypto";
import { expandRegions } from "#schema/codes/regions.ts";
import { SHARED_KINDS } from "#schema/kinds.ts";
import { badInput, identifierError, OperationError } from "#subgraphs/runtime/operation-error.ts";
import type { ListedNode } from "#subgraphs/runtime/ports.ts";
import { COPY_KINDS } from "./asset-identity.ts";
import { type QueryWords, readQuery } from "./read-query.ts";

/** Arguments of the root field `search`. */
export interface SearchArguments {
  readonly query?: string | null;
  readonly kinds?: readonly string[] | null;
  readonly filter?: SearchFilterInput | null;
  readonly first?: number | null;
  readonly after?: string | null;
  readonly deadlineMs?: number | null;
}

/** Input SearchFilter. */
interface SearchFilterInput {
  readonly nodes?: readonly string[] | null;
  readonly regions?: readonly string[] | null;
  readonly party?: string | null;
  readonly classes?: readonly string[] | null;
  readonly date?: { readonly from?: string | null; readonly to?: string | null } | null;
}

/** Conditions on the records themselves; absent ones are null. */
export interface SearchFilter {
  readonly regions: readonly string[] | null;
  readonly party: string | null;
  readonly classes: readonly string[] | null;
  readonly date: { readonly from: string | null; readonly to: string | null } | null;
}

/** What is asked, whoever asks and for whichever page. */
export interface SearchQuestion extends QueryWords {
  /** Kinds to be searched, copies included. */
  readonly kinds: ReadonlySet<string>;
  /** Only these nodes; null: every node. */
  readonly nodes: ReadonlySet<string> | null;
  readonly filter: SearchFilter;
  /** The same for the same question: sessions and cursors belong to one. */
  readonly key: string;
}

const LONGEST = { query: 500, party: 200, symbol: 40 } as const;
const MOST = { nodes: 50, regions: 100, classes: 50 } as const;
const DEADLINE = { least: 50, most: 10_000, usual: 1_500 } as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const PRIVATE_KINDS = new Set(SHARED_KINDS.filter(({ isPrivate }) => isPrivate).map(({ name }) => name));

export function readQuestion(args: SearchArguments, nodes: readonly ListedNode[]): SearchQuestion {
  const query = args.query?.trim() ?? "";
  if (query.length > LONGEST.query) {
    throw badInput("query", `query 至多 ${LONGEST.query} 字`, `query is longer than ${LONGEST.query} characters`);
  }
  const filter = readFilter(args.filter ?? {});
  const wanted = readNodes(args.filter?.nodes, nodes);
  if (query === "" && wanted === null && Object.values(filter).every((condition) => condition === null)) {
    throw badInput("query", "query 与 filter 不可都为空", "query and filter must not both be empty");
  }
  const kinds = readKinds(args.kinds, nodes);
  const parts = [query, [...kinds].sort(), wanted === null ? null : [...wanted].sort(), filter];
  const key = createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 16);
  return { ...readQuery(query), kinds, nodes: wanted, filter, key };
}

export function readDeadline(deadlineMs: number | null | undefined): number {
  const asked = deadlineMs ?? DEADLINE.usual;
  if (asked >= DEADLINE.least && asked <= DEADLINE.most) return asked;
  throw badInput(
    "deadlineMs",
    `deadlineMs 须在 ${DEADLINE.least} 到 ${DEADLINE.most} 毫秒之间`,
    `deadlineMs must lie between ${DEADLINE.least} and ${DEADLINE.most}`,
  );
}

function readKinds(kinds: readonly string[] | null | undefined, nodes: readonly ListedNode[]): ReadonlySet<string> {
  if (!kinds) return new Set(nodes.flatMap((node) => node.kinds.flatMap((one) => (one.isPrivate ? [] : [one.kind]))));
  if (kinds.length === 0) throw badInput("kinds", "kinds 为空", "kinds is empty");
  const own = kinds.find((kind) => PRIVATE_KINDS.has(kind));
  if (own !== undefined) {
    throw badInput("kinds", `${own} 只在 viewer 之下可见`, `${own} is seen by its user alone, under viewer`);
  }
  return new Set(kinds.flatMap((kind) => [kind, ...(COPY_KINDS[kind] ?? [])]));
}

function readNodes(
  wanted: readonly string[] | null | undefined,
  nodes: readonly ListedNode[],
): ReadonlySet<string> | null {
  if (!wanted) return null;
  checkLength("nodes", wanted, MOST.nodes);
  const unknown = wanted.find((code) => !nodes.some((node) => node.code === code));
  if (unknown === undefined) return new Set(wanted);
  throw badInput("nodes", `未知节点 ${unknown.slice(0, 64)}`, "nodes names an unknown node");
}

function readFilter({ regions, party, classes, date }: SearchFilterInput): SearchFilter {
  if (party && party.length > LONGEST.party) {
    throw badInput("party", `party 至多 ${LONGEST.party} 字`, `party is longer than ${LONGEST.party} characters`);
  }
  return {
    regions: readRegions(regions),
    party: party?.trim() || null,
    classes: readClasses(classes),
    date: readDays(date),
  };
}

function readRegions(regions: readonly string[] | null | undefined): readonly string[] | null {
  if (!regions) return null;
  checkLength("regions", regions, MOST.regions);
  const parsed = expandRegions(regions);
  if (!parsed.ok) throw new OperationError("BAD_USER_INPUT", identifierError(parsed.problem).reason);
  return [...new Set(regions)].sort();
}

function readClasses(classes: readonly string[] | null | undefined): readonly string[] | null {
  if (!classes) return null;
  checkLength("classes", classes, MOST.classes);
  const symbols = classes.map((symbol) => symbol.normalize("NFKC").toUpperCase().replace(/\s+/g, ""));
  if (symbols.every((symbol) => symbol !== "" && symbol.length <= LONGEST.symbol)) return [...new Set(symbols)].sort();
  throw badInput("classes", "classes 中有空的或过长的分类号", "classes holds an empty or overlong symbol");
}

function readDays(date: SearchFilterInput["date"]): SearchFilter["date"] {
  const { from = null, to = null } = date ?? {};
  if (from === null && to === null) return null;
  const isDay = (day: string | null) => day === null || (DAY.test(day) && !Number.isNaN(Date.parse(day)));
  if (isDay(from) && isDay(to) && (from === null || to === null || from <= to)) return { from, to };
  throw badInput("date", "date 须为 YYYY-MM-DD，且起不晚于止", "date takes YYYY-MM-DD, from not after to");
}

function checkLength(argument: string, values: readonly string[], most: number): void {
  if (values.length > 0 && values.length <= most) return;
  throw badInput(argument, `${argument} 须有 1 至 ${most} 项`, `${argument} takes 1 to ${most} entries`);
}
