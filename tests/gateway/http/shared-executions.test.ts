import { describe, expect, test } from "vitest";
import { refuse } from "#gateway/report/refusal.ts";
import { toGraphQLError } from "#gateway/report/to-graphql-error.ts";
import { type StartedFront, type StartOptions, startFront } from "#tests/support/start-front.ts";
import { type CountingEngine, countingEngine } from "./kept-engine.ts";

const QUERY = "{ told }";
const as = (token: string) => ({ "hub-node-authorization": `chongqing="Bearer ${token}"` });

interface Gated extends CountingEngine {
  /** Lets all that wait answer. */
  open(): void;
  readonly signals: AbortSignal[];
}

/** Answers when it is let, or when its signal says so. */
function gated(engine: CountingEngine): Gated {
  const gate = Promise.withResolvers<void>();
  const signals: AbortSignal[] = [];
  return {
    ...engine,
    signals,
    open: () => gate.resolve(),
    run: async (operation, scope) => {
      signals.push(scope.signal);
      const { promise: ended, resolve } = Promise.withResolvers<void>();
      scope.signal.addEventListener("abort", () => resolve());
      const answer = engine.run(operation, scope);
      await Promise.race([gate.promise, ended]);
      return answer;
    },
  };
}

function start(engine: Gated, options: StartOptions = {}): Promise<StartedFront> {
  return startFront({ run: engine.run, cache: { responseCacheBytes: 0 }, ...options });
}

/** Asks so often at once; each aboard before the next comes. */
async function askMany(hub: StartedFront, count: number, more: Parameters<StartedFront["post"]>[1] = {}) {
  const inFlight = async () =>
    Number(/hub_http_requests_in_flight (\d+)/.exec(await (await fetch(`${hub.url}/metrics`)).text())?.[1]);
  const before = await inFlight();
  const asked = Array.from({ length: count }, () => hub.post(QUERY, more));
  await expect.poll(inFlight).toBe(before + count);
  return asked;
}

async function turnsOf(asked: readonly Promise<Response>[]): Promise<readonly number[]> {
  const bodies = await Promise.all(asked.map(async (response) => (await response).json()));
  return (bodies as { data: { told: { turn: number } } }[]).map(({ data }) => data.told.turn);
}

describe("identical queries under way", () => {
  test("share one execution, each with an answer of its own", async () => {
    const engine = gated(countingEngine({ ttlMs: 0 }));
    await using hub = await start(engine);
    const asked = await askMany(hub, 20);
    engine.open();
    expect(new Set(await turnsOf(asked))).toEqual(new Set([1]));
    const ids = await Promise.all(asked.map(async (response) => (await response).headers.get("x-request-id")));
    expect(new Set(ids).size).toBe(20);
    expect(engine.asked).toHaveLength(1);
    expect(hub.caches?.figures.shared).toBe(19);
    expect(await turnsOf([hub.post(QUERY)])).toEqual([2]);
  });

  test.each([
    ["of two users", as("one"), as("two")],
    ["of a user and of nobody", as("one"), {}],
    ["in two languages", {}, { "accept-language": "en" }],
    ["of which one wants to know the sources", {}, { "hub-sources": "1" }],
    ["with other deadlines", {}, { "hub-deadline-ms": "9000" }],
  ])("do not share one %s", async (_what, first: Record<string, string>, second: Record<string, string>) => {
    const engine = gated(countingEngine({ ttlMs: 0 }));
    await using hub = await start(engine);
    const asked = [...(await askMany(hub, 2, { headers: first })), ...(await askMany(hub, 2, { headers: second }))];
    engine.open();
    const turns = await turnsOf(asked);
    expect(turns.slice(0, 2)).toEqual([1, 1]);
    expect(turns.slice(2)).not.toContain(1);
  });

  test("of one user share one execution", async () => {
    const engine = gated(countingEngine({ ttlMs: 0, isPrivate: true }));
    await using hub = await start(engine);
    const asked = await askMany(hub, 3, { headers: as("one") });
    engine.open();
    expect(await turnsOf(asked)).toEqual([1, 1, 1]);
    expect(engine.asked[0]?.scope.nodeCredentials.get("chongqing")).toBe("Bearer one");
  });

  test("that change something are each run", async () => {
    const engine = gated(countingEngine());
    await using hub = await start(engine);
    engine.open();
    expect((await turnsOf([hub.post("mutation { told }"), hub.post("mutation { told }")])).toSorted()).toEqual([1, 2]);
  });

  test("are each run where the operator wants it so", async () => {
    const engine = gated(countingEngine({ ttlMs: 0 }));
    await using hub = await start(engine, { cache: { sharesInFlight: false, responseCacheBytes: 0 } });
    const asked = await askMany(hub, 3);
    engine.open();
    expect((await turnsOf(asked)).toSorted()).toEqual([1, 2, 3]);
  });

  test("do not share one that began before something was forgotten", async () => {
    const engine = gated(countingEngine());
    await using hub = await start(engine, { cache: {} });
    const before = await askMany(hub, 2);
    hub.caches?.invalidate({ node: "a" });
    const after = await askMany(hub, 2);
    engine.open();
    expect(await turnsOf([...before, ...after])).toEqual([1, 1, 2, 2]);
    expect(await turnsOf([hub.post(QUERY)])).toEqual([2]);
  });
});

