import { describe, expect, test } from "vitest";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import type { NodeSearch } from "#subgraphs/runtime/define-node.ts";
import type { NodePage } from "#subgraphs/runtime/ports.ts";
import { failed, type ListedStub, listed, openDiscovery } from "#tests/subgraphs/discovery/open-discovery.ts";
import { nodeSummary } from "#tests/support/node-summary.ts";

const IDENTIFY = `query($inputs: [String!]!) { identify(inputs: $inputs) {
  input candidates { kind { code label } canonical valid reason { code message } confidence asset { __typename id } }
} }`;
const NOTHING: NodePage = { items: [], total: 0, relation: "EXACT" };

/** A register that is asked by numbers. */
function register(code: string, kind: string, typeName: string, held: Readonly<Record<string, number>>): ListedStub {
  return listed(code, {
    kinds: [{ kind, typeName, search: "NONE", about: [], filters: ["numbers"], isPrivate: false, harvest: false }],
    search: (searches) => searches.map((search) => pageOf(search, typeName, held)),
  });
}

function pageOf({ filter }: NodeSearch, typeName: string, held: Readonly<Record<string, number>>): NodePage {
  const [number = ""] = filter.numbers ?? [];
  const items = Array.from({ length: held[number] ?? 0 }, (_none, index) =>
    nodeSummary({ typeName, id: encodeNodeId(typeName, index === 0 ? number : `${number}:${index}`) }),
  );
  return { ...NOTHING, items, total: items.length };
}

describe("identify", () => {
  const patents = register("p", "PATENT", "Patent", { "CN202310123456.6": 1, CN116012345B: 1 });
  const marks = register("m", "TRADEMARK", "Trademark", { "50990": 1 });
  const inputs = ["ZL202310123456.6", "CN116012345B", "202310123456.7", "50990", "不是编号"];

  test("finds the records under all numbers with one question to each register, and asks nobody about what is not valid", async () => {
    const { ask, asked } = openDiscovery([patents, marks, listed("x")]);
    const { data, errors } = await ask(IDENTIFY, { inputs });
    expect(errors).toEqual([]);
    expect(data.identify.map(({ input }: { input: string }) => input)).toEqual(inputs);
    expect(assets(data)).toEqual([
      [["APPLICATION_NUMBER", "Patent"]],
      [["PUBLICATION_NUMBER", "Patent"]],
      [["APPLICATION_NUMBER", null]],
      [
        ["AGENCY_CODE", null],
        ["TRADEMARK_NUMBER", "Trademark"],
      ],
      [],
    ]);
    expect(asked.map(({ node, searches }) => [node, searches.map(({ filter }) => filter.numbers)])).toEqual([
      ["p", [["CN202310123456.6"], ["CN116012345B"]]],
      ["m", [["50990"]]],
    ]);
  });

  test("tells why not, in the language asked for, with the label of the kind", async () => {
    const { ask } = openDiscovery([patents]);
    const { data } = await ask(IDENTIFY, { inputs: ["202310123456.7"] }, "en");
    expect(data.identify[0].candidates).toEqual([
      {
        kind: { code: "APPLICATION_NUMBER", label: "Patent application number" },
        canonical: null,
        valid: false,
        reason: {
          code: "CHECK_DIGIT_MISMATCH",
          message: "Wrong check character of the application number: expected 6 (CN202310123456.6)",
        },
        confidence: 0.98,
        asset: null,
      },
    ]);
  });

  test("a register that fails costs its own records alone", async () => {
    const broken = { ...marks, search: () => [failed("m", "NODE_UNAVAILABLE")] };
    const { data, errors } = await openDiscovery([patents, broken]).ask(IDENTIFY, { inputs });
    expect(assets(data)[0]).toEqual([["APPLICATION_NUMBER", "Patent"]]);
    expect(errors).toEqual([{ path: ["identify", 3, "candidates", 1, "asset"], code: "NODE_UNAVAILABLE", node: "m" }]);
  });

  test("what another register holds stands although the first fails", async () => {
    const broken = { ...marks, code: "b", search: () => [failed("b", "NODE_UNAVAILABLE")] };
    const { data, errors } = await openDiscovery([broken, marks]).ask(IDENTIFY, { inputs: ["商标 50990"] });
    expect(errors).toEqual([]);
    expect(assets(data)[0]?.[0]).toEqual(["TRADEMARK_NUMBER", "Trademark"]);
  });

  test("several records under one number are no asset", async () => {
    const many = register("g", "GEOGRAPHICAL_INDICATION", "GeographicalIndication", { "2012年第111号": 2 });
    const { data } = await openDiscovery([many]).ask(IDENTIFY, { inputs: ["2012年第111号"] });
    expect(assets(data)).toEqual([[["GEOGRAPHICAL_INDICATION_NUMBER", null]]]);
  });

  test("an id of this graph is its record, where the owner has it", async () => {
    const id = encodeNodeId("SichuanListing", "7");
    const other = encodeNodeId("SichuanListing", "8");
    const { ask } = openDiscovery([listed("a", { owns: ["SichuanListing"], has: [id] })]);
    const { data } = await ask(IDENTIFY, { inputs: [id, other, encodeNodeId("Nothing", "1")] });
    expect(assets(data)).toEqual([[["HUB_ID", "SichuanListing"]], [["HUB_ID", null]], [["HUB_ID", null]]]);
  });

  test("nobody is asked where no record is wanted", async () => {
    const { ask, asked } = openDiscovery([patents]);
    await ask("query($inputs: [String!]!) { identify(inputs: $inputs) { candidates { canonical } } }", { inputs });
    expect(asked).toEqual([]);
  });

  test.each([
    ["too many", Array.from({ length: 31 }, () => "1")],
    ["too long", ["1", "1".repeat(201)]],
  ])("%s inputs are refused", async (_what, refused) => {
    const { data, errors } = await openDiscovery([patents]).ask(IDENTIFY, { inputs: refused });
    expect(data).toBeNull();
    expect(errors).toEqual([{ path: ["identify"], code: "BAD_USER_INPUT", node: "discovery" }]);
  });

  interface Told {
    readonly identify: readonly {
      readonly candidates: readonly {
        readonly kind: { readonly code: string };
        readonly asset: { readonly __typename: string } | null;
      }[];
    }[];
  }

  function assets({ identify }: Told) {
    return identify.map(({ candidates }) =>
      candidates.map(({ kind, asset }) => [kind.code, asset?.__typename ?? null]),
    );
  }
});
