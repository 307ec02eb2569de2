import { createNodeService } from "#subgraphs/runtime/create-node-service.ts";
import type { Language } from "#subgraphs/runtime/define-node.ts";
import type { NodeResponse } from "#subgraphs/runtime/node-service.ts";
import { readSchema } from "#subgraphs/runtime/read-schema.ts";
import { node } from "#subgraphs/sichuan/node.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { type SichuanBench, startSichuan } from "#tests/support/start-sichuan.ts";

export interface SichuanNode extends SichuanBench {
  /** `data`; any error fails the test. */
  ask(query: string, variables?: Readonly<Record<string, unknown>>, language?: Language): Promise<Answer>;
  execute(query: string, variables?: Readonly<Record<string, unknown>>, language?: Language): Promise<NodeResponse>;
}

// biome-ignore lint/suspicious/noExplicitAny: answers are read field by field by the tests that asked for them
type Answer = any;

/** The node over the sandbox of its portal, asked as the gateway asks it. */
export async function startSichuanNode(): Promise<SichuanNode> {
  const bench = await startSichuan();
  const service = serviceOver(bench.portal);
  const execute: SichuanNode["execute"] = (query, variables = {}, language = "zh") => {
    const { observe: _observe, ...scope } = createCallContext();
    return service.execute({ query, variables, scope: { ...scope, language } });
  };
  return {
    ...bench,
    [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose](),
    execute,
    ask: async (query, variables, language) => {
      const { data, errors } = await execute(query, variables, language);
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return data;
    },
  };
}

export function serviceOver(portal: SichuanBench["portal"] | null) {
  const ownSchema = readSchema(node.schema as URL);
  return createNodeService({ definition: node, clients: { portal }, ownSchema });
}

const SEARCH = `query Search($searches: [HubNodeSearchInput!]!) {
  hubNodeSearch(searches: $searches) {
    total relation items { typeName id summary { title numbers region date fetchedAt } }
  }
}`;

/** One contract question. */
export async function find(node: SichuanNode, search: Readonly<Record<string, unknown>>) {
  const { hubNodeSearch } = await node.ask(SEARCH, { searches: [{ first: 20, offset: 0, ...search }] });
  return hubNodeSearch[0] as FoundPage;
}

export async function findAll(node: SichuanNode, searches: readonly Readonly<Record<string, unknown>>[]) {
  const data = await node.ask(SEARCH, { searches: searches.map((search) => ({ first: 20, offset: 0, ...search })) });
  return data.hubNodeSearch as readonly FoundPage[];
}

interface FoundPage {
  readonly total: number;
  readonly relation: string;
  readonly items: readonly {
    readonly typeName: string;
    readonly id: string;
    readonly summary: {
      readonly title: string;
      readonly numbers: readonly string[];
      readonly region: string | null;
      readonly date: string | null;
    };
  }[];
}

/** Entities by type and id, as the gateway fetches them. */
export async function entities(
  node: SichuanNode,
  references: readonly { readonly typeName: string; readonly id: string }[],
  selection: string,
  language?: Language,
) {
  const representations = references.map(({ typeName, id }) => ({ __typename: typeName, id }));
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename ${selection} } }`;
  const data = await node.ask(query, { representations }, language);
  return data._entities as Answer[];
}
