import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { print } from "graphql";
import { readSettings } from "#adapters/runtime/settings/read-settings.ts";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { SYSTEM_TIMER } from "#adapters/runtime/timer.ts";
import { AnswerPolicy } from "#gateway/cache/answer-policy.ts";
import { FetchStore } from "#gateway/cache/fetch-store.ts";
import { createFederationEngine } from "#gateway/engine/federation-engine.ts";
import type { RequestScope } from "#gateway/http/operation.ts";
import type { Planner } from "#gateway/plan/planner.ts";
import { plainFetchCache } from "#gateway/router/plain-fetch-cache.ts";
import { createPlainSubgraph, type PlainState } from "#gateway/router/plain-subgraph.ts";
import { startRouter } from "#gateway/router/start-router.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";
import type { Composed } from "./compose-graph.ts";
import { type Answering, answering, type Executor, KEPT_MS } from "./executors.ts";
import { memberSchema } from "./member-schema.ts";
import type { Answer } from "./monolith.ts";
import type { World } from "./world.ts";

const STORE_BYTES = 64 * 1_048_576;
const KEEPABLE = `public, max-age=${KEPT_MS / 1_000}`;
const NO_METRICS = { observe: () => {}, countEntities: () => {} };

/** Our engine over HTTP to members that are servers of their own; `keeps`: with a store of what they answered. */
export async function remoteEngine(
  composed: Composed,
  world: World,
  { planner, keeps }: { readonly planner: Planner; readonly keeps: boolean },
): Promise<Executor> {
  await using opened = new AsyncDisposableStack();
  const { urls, asked } = await serveMembers(composed, world, { opened, cacheControl: KEEPABLE });
  const store = new FetchStore({ clock: systemClock, maxBytes: STORE_BYTES });
  const subgraphs = [...urls].map(([name, url]) =>
    createPlainSubgraph({ name, url }, { timer: SYSTEM_TIMER, metrics: NO_METRICS }),
  );
  for (const { close } of subgraphs) opened.defer(close);
  const engine = await createFederationEngine<PlainState>({
    planner,
    subgraphs: new Map(subgraphs.map((subgraph) => [subgraph.name, subgraph])),
    ...(keeps ? { cache: plainFetchCache({ store, metrics: NO_METRICS, generation: 0 }) } : {}),
    allowsObjectScalars: true,
    describeMisfit: (message) => ({ message }),
  });
  const running = opened.move();
  return {
    name: keeps ? "remote, keeping" : "remote",
    ask: (request) => engine.execute(request, { scope: anyScope(), policy: new AnswerPolicy() }),
    asked,
    ...(keeps ? { forget: () => store.clear() } : {}),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** The router over HTTP, its members servers of their own. */
export async function ourRouter(composed: Composed, world: World): Promise<Executor> {
  await using opened = new AsyncDisposableStack();
  // What it kept would be of another world.
  const { urls, asked } = await serveMembers(composed, world, { opened, cacheControl: "no-store" });
  let sdl = composed.supergraphSdl;
  for (const [name, url] of urls) sdl = sdl.replace(`"node:${name}"`, JSON.stringify(url));
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
    asked,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** Of whom nothing is told to members. */
function anyScope(): RequestScope {
  return {
    requestId: "differential",
    method: "POST",
    language: "zh",
    signal: new AbortController().signal,
    deadline: Date.now() + KEPT_MS,
    nodeCredentials: new Map(),
    partition: "public",
    wantsSources: false,
  };
}

interface Serving {
  readonly opened: AsyncDisposableStack;
  readonly cacheControl: string;
}

async function serveMembers(composed: Composed, world: World, serving: Serving) {
  let asked = 0;
  const urls = new Map<string, string>();
  for (const name of composed.graph.members) {
    const answer = answering(memberSchema(composed, name, world));
    const told: Answering = (query, variables) => {
      asked++;
      return answer(query, variables);
    };
    urls.set(name, await serve(told, serving));
  }
  return { urls, asked: () => asked };
}

async function serve(answer: Answering, { opened, cacheControl }: Serving): Promise<string> {
  const server = createServer(async (request, response) => {
    const asked = await json(request).catch(() => null);
    // Ports are the machine's: whoever else asks here by mistake gets no answer, and does not end the run.
    if (!isQuestion(asked)) return void response.writeHead(400).end();
    const { query, variables = {} } = asked;
    response.setHeader("content-type", "application/json");
    response.setHeader("cache-control", cacheControl);
    response.end(JSON.stringify(await answer(query, variables)));
  });
  // A line that is closed while a mutation is on its way to it would be an error of its own.
  server.keepAliveTimeout = 0;
  await once(server.listen(0, "127.0.0.1"), "listening");
  opened.defer(async () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

interface Question {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

function isQuestion(asked: unknown): asked is Question {
  return typeof asked === "object" && asked !== null && "query" in asked && typeof asked.query === "string";
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
