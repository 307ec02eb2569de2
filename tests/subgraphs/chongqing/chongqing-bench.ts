import { node } from "#subgraphs/chongqing/node.ts";
import { createNodeService } from "#subgraphs/runtime/create-node-service.ts";
import type { NodeError } from "#subgraphs/runtime/node-error.ts";
import type { NodeHints, NodeService } from "#subgraphs/runtime/node-service.ts";
import { ownSchemaOf } from "#subgraphs/runtime/open-node.ts";
import { type Kjy01Bench, startKjy01 } from "#tests/support/start-kjy01.ts";

export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: answers are read freely by their paths
  readonly data: any;
  readonly errors: readonly NodeError[];
  readonly hints: NodeHints;
}

export interface AskOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly credential?: string;
  readonly language?: "zh" | "en";
}

export interface NodeBench extends Kjy01Bench {
  readonly service: NodeService;
  ask(query: string, options?: AskOptions): Promise<Answer>;
}

/** The chongqing node in process, over the sandbox of its platform. */
export async function startChongqing(): Promise<NodeBench> {
  const kjy01 = await startKjy01();
  const service = createNodeService({
    definition: node,
    clients: { kjy01: kjy01.client },
    ownSchema: ownSchemaOf(node, []),
  });
  return {
    client: kjy01.client,
    sandbox: kjy01.sandbox,
    world: kjy01.world,
    service,
    ask: (query, options = {}) => askNode(service, query, options),
    [Symbol.asyncDispose]: () => kjy01[Symbol.asyncDispose](),
  };
}

export async function askNode(service: NodeService, query: string, options: AskOptions = {}): Promise<Answer> {
  const { variables, credential, language = "zh" } = options;
  const response = await service.execute({
    query,
    variables,
    scope: {
      signal: new AbortController().signal,
      deadline: Date.now() + 10_000,
      requestId: "test",
      credential,
      partition: credential === undefined ? "public" : `hash of ${credential}`,
      language,
    },
  });
  return { data: response.data, errors: response.errors ?? [], hints: response.extensions.hub };
}
