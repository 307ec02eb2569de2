import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createSignatureVerifier,
  readSignatureKeys,
  type SignableRequest,
  type SignatureKey,
  signRequest,
} from "#subgraphs/runtime/message-signature.ts";
import type { NodeRequest, NodeService } from "#subgraphs/runtime/node-service.ts";
import { createNodeServer, listenOn } from "#subgraphs/runtime/serve-node.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { startTestHub, startTestHubOfSubgraphs, type TestHub } from "#tests/support/start-test-hub.ts";

const NEW: SignatureKey = { id: "new-2026", secret: "0123456789abcdef-new" };
const OLD: SignatureKey = { id: "old-2025", secret: "0123456789abcdef-old" };
const STRANGER: SignatureKey = { id: "new-2026", secret: "a-guess-of-sixteen-characters" };

describe("a node of its own", () => {
  const clock = new ManualClock();
  const ran: NodeRequest[] = [];
  const service: NodeService = {
    code: "sample",
    execute: async (request) => {
      ran.push(request);
      return { data: { ok: true }, extensions: { hub: { sources: [], ttlMs: 0, isPrivate: false } } };
    },
  };
  const server = createNodeServer({ service, verify: createSignatureVerifier([NEW, OLD], clock), clock });
  let url = "";
  beforeAll(async () => {
    url = await listenOn(server, 0, "127.0.0.1");
  });
  afterAll(() => void server.close());

  function request(headers: Readonly<Record<string, string>> = {}): SignableRequest {
    return {
      method: "POST",
      url,
      headers: { "content-type": "application/json", "accept-language": "en", "hub-deadline-ms": "500", ...headers },
      body: JSON.stringify({ query: "{ ok }" }),
    };
  }

  async function send(headers: Readonly<Record<string, string>>, body = request().body, path = url) {
    const before = ran.length;
    const response = await fetch(path, { method: "POST", headers, body });
    return { status: response.status, text: await response.text(), runs: ran.length - before };
  }

  const REFUSED = { status: 401, runs: 0, text: expect.stringContaining("UNAUTHENTICATED") };

  test.each([NEW, OLD])("answers what key $id signed: two keys are valid at a time", async (key) => {
    expect(await send(await signRequest(request(), key, clock))).toMatchObject({ status: 200, runs: 1 });
  });

  test("hands on language, deadline and credential as they were signed", async () => {
    await send(await signRequest(request({ authorization: "Bearer mine", "x-request-id": "r-7" }), NEW, clock));
    expect(ran.at(-1)?.scope).toMatchObject({ language: "en", credential: "Bearer mine", requestId: "r-7" });
    expect(ran.at(-1)?.scope.deadline).toBe(clock.now() + 500);
    expect(ran.at(-1)?.scope.partition).not.toContain("mine");
  });

  test("runs nothing that is not signed, nor signed by a stranger", async () => {
    expect(await send({ ...request().headers })).toEqual(REFUSED);
    expect(await send(await signRequest(request(), STRANGER, clock))).toEqual(REFUSED);
    expect(await send(await signRequest(request(), { ...NEW, id: "unknown" }, clock))).toEqual(REFUSED);
  });

  test("runs nothing twice", async () => {
    const signed = await signRequest(request(), NEW, clock);
    expect(await send(signed)).toMatchObject({ status: 200, runs: 1 });
    expect(await send(signed)).toEqual(REFUSED);
  });

  test("runs nothing that is older than a minute, or from the future", async () => {
    const signed = await signRequest(request(), NEW, clock);
    await clock.advance(70_000);
    expect(await send(signed)).toEqual(REFUSED);
    expect(await send(await signRequest(request(), NEW, { now: () => clock.now() + 70_000 }))).toEqual(REFUSED);
    expect(await send(await signRequest(request(), NEW, { now: () => clock.now() + 2_000 }))).toMatchObject({
      runs: 1,
    });
  });

  test("runs nothing that was altered on the way: body, path, header, digest, parameters", async () => {
    const sign = () => signRequest(request({ authorization: "Bearer mine" }), NEW, clock);
    expect(await send(await sign(), JSON.stringify({ query: "{ more }" }))).toEqual(REFUSED);
    for (const [name, value] of [
      ["authorization", "Bearer theirs"],
      ["accept-language", "zh"],
      ["hub-deadline-ms", "900000"],
      ["x-request-id", "added-unsigned"],
      ["content-type", "application/json; charset=utf-8"],
      ["content-digest", "sha-256=:AAAA:"],
    ] as const) {
      expect(await send({ ...(await sign()), [name]: value })).toEqual(REFUSED);
    }
    const { authorization: _dropped, ...without } = await sign();
    expect(await send(without)).toEqual(REFUSED);
    const signed = await sign();
    const input = signed["signature-input"] ?? "";
    expect(input).toContain("created=");
    const reduced = input.replace('"content-digest" ', "").replace(/"authorization" ?/, "");
    expect(await send({ ...signed, "signature-input": reduced })).toEqual(REFUSED);
    const body = JSON.stringify({ query: "{ ok }" });
    const moved = await signRequest({ ...request(), url: url.replace("/graphql", "/other") }, NEW, clock);
    expect(await send(moved, body)).toEqual(REFUSED);
  });

  test("has nothing else to say", async () => {
    expect((await fetch(url)).status).toBe(404);
    expect((await fetch(url.replace("/graphql", "/metrics"))).status).toBe(404);
    expect((await fetch(url.replace("/graphql", "/health/live"))).status).toBe(200);
    const huge = await send(await signRequest(request(), NEW, clock), "x".repeat(5 * 1024 * 1024)).catch(() => null);
    expect(huge?.runs ?? 0).toBe(0);
  });
});

