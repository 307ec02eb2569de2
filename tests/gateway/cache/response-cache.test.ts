import { parse } from "graphql";
import { describe, expect, test } from "vitest";
import { readOperationTypes } from "#gateway/cache/operation-types.ts";
import { type Keeping, ResponseCache } from "#gateway/cache/response-cache.ts";
import { readCostTable } from "#gateway/guard/cost/cost-table.ts";
import { Answer } from "#gateway/http/answer.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";

function answerOf(text: string): Answer {
  return new Answer({ kind: "executed", body: { data: { text } } }, "zh");
}

function open(maxBytes = 10_000_000) {
  const clock = new ManualClock();
  const cache = new ResponseCache(clock, maxBytes);
  const keep = (key: string, more: Partial<Keeping> = {}, text = key) =>
    cache.keep(key, answerOf(text), {
      until: clock.now() + 60_000,
      nodes: new Set(["a"]),
      tags: new Set(),
      types: new Set(["Patent"]),
      generation: cache.generation,
      ...more,
    });
  const kept = (...keys: readonly string[]) => keys.filter((key) => cache.find(key) !== undefined);
  return { clock, cache, keep, kept };
}

describe("whole answers", () => {
  test("are given until their time is over", async () => {
    const { clock, cache, keep } = open();
    keep("q", {}, "text");
    await clock.advance(59_999);
    expect(cache.find("q")?.body.memory).toBe(JSON.stringify({ data: { text: "text" } }).length);
    await clock.advance(1);
    expect(cache.find("q")).toBeUndefined();
    expect(cache.figures).toMatchObject({ responses: 0, bytes: 0, hits: 1, misses: 1 });
  });

  test("stay within their bytes, take no giant, and go longest unused first", () => {
    const { cache, keep, kept } = open(100_000);
    keep("giant", {}, "x".repeat(10_000));
    keep("old");
    for (let n = 0; n < 200; n++) {
      keep(`q${n}`, {}, "x".repeat(1_000));
      cache.find("old");
    }
    const { bytes, responses, evictions } = cache.figures;
    expect(bytes).toBeLessThanOrEqual(100_000);
    expect([responses > 20, evictions > 100]).toEqual([true, true]);
    expect(kept("giant", "old", "q0", "q199")).toEqual(["old", "q199"]);
  });

  test.each([
    ["everything", {}, []],
    ["a node", { node: "b" }, ["a", "tagged", "unknown"]],
    ["a type", { type: "Expert" }, ["a", "b", "tagged"]],
    ["a record, with all that may hold one of its type", { id: encodeNodeId("Patent", "CN1") }, []],
    ["a record of another type", { id: encodeNodeId("Expert", "1") }, ["a", "b", "tagged"]],
    ["what is no id, with what may hold anything", { id: "junk" }, ["a", "b", "tagged"]],
    ["a tag", { tag: "t" }, ["a", "b", "unknown"]],
    ["a type of one node alone", { node: "b", type: "Patent" }, ["a", "tagged", "unknown"]],
    ["what nobody has", { node: "c", tag: "t" }, ["a", "b", "tagged", "unknown"]],
  ])("are forgotten by %s", (_what, what, left) => {
    const { cache, keep, kept } = open();
    keep("a");
    keep("b", { nodes: new Set(["a", "b"]) });
    keep("tagged", { tags: new Set(["t"]) });
    keep("unknown", { types: null });
    expect(cache.invalidate(what)).toBe(4 - left.length);
    expect(kept("a", "b", "tagged", "unknown")).toEqual(left);
  });

  test("that began before something was forgotten are not kept, whatever it was", () => {
    const { cache, keep, kept } = open();
    const { generation } = cache;
    cache.invalidate({ node: "z" });
    keep("late", { generation });
    keep("new");
    expect(kept("late", "new")).toEqual(["new"]);
  });
});

describe("the types of an operation", () => {
  const graph = readCostTable(`
    type Query { patent: Patent node: Node files: [File] any: Any }
    interface Node { id: ID }
    interface File { number: ID }
    type Patent implements Node { id: ID agency: Agency }
    type Agency implements Node { id: ID name: String }
    type OneFile implements File & Node { id: ID number: ID }
    type OtherFile implements File { number: ID }
    union Any = Patent | OneFile
  `);
  const isPrivateType = (name: string) => name.endsWith("File");

  test.each([
    ["{ patent { id } }", ["Patent"], false],
    ["{ patent { agency { name } } __typename }", ["Agency", "Patent"], false],
    ["query A { patent { id } } query B { files { number } }", ["OneFile", "OtherFile", "Patent"], true],
    ["{ node { id } }", ["Agency", "OneFile", "Patent"], false],
    ["{ node { ... on Patent { id } } }", ["Agency", "OneFile", "Patent"], false],
    ["{ any { ... on OneFile { number } } }", ["OneFile", "Patent"], true],
    ["{ ...F } fragment F on Query { files { __typename } }", ["OneFile", "OtherFile"], true],
    ["{ nothing { at { all } } }", [], false],
  ])("%s", (query, names, isPrivate) => {
    const types = readOperationTypes(parse(query), graph, isPrivateType);
    expect({ ...types, names: [...(types.names ?? [])].sort() }).toEqual({ names, isPrivate });
  });
});
