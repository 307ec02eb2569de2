import { describe, expect, test } from "vitest";
import { createOperatorCheck } from "#gateway/access/operator-token.ts";
import { OPERATOR, OPERATOR_TOKEN } from "#tests/support/ask-admin.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { type StartOptions, startFront } from "#tests/support/start-front.ts";
import { type CountingEngine, countingEngine, HOUR } from "./kept-engine.ts";

const QUERY = "query Q($a: Int, $b: In) { told }";
const RESPONSE_JSON = "application/graphql-response+json";
const USER = { "hub-node-authorization": 'chongqing="Bearer one"' };

function start(engine: CountingEngine, options: StartOptions = {}) {
  return startFront({ run: engine.run, cache: {}, ...options });
}

type Asked = Parameters<Awaited<ReturnType<typeof startFront>>["post"]>[1];

async function turnOf(response: Response): Promise<number> {
  const { data } = (await response.json()) as { readonly data: { readonly told: { readonly turn: number } } };
  return data.told.turn;
}

const plain = { "accept-encoding": "identity" };

describe("an answer to a public query", () => {
  test("is kept, with its age and what is left of its time", async () => {
    const engine = countingEngine();
    const clock = new ManualClock();
    await using hub = await start(engine, { clock, cache: { clientCacheMaxAge: 600_000 } });
    const first = await hub.post(QUERY);
    expect(first.headers.get("cache-control")).toBe("public, max-age=600");
    expect(first.headers.get("age")).toBeNull();
    await clock.advance(90_500);
    const second = await hub.post(QUERY);
    expect(await second.text()).toBe(await first.text());
    expect(second.headers.get("age")).toBe("90");
    expect(second.headers.get("cache-control")).toBe("public, max-age=690");
    await clock.advance(HOUR - 100_000);
    expect((await hub.post(QUERY)).headers.get("cache-control")).toBe("public, max-age=3600");
    expect(engine.asked).toHaveLength(1);
    await clock.advance(10_000);
    const renewed = await hub.post(QUERY);
    expect([await turnOf(renewed), renewed.headers.get("age")]).toEqual([2, null]);
  });

  test("is the same however its variables are written, and by GET as by POST", async () => {
    const engine = countingEngine();
    await using hub = await start(engine);
    const bodies = [
      { query: QUERY, variables: { a: 1, b: { x: 1, y: [{ p: 1, q: 2 }] } } },
      { variables: { b: { y: [{ q: 2, p: 1 }], x: 1 }, a: 1, unused: 5 }, query: QUERY, operationName: "Q" },
      { query: QUERY, operationName: null, variables: { a: 1, b: { x: 1, y: [{ p: 1, q: 2 }] } } },
    ];
    for (const body of bodies) {
      const headers = { "content-type": "application/json" };
      expect(
        await turnOf(await fetch(`${hub.url}/graphql`, { method: "POST", headers, body: JSON.stringify(body) })),
      ).toBe(1);
    }
    const search = new URLSearchParams({ query: QUERY, variables: JSON.stringify(bodies[0]?.variables) });
    const got = await fetch(`${hub.url}/graphql?${search}`, { headers: { "hub-require-preflight": "1" } });
    expect(await turnOf(got)).toBe(1);
    expect(engine.asked).toHaveLength(1);
  });

  test.each([
    ["other variables", { variables: { a: 2 } }],
    ["a variable that is null and not left out", { variables: { a: 1, b: null } }],
    ["a list for an object of the same text", { variables: { a: 1, b: [["x", 1]] } }],
    ["another operation", { operationName: "R" }],
    ["another language", { headers: { "accept-language": "en" } }],
    ["a user's token", { headers: USER }],
    ["the wish to know the sources", { headers: { "hub-sources": "1" } }],
    ["the operator's token", { headers: OPERATOR }],
    ["the wish for nothing kept", { headers: { "cache-control": "max-age=0, no-store" } }],
  ])("is not given for %s", async (_what, more: Asked) => {
    const engine = countingEngine();
    await using hub = await start(engine, { isOperator: createOperatorCheck(OPERATOR_TOKEN) });
    const text = `${QUERY} query R($a: Int) { told }`;
    const first = { operationName: "Q", variables: { a: 1, b: { x: 1 } } };
    await hub.post(text, first);
    const other = await hub.post(text, { ...first, ...more });
    expect(await turnOf(other)).toBe(2);
    expect(await turnOf(await hub.post(text, first))).toBe(1);
  });

  test("is the hub's own word for whoever asks for it with no-cache", async () => {
    await using hub = await start(countingEngine());
    await hub.post(QUERY);
    expect(await turnOf(await hub.post(QUERY, { headers: { "cache-control": "no-cache" } }))).toBe(1);
  });

  test("is not kept where the client will have nothing kept", async () => {
    await using hub = await start(countingEngine());
    expect(await turnOf(await hub.post(QUERY, { headers: { "cache-control": "no-store" } }))).toBe(1);
    expect(await turnOf(await hub.post(QUERY))).toBe(2);
  });

  test("is the operator's own for the operator, and carries no stranger's headers", async () => {
    const engine = countingEngine();
    await using hub = await start(engine, { isOperator: createOperatorCheck(OPERATOR_TOKEN) });
    const operators = await hub.post(QUERY, { headers: { ...OPERATOR, "x-request-id": "first" } });
    expect(operators.headers.get("cache-control")).toBe("private, max-age=60");
    const mine = await hub.post(QUERY, { headers: { "x-request-id": "second" } });
    const yours = await hub.post(QUERY, { headers: { "x-request-id": "third" } });
    expect([mine, yours].map(({ headers }) => headers.get("x-request-id"))).toEqual(["second", "third"]);
    expect(await turnOf(yours)).toBe(2);
    expect(yours.headers.get("vary")).toMatch(/Authorization.*Hub-Node-Authorization/);
  });
});

