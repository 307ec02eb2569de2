import { othersOf, type SearchLoader } from "#subgraphs/discovery/find-records.ts";
import type { NodeContext, NodeSearch } from "#subgraphs/runtime/define-node.ts";
import type { ListedKind } from "#subgraphs/runtime/ports.ts";
import { type FactLoader, factsOf } from "./fact-loaders.ts";

/** A node's own record of a thing. */
export interface Copy<Facts> {
  readonly node: string;
  readonly typeName: string;
  readonly facts: Facts;
}

/** Copies as far as the nodes gave them, and the nodes' failures. */
export interface FoundCopies<Facts> {
  readonly copies: readonly Copy<Facts>[];
  readonly failures: readonly Error[];
}

export interface CopyFinder<Facts> {
  /** AssetKind of the copies. */
  readonly kind: string;
  readonly search: SearchLoader;
  readonly facts: FactLoader<Facts>;
  readonly context: Omit<NodeContext, "load">;
}

type CopyQuestion = Pick<NodeSearch, "about" | "text" | "first"> & Partial<Pick<NodeSearch, "filter">>;

/** Asks every node that keeps records of the kind and understands the question; one that fails costs its own. */
export async function findCopies<Facts>(
  { kind, search, facts, context }: CopyFinder<Facts>,
  question: CopyQuestion,
): Promise<FoundCopies<Facts>> {
  const nodes = othersOf(context)
    .directory.list()
    .filter(({ kinds }) => kinds.some((one) => one.kind === kind && understands(one, question)));
  const pages = await Promise.allSettled(
    nodes.map(({ code }) => search.load({ node: code, search: { kind, filter: {}, offset: 0, ...question } })),
  );
  const found = pages.flatMap((page, index) => {
    const node = nodes[index]?.code;
    if (page.status === "rejected" || node === undefined) return [];
    return page.value.items.flatMap((item) => (item === null ? [] : [{ node, typeName: item.typeName, id: item.id }]));
  });
  const told = await Promise.all(found.map(({ typeName, id }) => factsOf(facts, { __typename: typeName, id })));
  const copies = found.flatMap(({ node, typeName }, index) => {
    const one = told[index];
    return one == null || one instanceof Error ? [] : [{ node, typeName, facts: one }];
  });
  const failures = [
    ...pages.flatMap((page) => (page.status === "rejected" ? [asError(page.reason)] : [])),
    ...told.filter((one) => one instanceof Error),
  ];
  return { copies, failures };
}

function understands({ search, isPrivate, about, filters }: ListedKind, question: CopyQuestion): boolean {
  if (search === "NONE" || isPrivate) return false;
  const knowsSubject = question.about == null || about.includes(question.about.typeName);
  return knowsSubject && Object.keys(question.filter ?? {}).every((filter) => filters.includes(filter));
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
