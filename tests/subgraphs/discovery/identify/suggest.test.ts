import { expect, test } from "vitest";
import { memoryIndex, summary } from "#tests/subgraphs/discovery/memory-index.ts";
import { openDiscovery } from "#tests/subgraphs/discovery/open-discovery.ts";

const SUGGEST = `query($prefix: String!, $kinds: [SuggestionKind!], $first: Int) {
  suggest(prefix: $prefix, kinds: $kinds, first: $first) { kind { code label } text count asset { __typename id } }
}`;
const titles = ["低温固化胶粘剂", "低温阀", "光学胶"].map((title, at) =>
  summary({ id: `r${at}`, kind: "LISTING", title }),
);
const { ask } = openDiscovery([], [], memoryIndex(titles));

test("suggestions come from the index, with the one record that carries a title", async () => {
  const { data, errors } = await ask(SUGGEST, { prefix: " 低温 ", first: 1 }, "en");
  expect(errors).toEqual([]);
  expect(data.suggest).toEqual([
    {
      kind: { code: "TITLE", label: "Title" },
      text: "低温固化胶粘剂",
      count: 1,
      asset: { __typename: "SichuanListing", id: "r0" },
    },
  ]);
});

test("kinds narrow them", async () => {
  expect((await ask(SUGGEST, { prefix: "低温", kinds: ["ORGANIZATION"] })).data.suggest).toEqual([]);
  expect((await ask(SUGGEST, { prefix: "低温", kinds: ["TITLE"] })).data.suggest).toHaveLength(2);
});

test("without an index there are none to tell", async () => {
  expect(await openDiscovery([]).ask(SUGGEST, { prefix: "低" })).toEqual({ data: { suggest: null }, errors: [] });
});

test.each([{ prefix: " " }, { prefix: "低".repeat(61) }, { prefix: "低", first: 0 }, { prefix: "低", first: 31 }])(
  "%j is refused",
  async (variables) => {
    const { data, errors } = await ask(SUGGEST, variables);
    expect(data).toEqual({ suggest: null });
    expect(errors.map(({ code }) => code)).toEqual(["BAD_USER_INPUT"]);
  },
);
