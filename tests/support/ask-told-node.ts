import type { SearchedClient } from "#adapters/manifest/search/record-finder.ts";
import { createNodeService } from "#subgraphs/runtime/create-node-service.ts";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import type { NodeResponse, NodeService } from "#subgraphs/runtime/node-service.ts";
import { ownSchemaOf } from "#subgraphs/runtime/open-node.ts";

/** A told node that answers GraphQL; its clients are made as the hub makes them. */
export function serviceOf(definition: NodeDefinition, client: SearchedClient | null = null): NodeService {
  return createNodeService({
    definition,
    clients: Object.fromEntries(Object.keys(definition.sources).map((name) => [name, client])),
    ownSchema: ownSchemaOf(definition, []),
  });
}

/** Asks as the gateway does; as it would cross to a gateway elsewhere. */
export async function ask(
  service: NodeService,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  language: "zh" | "en" = "zh",
): Promise<NodeResponse> {
  const scope = {
    signal: AbortSignal.timeout(10_000),
    deadline: Date.now() + 10_000,
    requestId: "told",
    language,
    credential: undefined,
    partition: "public",
  };
  const response = await service.execute({ query, variables, scope });
  return { ...response, data: JSON.parse(JSON.stringify(response.data ?? null)) };
}