test.each([
  ["", []],
  ["a:0123456789abcdef", ["a"]],
  ["a:0123456789abcdef, b:fedcba9876543210", ["a", "b"]],
  ["a:short", undefined],
  ["no-secret", undefined],
  ["a:0123456789abcdef,b:0123456789abcdef,c:0123456789abcdef", undefined],
])("keys %j are read as %j", (text, ids) => {
  expect(readSignatureKeys(text)?.map(({ id }) => id)).toEqual(ids);
});

describe("a hub whose nodes run elsewhere", () => {
  test("reaches real subgraphs that answer nobody else", async () => {
    await using hub = await startTestHubOfSubgraphs({ patents: 100 });
    for (const { code, url } of hub.hub.nodes.filter(({ seesOthers }) => !seesOthers)) {
      expect(url, code).toBeDefined();
      const response = await fetch(url ?? "", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query: "{ hubNodeInformation { contractVersion } }" }),
      });
      expect(response.status).toBe(401);
    }
    expect(await hub.counts()).toEqual({});
    const { data, errors } = await hub.ask(
      "{ listings(first: 3) { nodes { title provenance { hubNode { name } } } } }",
    );
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ listings: { nodes: [{}, {}, {}] } });
  });
});

const QUERY = `{ patent(number: "CN202310123456.6") { title } hubNode(code: "sichuan") { name services(first: 2) { nodes { name } } } }`;
const PARTIAL = {
  patent: { title: "一种低温固化光学胶及其制备方法" },
  hubNode: { name: "四川省知识产权公共服务平台", services: null },
};

describe("a node elsewhere that fails as a whole", () => {
  const SECRET = "planted-in-a-node http://10.0.0.7/inner";
  let answer: RequestListener = () => undefined;
  const node = createServer((request, response) => answer(request, response));
  let hub: TestHub;
  beforeAll(async () => {
    node.listen(0, "127.0.0.1");
    await once(node, "listening");
    const url = `http://127.0.0.1:${(node.address() as AddressInfo).port}/graphql`;
    hub = await startTestHub({
      patents: 100,
      env: { HUB_NODE_SICHUAN_URL: url, HUB_SIGNING_KEYS: `${NEW.id}:${NEW.secret}` },
    });
  });
  afterAll(async () => {
    await hub.stop();
    node.close();
    node.closeAllConnections();
  });

  test.each<[string, RequestListener, string]>([
    ["hangs", () => undefined, "NODE_TIMEOUT"],
    ["refuses the signature", (_, response) => void response.writeHead(401).end(SECRET), "NODE_UNAVAILABLE"],
    ["breaks", (_, response) => void response.writeHead(500).end(SECRET), "NODE_UNAVAILABLE"],
    ["cuts the line", (_, response) => void response.destroy(), "NODE_UNAVAILABLE"],
    ["answers rubbish", (_, response) => void response.end(SECRET), "NODE_BAD_RESPONSE"],
    [
      "answers without its part of the contract",
      (_, response) => void response.end('{"data":{}}'),
      "NODE_BAD_RESPONSE",
    ],
    [
      "sends more than may be read",
      (_, response) => void response.end(`{"data":{"x":"${"x".repeat(17 * 1024 * 1024)}"}}`),
      "NODE_BAD_RESPONSE",
    ],
    [
      "invents errors",
      (_, response) =>
        void response.end(
          JSON.stringify({
            data: null,
            errors: [{ message: SECRET, extensions: { code: "SELF_MADE", url: SECRET, stacktrace: [SECRET] } }],
            extensions: { hub: { sources: [], ttlMs: 0, isPrivate: false } },
          }),
        ),
      "INTERNAL",
    ],
  ])("and %s costs its own fields, in time, without its words", async (_how, listener, code) => {
    answer = listener;
    const deadlineMs = code === "NODE_TIMEOUT" ? 2_000 : 10_000;
    const startedAt = performance.now();
    const { status, data, errors, text } = await hub.ask(QUERY, {}, { "hub-deadline-ms": String(deadlineMs) });
    expect(performance.now() - startedAt).toBeLessThan(deadlineMs + 1_000);
    expect(status).toBe(200);
    expect(data).toEqual(PARTIAL);
    expect(errors).toMatchObject([{ path: ["hubNode", "services"], extensions: { code, node: "sichuan" } }]);
    expect(text).not.toMatch(/planted|10\.0\.0\.7|127\.0\.0\.1/);
  });

  test("and sends fields that nobody asked for never gets them to a client", async () => {
    answer = (_request, response) => {
      const page = { total: 1, relation: "EXACT", items: [], extra: "planted" };
      const hints = { sources: [], ttlMs: 60_000, isPrivate: false };
      const data = { hubNodeSearch: [page, page], patent: { title: "planted" } };
      response.end(JSON.stringify({ data, extensions: { hub: hints } }));
    };
    const { data, errors, text } = await hub.ask(QUERY);
    expect(errors).toEqual([]);
    expect(data).toEqual({ ...PARTIAL, hubNode: { ...PARTIAL.hubNode, services: { nodes: [] } } });
    expect(text).not.toContain("planted");
  });
});
