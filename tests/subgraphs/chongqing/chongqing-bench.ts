import { node } from "#subgraphs/chongqing/node.ts";
import { createNodeService } from "#subgraphs/runtime/create-node-service.ts";
import type { NodeError } from "#subgraphs/runtime/node-error.ts";
import type { NodeHints, NodeService } from "#subgraphs/runtime/node-service.ts";
import { ownSchemaOf } from "#subgraphs/runtime/open-node.ts";
import { present } from "#tests/support/present.ts";
import { type Kjy01Bench, startKjy01 } from "#tests/support/start-kjy01.ts";

export interface Answer<Data> {
  /** What was asked for; throws where nothing at all was answered. */
  readonly data: Data;
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
  /** `Data` is what the query asks for. */
  ask<Data = Readonly<Record<string, unknown>>>(query: string, options?: AskOptions): Promise<Answer<Data>>;
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

export async function askNode<Data = Readonly<Record<string, unknown>>>(
  service: NodeService,
  query: string,
  options: AskOptions = {},
): Promise<Answer<Data>> {
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
  return {
    get data() {
      return present(response.data) as Data;
    },
    errors: response.errors ?? [],
    hints: response.extensions.hub,
  };
}
