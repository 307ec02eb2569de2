import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { execute, type GraphQLSchema, parse, print, validate } from "graphql";
import { readSettings } from "#adapters/runtime/settings/read-settings.ts";
import { createFederationEngine } from "#gateway/engine/federation-engine.ts";
import type { Subgraph, SubgraphAnswer } from "#gateway/engine/subgraph.ts";
import { createGraphPlanner } from "#gateway/plan/graph-planner.ts";
import { startRouter } from "#gateway/router/start-router.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";
import type { Composed } from "./compose-graph.ts";
import type { Feature } from "./features.ts";
import { memberSchema } from "./member-schema.ts";
import type { Answer, Request } from "./monolith.ts";
import type { Operation } from "./random-operation.ts";
import type { World } from "./world.ts";

/** Some operations have so many ways that looking at all of them takes minutes; which one is taken is all one here. */
export const PLANNER_BOUNDS = { maxEvaluatedPlans: 100, pathsLimit: 200 };

/** Something that answers operations over a graph whose members answer from a world. */
export interface Executor extends AsyncDisposable {
  readonly name: string;
  ask(request: Request): Promise<Answer>;
  /** Questions to members so far. */
  readonly asked: () => number;
  /** Why it may answer wrong. */
  readonly faults?: (composed: Composed, operation: Operation, features: ReadonlySet<Feature>) => readonly string[];
}

/** Our engine; members answer in the same thread. What they answer must never be written into. */
export async function ourEngine(composed: Composed, world: World, takesBatches: boolean): Promise<Executor> {
  const { facts, plan } = createGraphPlanner(composed.supergraphSdl, PLANNER_BOUNDS);
  let asked = 0;
  const member = (name: string): Subgraph<null> => {
    const answer = answering(memberSchema(composed, name, world));
    const ask: Subgraph<null>["ask"] = async ({ query, variables, representations }) => {
      asked++;
      return frozen(await answer(query, representations === undefined ? variables : { ...variables, representations }));
    };
    return { name, takesBatches, ask };
  };
  const engine = await createFederationEngine<null>({
    planner: { facts, plan: async (document) => plan(document), close: async () => {} },
    subgraphs: new Map(composed.graph.members.map((name) => [name, member(name)])),
    allowsObjectScalars: true,
    describeMisfit: (message) => ({ message }),
  });
  return {
    name: takesBatches ? "ours" : "ours, a question at a time",
    ask: (request) => engine.execute(request, null),
    asked: () => asked,
    [Symbol.asyncDispose]: async () => {},
  };
}

/** The router over HTTP, its members servers of their own. */
export async function ourRouter(composed: Composed, world: World): Promise<Executor> {
  await using opened = new AsyncDisposableStack();
  let asked = 0;
  let sdl = composed.supergraphSdl;
  for (const name of composed.graph.members) {
    const url = await serve(answering(memberSchema(composed, name, world)), opened, () => asked++);
    sdl = sdl.replace(`"node:${name}"`, JSON.stringify(url));
  }
  const folder = opened.use(await temporaryFolder());
  const file = join(folder.path, "supergraph.graphql");
  await writeFile(file, sdl);
  const router = await startRouter(readSettings({ env: { PORT: "0", HUB_LOG_LEVEL: "silent" }, file: null }), file);
  opened.defer(() => router.stop());
  const running = opened.move();
  return {
    name: "router",
    ask: ({ document, variables, operationName }) =>
      post(`${router.url}/graphql`, { query: print(document), variables, operationName }),
    asked: () => asked,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

type Answering = (query: string, variables: Readonly<Record<string, unknown>>) => Promise<SubgraphAnswer>;

function answering(schema: GraphQLSchema): Answering {
  return async (query, variableValues) => {
    const document = parse(query);
    const [invalid] = validate(schema, document);
    if (invalid !== undefined) return { data: null, errors: [{ message: `invalid question: ${invalid.message}` }] };
    const { data, errors } = await execute({ schema, document, variableValues });
    return {
      data: data ?? null,
      ...(errors === undefined ? {} : { errors: errors.map(({ message, path }) => ({ message, path })) }),
    };
  };
}

async function serve(answer: Answering, opened: AsyncDisposableStack, tell: () => void): Promise<string> {
  const server = createServer(async (request, response) => {
    tell();
    const { query, variables = {} } = (await json(request)) as { query: string; variables?: Record<string, unknown> };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(await answer(query, variables)));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  opened.defer(async () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function post(url: string, body: object): Promise<Answer> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const { data, errors = [] } = (await response.json()) as Partial<Answer>;
  return { data, errors };
}

function frozen<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}
