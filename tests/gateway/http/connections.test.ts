import { Agent, request as httpRequest } from "node:http";
import { json } from "node:stream/consumers";
import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { openRaw } from "#tests/support/raw-http.ts";
import { createSampleEngine } from "#tests/support/sample-engine.ts";
import { startFront } from "#tests/support/start-front.ts";

const HEAD = "POST /graphql HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n";

describe("a connection", () => {
  test("that declares too large a body is answered before the body comes", async () => {
    await using hub = await startFront();
    using raw = await openRaw(hub.port);
    raw.send(`${HEAD}Content-Length: 100000000\r\n\r\n`);
    const answer = await raw.answer;
    expect(answer).toContain("413");
    expect(answer).toContain("REQUEST_TOO_LARGE");
  });

  test("that sends too large a body in chunks is cut at the limit without holding it", async () => {
    await using hub = await startFront();
    using raw = await openRaw(hub.port);
    const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
    const before = process.memoryUsage().rss;
    raw.send(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
    for (let sent = 0; sent < 400 && !raw.socket.destroyed; sent += 1) {
      raw.socket.write(chunk);
      await setImmediate();
    }
    expect(await raw.answer).toContain("REQUEST_TOO_LARGE");
    expect(process.memoryUsage().rss - before).toBeLessThan(50e6);
  });

  test("whose body never comes is answered by the wall clock, also when it drips", async () => {
    await using hub = await startFront({ settings: { bodyTimeout: 80 } });
    using raw = await openRaw(hub.port);
    raw.send(`${HEAD}Content-Length: 100\r\n\r\n{`);
    const drip = setInterval(() => raw.send(" "), 20);
    expect(await raw.answer).toMatch(/^HTTP\/1.1 408[\s\S]*REQUEST_TIMEOUT/);
    clearInterval(drip);
  });

  test("that ends in mid-body takes nothing down", async () => {
    await using hub = await startFront();
    using raw = await openRaw(hub.port);
    raw.send(`${HEAD}Content-Length: 100\r\n\r\n{"query"`);
    raw.socket.resetAndDestroy();
    expect((await hub.post("{ hello }")).status).toBe(200);
  });

  test.each([
    ["rubbish", "\u0001\u0002 what\r\n\r\n", "400"],
    ["two lengths", `${HEAD}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}`, "400"],
    ["a length that is no number", `${HEAD}Content-Length: two\r\n\r\n{}`, "400"],
    ["endless headers", `${HEAD}X-Long: ${"x".repeat(20_000)}\r\n\r\n`, "431"],
    ["a target that is no path", "GET http:// HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n", "400"],
  ])("that speaks %s is told so in JSON and closed", async (_, text, status) => {
    await using hub = await startFront();
    using raw = await openRaw(hub.port);
    raw.send(text);
    const answer = await raw.answer;
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain('"code":"BAD_REQUEST"');
  });

  test("that expects 100-continue gets it, unless the body would be refused", async () => {
    await using hub = await startFront();
    using large = await openRaw(hub.port);
    large.send(`${HEAD}Expect: 100-continue\r\nContent-Length: 999999\r\n\r\n`);
    const refused = await large.answer;
    expect(refused).toMatch(/^HTTP\/1.1 413/);
    using small = await openRaw(hub.port);
    small.send(`${HEAD}Connection: close\r\nExpect: 100-continue\r\nContent-Length: 19\r\n\r\n{"query":"{hello}"}`);
    expect(await small.answer).toMatch(/^HTTP\/1.1 100[\s\S]*hello world/);
  });
});

describe("draining", () => {
  test("is not ready at once, finishes what is in flight and resets nothing", async () => {
    const engine = createSampleEngine();
    await using hub = await startFront({ run: engine.run });
    const agent = new Agent({ keepAlive: true, maxSockets: 3 });
    const ask = (query: string) => {
      const { promise, resolve, reject } = Promise.withResolvers<{ connection: string | undefined; body: unknown }>();
      const request = httpRequest(`${hub.url}/graphql`, {
        agent,
        method: "POST",
        headers: { "content-type": "application/json" },
      });
      request.on(
        "response",
        (response) => void json(response).then((body) => resolve({ connection: response.headers.connection, body })),
      );
      request.on("error", reject);
      request.end(JSON.stringify({ query }));
      return promise;
    };
    await Promise.all([ask("{ hello }"), ask("{ hello }"), ask("{ hello }")]);
    const waiting = [ask("{ wait }"), ask("{ wait }")];
    await expect.poll(() => engine.signals.length).toBe(2);
    const drained = hub.front.drain();
    using raw = await openRaw(hub.port).catch(() => ({ [Symbol.dispose]: () => {} }));
    expect(raw).not.toHaveProperty("socket");
    // A kept connection on which a request is just arriving is still served, and told to go.
    const arriving = await ask("{ hello }");
    expect(arriving).toEqual({ connection: "close", body: { data: { hello: "hello world" } } });
    engine.release();
    expect(await Promise.all(waiting)).toEqual(
      Array(2).fill({ connection: "close", body: { data: { wait: "waited" } } }),
    );
    await drained;
    agent.destroy();
    expect(hub.front.server.listening).toBe(false);
  });

  test("answers 503 to the readiness check while requests finish", async () => {
    const engine = createSampleEngine();
    await using hub = await startFront({ run: engine.run });
    using probe = await openRaw(hub.port);
    const waiting = hub.post("{ wait }");
    await expect.poll(() => engine.signals.length).toBe(1);
    const drained = hub.front.drain();
    probe.send("GET /health/ready HTTP/1.1\r\nHost: hub\r\n\r\n");
    expect(await probe.answer).toMatch(/^HTTP\/1.1 503/);
    engine.release();
    expect((await waiting).status).toBe(200);
    await drained;
  });

  test("ends what does not finish in time", async () => {
    await using hub = await startFront({ settings: { drainTimeout: 200 }, run: () => new Promise(() => {}) });
    const asked = hub.post("{ hello }").catch((error: Error) => error.name);
    await expect.poll(() => hub.front.server.listening).toBe(true);
    await hub.front.drain();
    expect(await asked).toBe("TypeError");
  });
});
