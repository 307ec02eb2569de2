import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createSignatureVerifier, type SignableRequest, signRequest } from "#subgraphs/runtime/message-signature.ts";
import type { NodeRequest, NodeResponse } from "#subgraphs/runtime/node-service.ts";
import { createNodeServer, listenOn } from "#subgraphs/runtime/serve-node.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";

const KEY = { id: "k", secret: "0123456789abcdef" };
const clock = new ManualClock();
const OK: NodeResponse = { data: { ok: true }, extensions: { hub: { sources: [], ttlMs: 0, isPrivate: false } } };

const ran: NodeRequest[] = [];
let execute: (request: NodeRequest) => Promise<NodeResponse> = async () => OK;
const server = createNodeServer({
  service: {
    code: "sample",
    execute: (request) => {
      ran.push(request);
      return execute(request);
    },
  },
  verify: createSignatureVerifier([KEY], clock),
  clock,
});
let url = "";
beforeAll(async () => {
  url = await listenOn(server, 0, "127.0.0.1");
});
beforeEach(() => {
  ran.length = 0;
  execute = async () => OK;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Set and signed, since fetch would add one of its own, and an unsigned one is refused. */
const HEADERS = { "content-type": "application/json", "accept-language": "zh" };

async function send(body: string, headers: Readonly<Record<string, string>> = {}) {
  const request: SignableRequest = {
    method: "POST",
    url,
    headers: { ...HEADERS, ...headers },
    body,
  };
  const response = await fetch(url, { method: "POST", body, headers: await signRequest(request, KEY, clock) });
  return { status: response.status, text: await response.text() };
}

const QUERY = JSON.stringify({ query: "{ ok }" });

describe("a body", () => {
  test("that is a question is answered", async () => {
    expect(await send(QUERY)).toEqual({ status: 200, text: JSON.stringify(OK) });
  });

  test.each(["", "x", "[]", "null", "{}", '{"query":""}', '{"query":1}', '{"query":"{ ok }","variables":[]}'])(
    "that is none, %j, is a 400 and runs nothing",
    async (body) => {
      expect((await send(body)).status).toBe(400);
      expect(ran).toEqual([]);
    },
  );

  test("over 4 MB is a 413, signed or not, is not waited for, and runs nothing", async () => {
    expect((await send(`"${"x".repeat(4 * 1024 * 1024)}"`)).status).toBe(413);
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    const endless = httpRequest(url, { method: "POST" }, ({ statusCode }) => resolve(statusCode));
    endless.on("error", () => resolve(undefined));
    for (let sent = 0; sent <= 5; sent += 1) endless.write(Buffer.alloc(1024 * 1024));
    expect(await promise).toBe(413);
    endless.destroy();
    expect(ran).toEqual([]);
  });

  test("at the limit is read whole", async () => {
    const query = `{ ok } #${"x".repeat(4 * 1024 * 1024 - 50)}`;
    expect((await send(JSON.stringify({ query }))).status).toBe(200);
    expect(ran[0]?.query).toHaveLength(query.length);
  });
});

describe("time", () => {
  test.each([
    ["500", 500],
    ["900000", 10_000],
    ["x", 10_000],
    ["-5", -5],
    [undefined, 10_000],
  ])("Hub-Deadline-Ms: %s leaves %i ms", async (header, left) => {
    await send(QUERY, header === undefined ? {} : { "hub-deadline-ms": header });
    expect(ran[0]?.scope.deadline).toBe(clock.now() + left);
  });

  test("a gateway that leaves aborts what it asked for", async () => {
    const aborted = Promise.withResolvers<void>();
    const started = Promise.withResolvers<void>();
    execute = async ({ scope }) => {
      scope.signal.addEventListener("abort", () => aborted.resolve());
      started.resolve();
      await aborted.promise;
      return OK;
    };
    const signed = await signRequest({ method: "POST", url, headers: HEADERS, body: QUERY }, KEY, clock);
    const client = new AbortController();
    const sent = fetch(url, { method: "POST", body: QUERY, headers: signed, signal: client.signal });
    await started.promise;
    client.abort();
    await expect(sent).rejects.toThrow();
    await aborted.promise;
  });
});

test("a node that throws is a 500 without its words", async () => {
  execute = () => Promise.reject(new Error("planted http://10.0.0.7/inner"));
  const { status, text } = await send(QUERY);
  expect(status).toBe(500);
  expect(text).not.toContain("planted");
});

test("who brings no credential is public; who brings one has a partition that does not tell it", async () => {
  for (const headers of [
    {},
    { authorization: "Bearer mine" },
    { authorization: "Bearer yours" },
    { authorization: "Bearer mine" },
  ])
    await send(QUERY, headers);
  const partitions = ran.map(({ scope }) => scope.partition);
  expect(partitions[0]).toBe("public");
  expect(partitions[1]).toBe(partitions[3]);
  expect(new Set(partitions).size).toBe(3);
  expect(partitions.join()).not.toMatch(/mine|yours/);
});

test("a taken port is told", async () => {
  const second = createNodeServer({ service: { code: "x", execute: async () => OK }, verify: async () => true, clock });
  await expect(listenOn(second, Number(new URL(url).port), "127.0.0.1")).rejects.toMatchObject({ code: "EADDRINUSE" });
});
