import { othersOf, type SearchLoader } from "#subgraphs/discovery/find-records.ts";
import type { NodeContext, NodeSearch } from "#subgraphs/runtime/define-node.ts";
import type { Copy } from "./compare-patent.ts";
import { type FactLoader, factsOf } from "./fact-loaders.ts";
import type { CopyFacts } from "./facts.ts";

const KIND = "PATENT_RECORD";

/** Copies as far as the nodes gave them, and the nodes' failures. */
export interface FoundCopies {
  readonly copies: readonly Copy[];
  readonly failures: readonly Error[];
}

export interface CopyFinder {
  readonly search: SearchLoader;
  readonly facts: FactLoader<CopyFacts>;
  readonly context: Omit<NodeContext, "load">;
}

/** Asks every node that keeps copies of patents; one that fails costs its own. */
export async function findCopies(
  { search, facts, context }: CopyFinder,
  question: Pick<NodeSearch, "about" | "text" | "first">,
): Promise<FoundCopies> {
  const nodes = othersOf(context)
    .directory.list()
    .filter(({ kinds }) => kinds.some((kind) => keepsCopies(kind, question)));
  const pages = await Promise.allSettled(
    nodes.map(({ code }) => search.load({ node: code, search: { kind: KIND, filter: {}, offset: 0, ...question } })),
  );
  const found = pages.flatMap((page, index) => {
    const node = nodes[index]?.code;
    if (page.status === "rejected" || node === undefined) return [];
    return page.value.items.flatMap((item) => (item === null ? [] : [{ node, typeName: item.typeName, id: item.id }]));
  });
  const told = await Promise.all(found.map(({ typeName, id }) => factsOf(facts, { __typename: typeName, id })));
  const copies = found.flatMap(({ node, typeName }, index) => {
    const facts = told[index];
    return facts == null || facts instanceof Error ? [] : [{ node, typeName, facts }];
  });
  const failures = [
    ...pages.flatMap((page) => (page.status === "rejected" ? [asError(page.reason)] : [])),
    ...told.filter((facts) => facts instanceof Error),
  ];
  return { copies, failures };
}

interface Kind {
  readonly kind: string;
  readonly search: string;
  readonly about: readonly string[];
  readonly isPrivate: boolean;
}

function keepsCopies(kind: Kind, { about }: Pick<NodeSearch, "about">): boolean {
  const isAsked = kind.kind === KIND && kind.search !== "NONE" && !kind.isPrivate;
  return isAsked && (about == null || kind.about.includes(about.typeName));
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
