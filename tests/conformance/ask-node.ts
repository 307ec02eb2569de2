import type { GatewayNode } from "#gateway/execute/gateway-node.ts";
import type { NodeResponse } from "#subgraphs/runtime/node-service.ts";

/** Asks a node as the gateway does, without a user's token. */
export function askNode(
  { service }: Pick<GatewayNode, "service">,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<NodeResponse> {
  const scope = {
    signal: AbortSignal.timeout(10_000),
    deadline: Date.now() + 10_000,
    requestId: "conformance",
    language: "zh" as const,
    credential: undefined,
    partition: "public",
  };
  return service.execute({ query, variables, scope });
}