describe("an execution that several wait for", () => {
  test("goes on while one is left, and is ended when the last one leaves", async () => {
    const engine = gated(countingEngine({ ttlMs: 0 }));
    await using hub = await start(engine);
    const clients = [new AbortController(), new AbortController(), new AbortController()];
    const asked = [];
    for (const { signal } of clients) asked.push(...(await askMany(hub, 1, { signal })));
    const left = asked.map((response) => response.then(() => "answered").catch((error: Error) => error.name));
    const [leader, second, last] = clients;
    leader?.abort();
    second?.abort();
    await expect.poll(() => hub.lines.filter((line) => line.includes('"outcome":"aborted"')).length).toBe(2);
    expect(engine.signals[0]?.aborted).toBe(false);
    last?.abort();
    await expect.poll(() => engine.signals[0]?.aborted).toBe(true);
    expect(await Promise.all(left)).toEqual(Array(3).fill("AbortError"));
    const [again] = await askMany(hub, 1);
    engine.open();
    expect(await turnsOf(again === undefined ? [] : [again])).toEqual([2]);
  });

  test("answers all at its deadline, none of them later than its own", async () => {
    const engine = gated(countingEngine({ ttlMs: 0 }));
    await using hub = await start(engine);
    const headers = { "hub-deadline-ms": "400" };
    const startedAt = performance.now();
    expect(await turnsOf(await askMany(hub, 5, { headers }))).toEqual([1, 1, 1, 1, 1]);
    expect(performance.now() - startedAt).toBeLessThan(900);
    expect(engine.signals[0]?.reason).toMatchObject({ message: "deadline" });
  });

  test("takes nobody aboard when half of its time is over", async () => {
    const engine = gated(countingEngine({ ttlMs: 0 }));
    await using hub = await start(engine);
    const headers = { "hub-deadline-ms": "1000" };
    const first = await askMany(hub, 1, { headers });
    const startedAt = performance.now();
    await expect.poll(() => performance.now() - startedAt, { timeout: 2_000 }).toBeGreaterThan(550);
    const second = await askMany(hub, 1, { headers });
    expect(await turnsOf([...first, ...second])).toEqual([1, 2]);
    expect(performance.now() - startedAt).toBeGreaterThan(1_400);
  });

  test("tells a mistake of ours with the id of each request, never with another's", async () => {
    const failing = countingEngine({ ttlMs: 0 }, (_operation, scope) => ({
      errors: [toGraphQLError(new Error("a bug"), scope), toGraphQLError(refuse("BAD_USER_INPUT"), scope)],
    }));
    const engine = gated(failing);
    await using hub = await start(engine);
    const ids = ["r-1", "r-2", "r-3"];
    const asked = [];
    for (const id of ids) asked.push(...(await askMany(hub, 1, { headers: { "x-request-id": id } })));
    engine.open();
    const texts = await Promise.all(asked.map(async (response) => (await response).text()));
    expect(engine.asked).toHaveLength(1);
    for (const [place, text] of texts.entries()) {
      const { errors } = JSON.parse(text) as { errors: { extensions: { code: string; requestId?: string } }[] };
      expect(errors.map(({ extensions }) => extensions.requestId)).toEqual([ids[place], undefined]);
      for (const other of ids.filter((id) => id !== ids[place])) expect(text).not.toContain(other);
    }
    expect(hub.lines.filter((line) => line.includes('"sharedWith":"r-1"'))).toHaveLength(2);
  });
});
