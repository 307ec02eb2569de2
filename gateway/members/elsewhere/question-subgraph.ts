import { z } from "zod";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { askSubgraph } from "./ask-subgraph.ts";
import { cannotRead, decode, prepareAsking, type ReadingSubgraph } from "./read-subgraph.ts";
import type { SubgraphFacts } from "./subgraph-definition.ts";

const ENTITIES = "query ($of: [_Any!]!) { _entities(representations: $of) { __typename } }";
const ENTITIES_ANSWER = z.object({ _entities: z.array(z.unknown()).length(0) });

/** Why it does not answer the question by which its records are looked up, asked for none; null where it does. Never throws. */
export async function answersEntities(facts: SubgraphFacts, parts: ReadingSubgraph): Promise<Bilingual | null> {
  try {
    const [address, asking] = prepareAsking(facts, parts);
    decode(facts.code, ENTITIES_ANSWER, await askSubgraph(address, ENTITIES, { ...asking, variables: { of: [] } }));
    return null;
  } catch (error) {
    return cannotRead(facts.code, "entities", error).message;
  }
}

/** What is searched for, and how much of it is wanted. */
export interface SubgraphSearch {
  readonly kind: string;
  readonly text: string;
  readonly first: number;
}

export type SubgraphFound =
  | ({ readonly ok: true } & z.output<typeof PAGE>)
  | { readonly ok: false; readonly message: Bilingual };

const SEARCH = /* GraphQL */ `
  query ($of: [HubNodeSearchInput!]!) {
    hubNodeSearch(searches: $of) { total relation items { typeName id summary { title } } }
  }
`;
const ITEM = z.object({
  typeName: z.string(),
  id: z.string(),
  summary: z.object({ title: z.string().nullable() }),
});
const PAGE = z.object({
  total: z.number(),
  relation: z.enum(["EXACT", "AT_LEAST"]),
  items: z.array(ITEM.nullable()).max(100),
});
const SEARCH_ANSWER = z.object({ hubNodeSearch: z.tuple([PAGE]) });

/** One search as the hub asks it. Never throws. */
export async function searchSubgraph(
  facts: SubgraphFacts,
  { kind, text, first }: SubgraphSearch,
  parts: ReadingSubgraph,
): Promise<SubgraphFound> {
  try {
    const [address, asking] = prepareAsking(facts, parts);
    const of = [{ kind, text: text === "" ? null : text, first, offset: 0 }];
    const answer = await askSubgraph(address, SEARCH, { ...asking, variables: { of } });
    const [page] = decode(facts.code, SEARCH_ANSWER, answer).hubNodeSearch;
    return { ok: true, ...page };
  } catch (error) {
    return { ok: false, message: cannotRead(facts.code, "search", error).message };
  }
}
