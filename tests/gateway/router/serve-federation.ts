import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { composeServices } from "@apollo/composition";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { type DocumentNode, execute, type GraphQLSchema, parse, validate } from "graphql";
import { readSettings } from "#adapters/runtime/settings/read-settings.ts";
import type { Timer } from "#adapters/runtime/timer.ts";
import { type Router, startRouter } from "#gateway/router/start-router.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@shareable", "@requires", "@external", "@provides", "@override", "@inaccessible", "@interfaceObject", "@tag",
  "@extends", "@composeDirective", "@authenticated", "@requiresScopes", "@policy", "@cost", "@listSize"])`;

interface Member {
  /** Without the line that links Federation. */
  readonly sdl: string;
  readonly resolvers?: object;
  /** Of Federation 1, which is not linked. */
  readonly isFirst?: boolean;
  /** Instead of answering from the resolvers. */
  readonly answer?: RequestListener;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Members = Readonly<Record<string, Member>>;

interface Asked {
  readonly member: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly path?: unknown; readonly extensions?: unknown }[];
}

export interface Federation extends AsyncDisposable {
  readonly url: string;
  readonly supergraphSdl: string;
  /** Where that stands. */
  readonly file: string;
  readonly router: Router;
  /** What the members were asked, in order. */
  readonly asked: readonly Asked[];
  query(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer>;
}

/** Members as servers of their own, composed, behind a router of ours: as clients see it, over HTTP. */
export async function serveFederation(
  members: Members,
  env: Readonly<Record<string, string>> = {},
  timer?: Timer,
): Promise<Federation> {
  await using opened = new AsyncDisposableStack();
  const asked: Asked[] = [];
  const services = [];
  for (const [name, member] of Object.entries(members)) {
    services.push({ name, url: await serveMember(name, member, asked, opened), typeDefs: typeDefsOf(member) });
  }
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join("; "));
  const folder = await temporaryFolder();
  opened.use(folder);
  const file = join(folder.path, "supergraph.graphql");
  await writeFile(file, supergraphSdl);
  const settings = readSettings({ env: { PORT: "0", HUB_LOG_LEVEL: "silent", ...env }, file: null });
  const router = await startRouter(settings, file, timer);
  opened.defer(() => router.stop());
  const running = opened.move();
  return {
    url: router.url,
    supergraphSdl,
    file,
    router,
    asked,
    query: async (query, variables = {}) => {
      const response = await fetch(`${router.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as Answer;
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

async function serveMember(
  name: string,
  member: Member,
  asked: Asked[],
  opened: AsyncDisposableStack,
): Promise<string> {
  const { resolvers = {}, answer, headers = {} } = member;
  // The resolvers of a test are its own; @apollo/subgraph takes any map.
  const schema = buildSubgraphSchema({ typeDefs: typeDefsOf(member), resolvers: resolvers as never });
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    const { query, variables } = JSON.parse(await bodyOf(request)) as Omit<Asked, "member">;
    asked.push({ member: name, query, variables });
    if (answer !== undefined) return answer(request, response);
    response.writeHead(200, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(await answerOf(schema, query, variables)));
  };
  const server = createServer((request, response) => void listener(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  opened.defer(async () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

function typeDefsOf({ sdl, isFirst }: Member): DocumentNode {
  return parse(isFirst === true ? sdl : LINK + sdl);
}

async function answerOf(schema: GraphQLSchema, query: string, variableValues: Asked["variables"]) {
  const document = parse(query);
  const errors = validate(schema, document);
  return errors.length > 0 ? { errors } : await execute({ schema, document, variableValues });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
