import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type GraphQLSchema, parse } from "graphql";
import { LRUCache } from "lru-cache";
import { compileAnswer, type WriteAnswer } from "./compile-answer.ts";
import { obey } from "./control.ts";
import { createShopSchema } from "./shop-resolvers.ts";
import { SHOP_SUBGRAPHS, type ShopSubgraph } from "./shop-schema.ts";

// The four subgraphs of the shop in one process of their own, each on a port of its own; addresses are sent to the parent.
const counts = new Map<string, number>();
let cacheControl: string | null = null;

obey({
  counts: () => {
    const seen = Object.fromEntries(counts);
    counts.clear();
    return seen;
  },
  "cache-control": ({ value }) => {
    cacheControl = value;
    return null;
  },
});
const addresses = await Promise.all(SHOP_SUBGRAPHS.map(async (name) => [name, await serve(name)] as const));
process.send?.({ ready: Object.fromEntries(addresses) });

async function serve(name: ShopSubgraph): Promise<string> {
  const answerTo = createAnswering(createShopSchema(name));
  const server = createServer({ keepAliveTimeout: 600_000, requestTimeout: 0 }, (request, response) => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    readBody(request, (body) => write(response, answerTo(body)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

interface Question {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

function createAnswering(schema: GraphQLSchema): (body: string) => string {
  const compiled = new LRUCache<string, WriteAnswer>({ max: 500 });
  return (body) => {
    const { query, variables = {} } = JSON.parse(body) as Question;
    const write = compiled.get(query) ?? compileAnswer(schema, parse(query));
    compiled.set(query, write);
    return `{"data":${write(variables)}}`;
  };
}

function readBody(request: IncomingMessage, done: (body: string) => void): void {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (chunk: string) => {
    body += chunk;
  });
  request.on("end", () => done(body));
}

function write(response: ServerResponse, text: string): void {
  const body = Buffer.from(text);
  const headers: Record<string, string | number> = {
    "content-type": "application/json",
    "content-length": body.length,
  };
  if (cacheControl !== null) headers["cache-control"] = cacheControl;
  response.writeHead(200, headers);
  response.end(body);
}
