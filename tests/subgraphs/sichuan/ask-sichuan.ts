import { createNodeService } from "#subgraphs/runtime/create-node-service.ts";
import type { Language } from "#subgraphs/runtime/define-node.ts";
import type { NodeResponse } from "#subgraphs/runtime/node-service.ts";
import { readSchema } from "#subgraphs/runtime/read-schema.ts";
import { node } from "#subgraphs/sichuan/node.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import type { Entities, Searched } from "#tests/support/node-answers.ts";
import { present } from "#tests/support/present.ts";
import { type SichuanBench, startSichuan } from "#tests/support/start-sichuan.ts";

export interface SichuanNode extends SichuanBench {
  /** `data`, which is what the query asks for; any error fails the test. */
  ask<Data>(query: string, variables?: Variables, language?: Language): Promise<Data>;
  execute(query: string, variables?: Variables, language?: Language): Promise<NodeResponse>;
}

type Variables = Readonly<Record<string, unknown>>;

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
    ask: async <Data>(query: string, variables?: Variables, language?: Language) => {
      const { data, errors } = await execute(query, variables, language);
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return present(data) as Data;
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
  const { hubNodeSearch } = await node.ask<Searched>(SEARCH, { searches: [{ first: 20, offset: 0, ...search }] });
  return present(hubNodeSearch[0]);
}

export async function findAll(node: SichuanNode, searches: readonly Readonly<Record<string, unknown>>[]) {
  const asked = searches.map((search) => ({ first: 20, offset: 0, ...search }));
  const { hubNodeSearch } = await node.ask<Searched>(SEARCH, { searches: asked });
  return hubNodeSearch.map(present);
}

/** Entities by type and id, as the gateway fetches them. `Entity` is what is selected; null for what is not there. */
export async function entities<Entity = Readonly<Record<string, unknown>>>(
  node: SichuanNode,
  references: readonly { readonly typeName: string; readonly id: string }[],
  selection: string,
  language?: Language,
) {
  const representations = references.map(({ typeName, id }) => ({ __typename: typeName, id }));
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename ${selection} } }`;
  const { _entities: found } = await node.ask<Entities<Entity>>(query, { representations }, language);
  return found;
}
