import { buildSchema, type GraphQLSchema } from "graphql";
import { composeGraph } from "#gateway/supergraph/compose-graph.ts";
import { publicApiOf } from "#gateway/supergraph/public-api.ts";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import { discoverNodes } from "#subgraphs/runtime/discover-nodes.ts";
import { toldNodes } from "#tests/support/told-nodes.ts";

/** Every node of the repository. */
export const nodes: readonly NodeDefinition[] = await discoverNodes();

/** The same, with platforms told in manifests alone. */
export const withTold: readonly NodeDefinition[] = [...nodes, ...toldNodes];

/** Nodes that are platforms: not the one that asks the others. */
export const platforms: readonly NodeDefinition[] = nodes.filter(({ seesOthers }) => seesOthers !== true);

/** SDL of the public API as clients see it, composed of exactly these nodes. */
export async function composeApiSdl(members: readonly NodeDefinition[]): Promise<string> {
  const { supergraphSdl, leftOut } = await composeGraph(members);
  if (leftOut.length > 0) throw new Error(`left out of the graph: ${JSON.stringify(leftOut)}`);
  return publicApiOf(supergraphSdl);
}

export async function composeApi(members: readonly NodeDefinition[]): Promise<GraphQLSchema> {
  return buildSchema(await composeApiSdl(members));
}
