import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { parse } from "graphql";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { createRemoteNode, type RemoteNode } from "#gateway/execute/remote-node.ts";
import { createSignatureVerifier } from "#subgraphs/runtime/message-signature.ts";
import type { NodeRequest } from "#subgraphs/runtime/node-service.ts";
import { requestScope, stubNode, testCallNode } from "./stub-node.ts";

const KEYS = [
  { id: "new", secret: "0123456789abcdef-new" },
  { id: "old", secret: "0123456789abcdef-old" },
];
const SECRET = "planted http://10.0.0.7:8080/inner at resolve (/srv/node/resolvers.js:1:1)";
const HINTS = { sources: [], ttlMs: 0, isPrivate: false };
const TYPE_DEFS = parse("type Query { ok: String other: String }");

let listener: RequestListener = () => undefined;
const server = createServer((request, response) => listener(request, response));
let remote: RemoteNode;
let url = "";
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
});
beforeEach(() => {
  remote = createRemoteNode(
    { code: "far", url, typeDefs: TYPE_DEFS, sources: ["portal"] },
    { clock: systemClock, keys: KEYS },
  );
});
afterAll(async () => {
  await remote.close();
  server.closeAllConnections();
  server.close();
});

/** As the gateway asks it: under the one function that never throws. */
function ask(timeoutMs = 5_000, signal = new AbortController().signal) {
  const node = stubNode("far", () => Promise.reject(new Error("unused")), { service: remote.service });
  const nodeCredentials = new Map([
    ["far", "Bearer mine"],
    ["near", "Bearer other"],
  ]);
  const scope = requestScope({ deadline: Date.now() + timeoutMs, nodeCredentials, signal, language: "en" });
  return testCallNode()(node, { query: "{ ok }", variables: { a: 1 } }, scope);
}

const answer = (body: unknown, status = 200) => {
  listener = (_request, response) =>
    void response.writeHead(status).end(typeof body === "string" ? body : JSON.stringify(body));
};
const whole = (parts: object) => ({ data: { ok: "yes" }, extensions: { hub: HINTS }, ...parts });

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

test("is asked by a signed POST with its own credential, the language, the request's id and the time left", async () => {
  const verify = createSignatureVerifier(KEYS, systemClock);
  const seen = Promise.withResolvers<{ isSigned: boolean; body: unknown; headers: IncomingMessage["headers"] }>();
  listener = async (request, response) => {
    const body = await bodyOf(request);
    const { method = "", headers } = request;
    seen.resolve({ isSigned: await verify({ method, url, headers, body }), body: JSON.parse(body), headers });
    response.end(JSON.stringify(whole({})));
  };
  expect((await ask(2_000)).data).toEqual({ ok: "yes" });
  const { isSigned, body, headers } = await seen.promise;
  expect(isSigned).toBe(true);
  expect(body).toEqual({ query: "{ ok }", variables: { a: 1 } });
  expect(headers).toMatchObject({ authorization: "Bearer mine", "accept-language": "en", "x-request-id": "r-1" });
  expect(headers["signature-input"]).toContain('keyid="new"');
  expect(Number(headers["hub-deadline-ms"])).toBeGreaterThan(1_000);
  expect(Number(headers["hub-deadline-ms"])).toBeLessThan(2_000);
  expect(JSON.stringify(headers)).not.toContain("other");
});

