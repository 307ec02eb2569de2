import DataLoader from "dataloader";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { othersOf } from "#subgraphs/discovery/find-records.ts";
import { MAX_PAGE_SIZE } from "#subgraphs/runtime/paging.ts";
import type { PatentViews } from "./compare-patent.ts";
import { type FactLoader, factsOf } from "./fact-loaders.ts";
import type { CopyFacts, PatentFacts } from "./facts.ts";
import { type CopyFinder, findCopies } from "./find-copies.ts";

/** Every node's view of a patent, and the failures of those that could not be asked. */
export interface AskedViews extends PatentViews {
  readonly failures: readonly Error[];
}

export type ViewsLoader = DataLoader<string, AskedViews>;

/** By application number; once in a request, whatever asks. */
export function createViewsLoader(finder: CopyFinder<CopyFacts>, patents: FactLoader<PatentFacts>): ViewsLoader {
  return new DataLoader((numbers) => Promise.all(numbers.map((number) => askViews(number, finder, patents))));
}

/** A patent as it is asked for at its owner. */
export function patentReference(number: string) {
  return { __typename: "Patent", id: encodeNodeId("Patent", number) };
}

async function askViews(
  number: string,
  finder: CopyFinder<CopyFacts>,
  patents: FactLoader<PatentFacts>,
): Promise<AskedViews> {
  const about = { typeName: "Patent", key: number };
  const [register, { copies, failures }] = await Promise.all([
    factsOf(patents, patentReference(number)),
    findCopies(finder, { about, first: MAX_PAGE_SIZE }),
  ]);
  const owner = othersOf(finder.context).directory.ownerOf("Patent");
  const isThere = register !== null && !(register instanceof Error);
  return {
    number,
    registerNode: owner?.code ?? "",
    register: isThere ? register : null,
    copies,
    failures: register instanceof Error ? [register, ...failures] : failures,
  };
}
