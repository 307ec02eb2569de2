import { describe, expect, test } from "vitest";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { type Members, serveFederation } from "./serve-federation.ts";

const QUERY = "{ item { name } }";
const KEPT = "max-age=60, stale-while-revalidate=60, stale-if-error=3600";

/** The items' owner tells how often it was asked, or fails as it is told to. */
async function started(cacheControl = KEPT) {
  const clock = new ManualClock(Date.now());
  let failing: "not" | "503" | "broken" | "refused" = "not";
  let turn = 0;
  const members: Members = {
    root: {
      sdl: 'type Query { item: Item } type Item @key(fields: "id") { id: ID! }',
      resolvers: { Query: { item: () => ({ id: "1" }) } },
      headers: { "cache-control": "max-age=86400" },
    },
    more: {
      sdl: 'type Item @key(fields: "id") { id: ID! name: String }',
      answer: (_request, response) => {
        turn++;
        if (failing === "broken") return void response.destroy();
        const body =
          failing === "refused" ? { errors: [{ message: "no" }] } : { data: { _entities: [{ name: `${turn}` }] } };
        const headers = { "content-type": "application/json", "cache-control": cacheControl };
        response.writeHead(failing === "503" ? 503 : 200, failing === "not" ? headers : {});
        response.end(failing === "503" ? "out of order" : JSON.stringify(body));
      },
    },
  };
  const graph = await serveFederation(members, {}, clock);
  const ask = async () => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${graph.url}/graphql`, {
      method: "POST",
      headers,
      body: JSON.stringify({ query: QUERY }),
    });
    const { data, errors } = (await response.json()) as { data: { item: { name: string | null } }; errors?: unknown };
    const [age, kept] = ["age", "cache-control"].map((name) => response.headers.get(name));
    return { name: data.item.name, errors, age, kept };
  };
  const fail = (how: typeof failing) => {
    failing = how;
  };
  const metric = async (outcome: string) => {
    const text = await (await fetch(`${graph.url}/metrics`)).text();
    return Number(new RegExp(`hub_entities_total\\{node="more",outcome="${outcome}"\\} (\\d+)`).exec(text)?.[1] ?? 0);
  };
  return {
    graph,
    clock,
    ask,
    fail,
    metric,
    asked: () => turn,
    [Symbol.asyncDispose]: () => graph[Symbol.asyncDispose](),
  };
}

describe("what a subgraph lets be given past its time", () => {
  test("is given at once with its age, kept by nobody, and asked for anew behind", async () => {
    await using router = await started();
    expect(await router.ask()).toEqual({ name: "1", age: null, kept: "public, max-age=60" });
    await router.clock.advance(90_000);
    expect(await router.ask()).toEqual({ name: "1", age: "90", kept: "no-store" });
    await expect.poll(() => router.asked()).toBe(2);
    await expect.poll(async () => (await router.ask()).name).toBe("2");
    expect(router.asked()).toBe(2);
    expect(await router.ask()).toMatchObject({ kept: "public, max-age=60" });
    expect(await router.metric("stale")).toBeGreaterThan(0);
  });

  test("is waited for when it is older than that", async () => {
    await using router = await started();
    await router.ask();
    await router.clock.advance(120_000);
    expect(await router.ask()).toEqual({ name: "2", age: null, kept: "public, max-age=60" });
  });

  test.each(["503", "broken"] as const)("stands in for it with its age where it fails (%s)", async (how) => {
    await using router = await started();
    await router.ask();
    router.fail(how);
    await router.clock.advance(1_800_000);
    expect(await router.ask()).toEqual({ name: "1", age: "1800", kept: "no-store" });
    expect(await router.metric("stale-if-error")).toBe(1);
    // Nobody waits for it again so soon.
    expect(await router.ask()).toMatchObject({ name: "1", age: "1800" });
    router.fail("not");
    const later = async () => {
      await router.clock.advance(15_000);
      return (await router.ask()).name;
    };
    await expect.poll(later).not.toBe("1");
  });

  test.each([
    ["refuses", "refused", 60_000 * 3],
    ["fails for longer than that", "503", 60_000 + 3_600_000],
  ] as const)("does not stand in where it %s", async (_what, how, ms) => {
    await using router = await started();
    await router.ask();
    router.fail(how);
    await router.clock.advance(ms);
    const { name, errors } = await router.ask();
    expect(name).toBeNull();
    expect(errors).toMatchObject([{ path: ["item"] }]);
  });

  test("is nothing where it says so", async () => {
    await using router = await started(`${KEPT}, must-revalidate`);
    await router.ask();
    await router.clock.advance(61_000);
    router.fail("503");
    expect(await router.ask()).toMatchObject({ name: null });
  });
});