describe("an answer that is none", () => {
  test.each<[string, RequestListener, string]>([
    ["401", (_, response) => void response.writeHead(401).end(SECRET), "NODE_UNAVAILABLE"],
    [
      "500 with a good body",
      (_, response) => void response.writeHead(500).end(JSON.stringify(whole({}))),
      "NODE_UNAVAILABLE",
    ],
    ["a closed line", (_, response) => void response.destroy(), "NODE_UNAVAILABLE"],
    ["a line closed in mid-body", (_, response) => cutInBody(response), "NODE_UNAVAILABLE"],
    ["no JSON", (_, response) => void response.end(SECRET), "NODE_BAD_RESPONSE"],
    ["half of it", (_, response) => void response.end(JSON.stringify(whole({})).slice(0, -3)), "NODE_BAD_RESPONSE"],
    ["a list", (_, response) => void response.end("[]"), "NODE_BAD_RESPONSE"],
    ["JSON of depth 100,000", (_, response) => void response.end("[".repeat(100_000)), "NODE_BAD_RESPONSE"],
    ["no hints", (_, response) => void response.end('{"data":{"ok":"yes"}}'), "NODE_BAD_RESPONSE"],
    [
      "neither data nor errors",
      (_, response) => void response.end(JSON.stringify({ extensions: { hub: HINTS } })),
      "NODE_BAD_RESPONSE",
    ],
    [
      "data that is a list",
      (_, response) => void response.end(JSON.stringify(whole({ data: [] }))),
      "NODE_BAD_RESPONSE",
    ],
    [
      "17 MB",
      (_, response) => void response.end(JSON.stringify(whole({ data: { ok: "x".repeat(17_000_000) } }))),
      "NODE_BAD_RESPONSE",
    ],
    [
      "compressed bytes that nobody asked for",
      (_, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(Buffer.from([31, 139])),
      "NODE_BAD_RESPONSE",
    ],
  ])("(%s) is told in our own words", async (_what, how, code) => {
    listener = how;
    const response = await ask();
    expect(response.data).toBeNull();
    expect(response.errors).toMatchObject([{ extensions: { code, node: "far", retryable: true } }]);
    expect(JSON.stringify(response)).not.toMatch(/planted|10\.0\.0\.7|127\.0\.0\.1|srv/);
    answer(whole({}));
    expect((await ask()).data).toEqual({ ok: "yes" });
  });

  function cutInBody(response: ServerResponse): void {
    response.writeHead(200, { "content-length": 1_000 });
    response.write("{");
    setTimeout(() => response.destroy(), 20);
  }

  test("a redirect is not followed", async () => {
    const paths: (string | undefined)[] = [];
    listener = (request, response) => {
      paths.push(request.url);
      response.writeHead(307, { location: "/elsewhere" }).end();
    };
    expect((await ask()).errors).toMatchObject([{ extensions: { code: "NODE_UNAVAILABLE" } }]);
    expect(paths).toEqual(["/graphql"]);
  });

  test("nobody listening is NODE_UNAVAILABLE", async () => {
    const closed = createServer().listen(0, "127.0.0.1");
    await once(closed, "listening");
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, "close");
    const facts = { code: "far", url: `http://127.0.0.1:${port}/graphql`, typeDefs: TYPE_DEFS, sources: [] };
    remote = createRemoteNode(facts, { clock: systemClock, keys: KEYS });
    expect((await ask()).errors).toMatchObject([{ extensions: { code: "NODE_UNAVAILABLE" } }]);
  });
});

describe("time", () => {
  test.each(["hang", "drip"] as const)("a %s is cut by the deadline, and its line closed", async (mode) => {
    const closed = Promise.withResolvers<void>();
    listener = (_request, response) => {
      response.once("close", () => closed.resolve());
      if (mode === "hang") return;
      const drip = setInterval(() => response.write(" "), 20);
      response.once("close", () => clearInterval(drip));
    };
    const startedAt = performance.now();
    const response = await ask(300);
    expect(performance.now() - startedAt).toBeLessThan(600);
    expect(response.errors).toMatchObject([{ extensions: { code: "NODE_TIMEOUT", node: "far", retryable: true } }]);
    expect(response.extensions.hub.sources).toMatchObject([{ source: "portal", outcome: "TIMEOUT" }]);
    await closed.promise;
  });

  test("a client that leaves closes the line", async () => {
    const client = new AbortController();
    const closed = Promise.withResolvers<void>();
    listener = (_request, response) => {
      response.once("close", () => closed.resolve());
      client.abort();
    };
    await ask(5_000, client.signal);
    await closed.promise;
  });
});