describe("an answer is not kept", () => {
  test.each<[string, CountingEngine, string]>([
    ["that may not be", countingEngine({ ttlMs: 0 }), "no-store"],
    ["of which nothing is known", countingEngine(null), "no-store"],
    ["that is private", countingEngine({ isPrivate: true }), "private, max-age=60"],
    [
      "with an error beside its data",
      countingEngine({}, () => ({ errors: [{ message: "m", extensions: { code: "NODE_TIMEOUT" } }] })),
      "no-store",
    ],
  ])("%s", async (_what, engine, cacheControl) => {
    await using hub = await start(engine);
    const answers = [await hub.post(QUERY), await hub.post(QUERY)];
    expect(await Promise.all(answers.map(turnOf))).toEqual([1, 2]);
    for (const { headers } of answers) expect(headers.get("cache-control")).toBe(cacheControl);
    expect(hub.caches?.figures.responses?.responses).toBe(0);
  });

  test("of a mutation", async () => {
    const engine = countingEngine();
    await using hub = await start(engine);
    const answers = [await hub.post("mutation { told }"), await hub.post("mutation { told }")];
    expect(await Promise.all(answers.map(turnOf))).toEqual([1, 2]);
    expect(answers[0]?.headers.get("cache-control")).toBe("no-store");
  });

  test("of a private type, whatever its node says", async () => {
    const engine = countingEngine();
    const typesOf = () => ({ names: new Set(["CaseFile"]), isPrivate: true });
    await using hub = await start(engine, { cache: { typesOf } });
    expect(await turnOf(await hub.post(QUERY))).toBe(1);
    const second = await hub.post(QUERY);
    expect([await turnOf(second), second.headers.get("cache-control")]).toEqual([2, "private, max-age=60"]);
  });

  test("that was being made while it was forgotten", async () => {
    const engine = countingEngine({}, () => {
      forget();
      return {};
    });
    let forget = () => {};
    await using hub = await start(engine);
    forget = () => hub.caches?.invalidate({});
    await hub.post(QUERY);
    forget = () => {};
    expect(await turnOf(await hub.post(QUERY))).toBe(2);
    expect(await turnOf(await hub.post(QUERY))).toBe(2);
  });
});

