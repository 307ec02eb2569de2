import { buildSubgraphSchema } from "@apollo/subgraph";
import { execute, type GraphQLSchema, parse } from "graphql";
import { Registry } from "prom-client";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { SYSTEM_TIMER } from "#adapters/runtime/timer.ts";
import { FetchStore } from "#gateway/cache/fetch-store.ts";
import { Flights } from "#gateway/cache/flights.ts";
import { createApolloEngine } from "#gateway/execute/apollo-engine.ts";
import type { Engine } from "#gateway/execute/engine.ts";
import { createMemoryEntityCache } from "#gateway/execute/entity-cache.ts";
import { createEntityFetcher } from "#gateway/execute/fetch-entities.ts";
import type { GatewayNode } from "#gateway/execute/gateway-node.ts";
import { createHubEngine } from "#gateway/execute/hub-engine.ts";
import { createNodeMetrics } from "#gateway/execute/node-metrics.ts";
import { createRunOperation } from "#gateway/execute/run-operation.ts";
import type { SharedCall } from "#gateway/execute/share-calls.ts";
import type { OperationOutcome, RequestScope, RunOperation } from "#gateway/http/operation.ts";
import { apolloComposer } from "#gateway/supergraph/apollo-composer.ts";
import type { NodeErrorExtensions } from "#subgraphs/runtime/node-error.ts";
import type { NodeRequest, NodeResponse } from "#subgraphs/runtime/node-service.ts";
import { answered, requestScope, type StubAnswer, type StubNode, stubNode, testCallNode } from "./stub-node.ts";

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])`;

/** "hub" lists things, "a" and "b" each own one of their types; b's things have friends of both types. */
const LISTS = `${LINK}
  interface Thing { id: ID! }
  type A implements Thing @key(fields: "id", resolvable: false) { id: ID! }
  type B implements Thing @key(fields: "id", resolvable: false) { id: ID! }
  type Query { things: [Thing] thing(id: ID): Thing }`;
const OWNER_OF_A = `${LINK}
  interface Thing { id: ID! title: String }
  type A implements Thing @key(fields: "id") { id: ID! title: String }`;
const OWNER_OF_B = `${LINK}
  interface Thing { id: ID! title: String }
  type A implements Thing @key(fields: "id", resolvable: false) { id: ID! title: String @external }
  type B implements Thing @key(fields: "id") { id: ID! title: String must: String! friends: [Thing] }`.replace(
  '["@key"]',
  '["@key", "@external"]',
);

const THINGS = ["a1", "b1", null, "a2", "b2", "a1"];

export interface SmallGraph {
  readonly nodes: Readonly<Record<"hub" | "a" | "b", StubNode>>;
  run(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    scope?: Partial<RequestScope>,
  ): Promise<OperationOutcome>;
  stop(): Promise<void>;
}

/** Replaces what a node answers; undefined lets it answer as it is. */
export type Override = (node: string, request: NodeRequest) => ReturnType<StubAnswer> | undefined;

/** A whole engine over three small nodes; `ttlMs` is what they say of their own answers. */
export async function startSmallGraph(override: Override, ttlMs = 0): Promise<SmallGraph> {
  const { nodes, supergraphSdl } = await composeNodes(override, ttlMs);
  return { nodes, ...(await startEngine(supergraphSdl, Object.values(nodes))) };
}

export interface KeepingGraph extends SmallGraph {
  /** What the nodes answered. */
  readonly fetches: FetchStore;
  /** Their answers that several waited for. */
  readonly calls: Flights<SharedCall>;
}

/** The same over our own engine, which keeps what nodes answered (never of B) and shares questions under way. */
export async function startKeepingGraph(override: Override, ttlMs = 0): Promise<KeepingGraph> {
  const { nodes, supergraphSdl } = await composeNodes(override, ttlMs);
  const fetches = new FetchStore({ clock: systemClock, maxBytes: 16_000_000, isPrivateType: (name) => name === "B" });
  const calls = new Flights<SharedCall>();
  const parts = { nodes: Object.values(nodes), callNode: testCallNode(), clock: systemClock, logger: SILENT_LOGGER };
  const metrics = createNodeMetrics(new Registry());
  const kept = { fetches, calls, timer: SYSTEM_TIMER };
  const engine = await createHubEngine({ ...parts, ...kept, supergraphSdl, metrics, introspection: true });
  return { nodes, fetches, calls, ...running(engine, createRunOperation({ ...parts, engine })) };
}

async function composeNodes(override: Override, ttlMs: number) {
  const typeDefs = { hub: parse(LISTS), a: parse(OWNER_OF_A), b: parse(OWNER_OF_B) };
  const make = (code: keyof typeof typeDefs, resolvers: object) => {
    const schema = buildSubgraphSchema({ typeDefs: typeDefs[code], resolvers: resolvers as never });
    return stubNode(code, (request) => override(code, request) ?? answerBy(schema, ttlMs, request), {
      typeDefs: typeDefs[code],
      seesOthers: code === "hub",
    });
  };
  const nodes = {
    hub: make("hub", {
      Query: { things: () => THINGS.map(toThing), thing: (_: unknown, { id }: { id: string }) => toThing(id) },
    }),
    a: make("a", { A: { __resolveReference: ({ id }: { id: string }) => ({ id, title: `title of ${id}` }) } }),
    b: make("b", {
      B: {
        __resolveReference: ({ id }: { id: string }) => ({ id, title: `title of ${id}`, must: "must" }),
        friends: () => ["b3", "a1", "a3"].map((id) => ({ ...toThing(id), title: `title of ${id}` })),
      },
    }),
  };
  const services = Object.entries(typeDefs).map(([name, document]) => ({ name, typeDefs: document }));
  const composition = await apolloComposer.compose(services);
  if (composition.kind === "refused") throw new Error(JSON.stringify(composition.problems));
  return { nodes, supergraphSdl: composition.supergraphSdl };
}

async function startEngine(supergraphSdl: readonly string[], nodes: readonly GatewayNode[]) {
  const callNode = testCallNode();
  const entities = createEntityFetcher({
    callNode,
    cache: createMemoryEntityCache(systemClock, 1_000_000),
    clock: systemClock,
    metrics: createNodeMetrics(new Registry()),
    isPrivateType: () => false,
  });
  const logger = SILENT_LOGGER;
  const engine = await createApolloEngine({ supergraphSdl, nodes, callNode, entities, introspection: true, logger });
  return running(engine, createRunOperation({ engine, nodes, callNode, clock: systemClock, logger }));
}

function running(engine: Engine, run: RunOperation): Pick<SmallGraph, "run" | "stop"> {
  return {
    run: (query: string, variables = {}, scope: Partial<RequestScope> = {}) =>
      run({ query, variables }, requestScope(scope)),
    stop: engine.stop,
  };
}

function toThing(id: string | null) {
  return id === null ? null : { __typename: id.startsWith("a") ? "A" : "B", id };
}

async function answerBy(schema: GraphQLSchema, ttlMs: number, request: NodeRequest): Promise<NodeResponse> {
  const { data, errors } = await execute({ schema, document: parse(request.query), variableValues: request.variables });
  const extensions: NodeErrorExtensions = { code: "NODE_REJECTED", node: "stub", retryable: false };
  const told = errors?.map(({ message, path }) => ({ message, path, extensions }));
  return answered(data, { ttlMs, ...(told === undefined ? {} : { errors: told }) });
}