describe("what a node says of itself", () => {
  test("its errors keep code and place, not their words", async () => {
    const errors = [
      { message: SECRET, path: ["ok"], extensions: { code: "NODE_TIMEOUT", node: "near", stacktrace: [SECRET] } },
      { message: SECRET, path: ["ok", SECRET], extensions: { code: "SELF_MADE" } },
    ];
    answer(whole({ data: { ok: null }, errors }));
    const response = await ask();
    expect(response.errors).toMatchObject([
      { path: ["ok"], extensions: { code: "NODE_TIMEOUT", node: "far", retryable: true } },
      { extensions: { code: "INTERNAL", node: "far", retryable: false } },
    ]);
    expect(response.errors?.[1]?.path).toBeUndefined();
    expect(response.errors?.map(({ message }) => message).join()).not.toContain("planted");
  });

  test("fields that were not asked for, and values that are none, are gone", async () => {
    answer(whole({ data: { ok: { deep: SECRET }, other: SECRET, planted: SECRET } }));
    const response = await ask();
    expect(response.data).toEqual({ ok: null });
    expect(response.errors).toMatchObject([{ path: ["ok"], extensions: { code: "NODE_BAD_RESPONSE" } }]);
  });

  test("it speaks of its own sources only, and no answer of it is kept longer than a day", async () => {
    const report = { node: "near", outcome: "OK", upstreamCalls: 1, cacheHits: 0, ageSeconds: 0, durationMs: 3 };
    const sources = [
      { ...report, source: "portal" },
      { ...report, source: SECRET },
    ];
    answer(whole({ extensions: { hub: { sources, ttlMs: 1e15, isPrivate: false } } }));
    const { hub } = (await ask()).extensions;
    expect(hub.sources).toEqual([{ ...report, node: "far", source: "portal" }]);
    expect(hub.ttlMs).toBe(86_400_000);
    const beyond = { staleWhileRevalidateMs: 1e15, staleIfErrorMs: -5 };
    answer(whole({ extensions: { hub: { ...HINTS, ...beyond } } }));
    expect((await ask()).extensions.hub).toMatchObject({ staleWhileRevalidateMs: 86_400_000, staleIfErrorMs: 0 });
    answer(whole({ extensions: { hub: { ...HINTS, ttlMs: -5 } } }));
    expect((await ask()).extensions.hub.ttlMs).toBe(0);
  });

  test("the health of its sources follows its reports", async () => {
    expect(remote.health("portal").state).toBe("UNKNOWN");
    const told = async (outcome: string) => {
      const report = { source: "portal", outcome, upstreamCalls: 1, cacheHits: 0, ageSeconds: 0, durationMs: 3 };
      answer(whole({ extensions: { hub: { ...HINTS, sources: [report] } } }));
      await ask();
      return remote.health("portal");
    };
    expect(await told("OK")).toMatchObject({ state: "UP", lastSuccessAt: expect.any(Number), lastFailureAt: null });
    expect((await told("SKIPPED")).state).toBe("UP");
    expect(await told("TIMEOUT")).toMatchObject({ state: "DOWN", lastFailureKind: "TIMEOUT" });
    expect((await told("PARTIAL")).state).toBe("DEGRADED");
  });
});

test("without a key nothing is sent", async () => {
  const facts = { code: "far", url, typeDefs: TYPE_DEFS, sources: [] };
  remote = createRemoteNode(facts, { clock: systemClock, keys: [] });
  let requests = 0;
  listener = () => {
    requests += 1;
  };
  const { credential: _none, ...scope } = { ...requestScope(), credential: undefined, partition: "public" };
  const request: NodeRequest = { query: "{ ok }", scope };
  await expect(remote.service.execute(request)).rejects.toThrow("signing key");
  expect(requests).toBe(0);
});
