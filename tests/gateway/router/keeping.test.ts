import { describe, expect, test } from "vitest";
import { readCacheControl } from "#gateway/router/read-cache-control.ts";
import { serveFederation } from "./serve-federation.ts";

describe("Cache-Control of a subgraph", () => {
  test.each([
    [{ "cache-control": "max-age=60" }, 60_000, false],
    [{ "cache-control": "public, MAX-AGE=60, s-maxage=10" }, 10_000, false],
    [{ "cache-control": 'max-age="60"', age: "20" }, 40_000, false],
    [{ "cache-control": "max-age=60", age: "61" }, 0, false],
    [{ "cache-control": "private, max-age=60" }, 60_000, true],
    [{ "cache-control": "max-age=60, no-store" }, 0, false],
    [{ "cache-control": "no-cache, max-age=60, private" }, 0, true],
    [{ "cache-control": "max-age=x" }, 0, false],
    [{ "cache-control": "public" }, 0, false],
    [{}, 0, false],
  ])("%j allows %i ms", (headers, ttlMs, isPrivate) => {
    expect(readCacheControl(headers)).toMatchObject({ ttlMs, isPrivate });
  });

  test.each([
    [{ "cache-control": "max-age=60" }, undefined, undefined],
    [{ "cache-control": "max-age=60, stale-while-revalidate=30, stale-if-error=600" }, 30_000, 600_000],
    [{ "cache-control": "s-maxage=0, Stale-While-Revalidate=30" }, 30_000, undefined],
    [{ "cache-control": "max-age=60, stale-if-error=90", age: "100" }, undefined, 50_000],
    [{ "cache-control": "max-age=60, stale-if-error=99999999" }, undefined, 24 * 3_600_000],
    [{ "cache-control": "max-age=60, stale-if-error=x, stale-while-revalidate=-1" }, undefined, undefined],
    [{ "cache-control": "max-age=60, stale-while-revalidate=30, must-revalidate" }, undefined, undefined],
    [{ "cache-control": "max-age=60, stale-while-revalidate=30, proxy-revalidate" }, undefined, undefined],
    [{ "cache-control": "private, max-age=60, stale-while-revalidate=30" }, undefined, undefined],
    [{ "cache-control": "no-store, stale-while-revalidate=30" }, undefined, undefined],
    [{ "cache-control": "stale-while-revalidate=30" }, 30_000, undefined],
  ])("%j allows it past its time for %s ms, where the subgraph fails for %s ms", (headers, revalidateMs, ifErrorMs) => {
    const { staleWhileRevalidateMs, staleIfErrorMs } = readCacheControl(headers);
    expect({ staleWhileRevalidateMs, staleIfErrorMs }).toEqual({
      staleWhileRevalidateMs: revalidateMs,
      staleIfErrorMs: ifErrorMs,
    });
  });
});

const ROOT = {
  sdl: 'type Query { item: Item fail: Int } type Mutation { touch: Int } type Item @key(fields: "id") { id: ID! }',
  resolvers: {
    Query: {
      item: () => ({ id: "1" }),
      fail: () => {
        throw new Error("failed");
      },
    },
    Mutation: { touch: () => 1 },
  },
};
const MORE = {
  sdl: 'type Item @key(fields: "id") { id: ID! name: String }',
  resolvers: { Item: { __resolveReference: (item: object) => item, name: () => "n" } },
};

async function ask(url: string, query: string): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) });
}

describe("an answer", () => {
  test("is kept as long as the strictest of its parts allows", async () => {
    await using graph = await serveFederation({
      root: { ...ROOT, headers: { "cache-control": "max-age=600" } },
      more: { ...MORE, headers: { "cache-control": "max-age=30" } },
    });
    const first = await ask(graph.url, "{ item { name } }");
    expect(first.headers.get("cache-control")).toBe("public, max-age=30");
    const again = await ask(graph.url, "{ item { name } }");
    expect(await again.json()).toEqual(await first.json());
    expect(graph.asked.map(({ member }) => member)).toEqual(["root", "more"]);
  });

  test.each([
    ["a part says nothing", {}, "{ item { name } }", ["more"]],
    ["a part is private", { "cache-control": "private, max-age=30" }, "{ item { name } }", ["more"]],
    ["there is an error", { "cache-control": "max-age=30" }, "{ fail item { name } }", ["root"]],
    ["it is a mutation's", { "cache-control": "max-age=30" }, "mutation { touch }", ["root"]],
  ])("is asked for anew where %s; what other parts said may be kept", async (_why, headers, query, anew) => {
    await using graph = await serveFederation({
      root: { ...ROOT, headers: { "cache-control": "max-age=600" } },
      more: { ...MORE, headers },
    });
    await (await ask(graph.url, query)).json();
    const once = graph.asked.length;
    await (await ask(graph.url, query)).json();
    expect(graph.asked.slice(once).map(({ member }) => member)).toEqual(anew);
  });
});