describe("a validator", () => {
  const big = countingEngine({}, () => ({ extensions: { text: "成渝".repeat(1_000) } }));

  test("is one for each form of an answer, and gives 304 for that form alone", async () => {
    await using hub = await start(big);
    const tags = new Map<string, string>();
    for (const accept of ["application/json", RESPONSE_JSON]) {
      for (const encoding of ["identity", "gzip", "br"]) {
        const { headers } = await hub.post(QUERY, { headers: { accept, "accept-encoding": encoding } });
        tags.set(`${accept} ${encoding}`, headers.get("etag") ?? "");
        expect(headers.get("etag")).toMatch(/^"[\w-]+"$/);
      }
    }
    expect(new Set(tags.values()).size).toBe(6);
    const own = tags.get("application/json gzip") ?? "";
    const ask = (ifNoneMatch: string) =>
      hub.post(QUERY, { headers: { "accept-encoding": "gzip", "if-none-match": ifNoneMatch } });
    for (const known of [own, `W/${own}`, `"x", ${own} , "y"`, "*"]) {
      const response = await ask(known);
      expect([response.status, await response.text()]).toEqual([304, ""]);
      expect(response.headers.get("etag")).toBe(own);
      expect(response.headers.get("vary")).toContain("Accept-Encoding");
      expect(response.headers.get("cache-control")).toMatch(/^public, max-age=\d+$/);
      expect(response.headers.get("content-length")).toBeNull();
    }
    for (const unknown of [tags.get("application/json br") ?? "", '"x"', ""])
      expect((await ask(unknown)).status).toBe(200);
  });

  test("outlives the answer: whoever has the same bytes is told so without them", async () => {
    let turn = 0;
    const engine = countingEngine();
    const same = {
      ...engine,
      run: async (...args: Parameters<typeof engine.run>) => ({
        ...(await engine.run(...args)),
        body: { data: { turn } },
      }),
    };
    const clock = new ManualClock();
    await using hub = await start(same, { clock });
    const etag = (await hub.post(QUERY, { headers: plain })).headers.get("etag") ?? "";
    const again = () => hub.post(QUERY, { headers: { ...plain, "if-none-match": etag } });
    await clock.advance(2 * HOUR);
    expect((await again()).status).toBe(304);
    expect(engine.asked).toHaveLength(2);
    turn = 1;
    await clock.advance(2 * HOUR);
    expect((await again()).status).toBe(200);
  });

  test("is not given with what may not be kept", async () => {
    await using hub = await start(countingEngine({ ttlMs: 0 }));
    const { headers, status } = await hub.post(QUERY, { headers: { "if-none-match": "*" } });
    expect([status, headers.get("etag")]).toEqual([200, null]);
  });
});

test("compressed forms are made once and count among the bytes", async () => {
  const engine = countingEngine({}, () => ({ extensions: { text: "x".repeat(50_000) } }));
  await using hub = await start(engine);
  await hub.post(QUERY, { headers: plain });
  await hub.post(QUERY, { headers: plain });
  const before = hub.caches?.figures.responses?.bytes ?? 0;
  for (const encoding of ["br", "gzip", "br"]) {
    const response = await hub.post(QUERY, { headers: { "accept-encoding": encoding } });
    expect(response.headers.get("content-encoding")).toBe(encoding);
    expect(((await response.json()) as { extensions: { text: string } }).extensions.text).toHaveLength(50_000);
  }
  await hub.post(QUERY, { headers: plain });
  expect(hub.caches?.figures.responses?.bytes).toBeGreaterThan(before);
  expect(engine.asked).toHaveLength(1);
});
