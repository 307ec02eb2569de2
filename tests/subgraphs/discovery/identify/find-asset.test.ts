import { expect, test } from "vitest";
import { createSearchLoader } from "#subgraphs/discovery/find-records.ts";
import { findAsset } from "#subgraphs/discovery/identify/find-asset.ts";
import { readCandidates } from "#subgraphs/discovery/identify/read-candidates.ts";
import type { Summary } from "#subgraphs/discovery/summaries/summary-index.ts";
import type { NodeContext } from "#subgraphs/runtime/define-node.ts";
import { memoryIndex, summary } from "#tests/subgraphs/discovery/memory-index.ts";
import { failed, type ListedStub, listed } from "#tests/subgraphs/discovery/open-discovery.ts";

const MARK = summary({ id: "mark", kind: "TRADEMARK", typeName: "Trademark", numbers: ["68012345"] });

test("what no node is asked for by its number is found in the index, once and of that kind alone", async () => {
  expect(await assetOf([], [MARK])).toEqual({ __typename: "Trademark", id: "mark" });
  expect(await assetOf([], [MARK, { ...MARK, id: "other" }])).toBeNull();
  expect(await assetOf([], [{ ...MARK, kind: "LISTING" }])).toBeNull();
  expect(await assetOf([], null)).toBeNull();
});

test("the index stands in for a node that fails; what it has not is the node's failure", async () => {
  const broken = listed("m", {
    kinds: [
      {
        kind: "TRADEMARK",
        typeName: "Trademark",
        search: "LIVE",
        about: [],
        filters: ["numbers"],
        isPrivate: false,
        harvest: true,
      },
    ],
    search: () => [failed("m", "NODE_TIMEOUT")],
  });
  expect(await assetOf([broken], [MARK])).toEqual({ __typename: "Trademark", id: "mark" });
  await expect(assetOf([broken], [])).rejects.toMatchObject({ extensions: { code: "NODE_TIMEOUT" } });
});

function assetOf(platforms: readonly ListedStub[], held: readonly Summary[] | null) {
  const [candidate] = readCandidates("商标 68012345");
  if (candidate === undefined) throw new Error("no candidate");
  const context = contextOf(platforms, held);
  return findAsset(candidate, context);
}

function contextOf(platforms: readonly ListedStub[], held: readonly Summary[] | null) {
  const others = {
    directory: { list: () => platforms, ownerOf: () => undefined },
    caller: {
      search: async (code: string, searches: never) => platforms.find((one) => one.code === code)?.search(searches),
    },
  };
  const base = { others, call: { signal: new AbortController().signal } } as unknown as Omit<NodeContext, "load">;
  const load = { search: createSearchLoader(base), summaries: held === null ? null : memoryIndex(held) };
  return { ...base, load };
}
