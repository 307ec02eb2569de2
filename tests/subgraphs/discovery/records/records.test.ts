import { describe, expect, test } from "vitest";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import type { EntityFields, EntityReference, NodePage } from "#subgraphs/runtime/ports.ts";
import { failed, type ListedStub, listed, openDiscovery, page } from "#tests/subgraphs/discovery/open-discovery.ts";
import { nodeSummary } from "#tests/support/node-summary.ts";
import { burden, copy, NUMBER, offer, owner, patent } from "./sample-facts.ts";

const CHECKS = "{ listings(first: 50) { nodes { id registerCheck { verdict findings { code message source } } } } }";
const VIEWS = `query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Patent {
  records { id } conflicts { field chosen { value hubNode { code } record { __typename id } } others { value knownThrough } reason { code message } }
} } }`;

const register = (parts: Partial<ListedStub> = {}) =>
  listed("register", { owns: ["Patent"], tells: () => patent() as unknown as EntityFields, ...parts }, []);

function market(code: string, ids: readonly string[], tells: (id: string) => EntityFields | null | Error, parts = {}) {
  const hits = page(...ids.map((id) => [`${code}${id}`, "2026-01-01"] as const));
  return listed(code, {
    owns: ["SichuanListing"],
    search: (searches) => searches.map(() => hits),
    tells: ({ id = "" }) => tells(id),
    ...parts,
  });
}

const offered = (id: string, mode = "LICENSE") => ({ ...offer(mode), id }) as unknown as EntityFields;

function verdicts(data: {
  listings: { nodes: readonly { registerCheck: { verdict: string; findings: { code: string }[] } }[] };
}) {
  return data.listings.nodes.map(({ registerCheck: { verdict, findings } }) => `${verdict} ${findings[0]?.code}`);
}

describe("registerCheck", () => {
  test("of a page asks each platform once for its offers, and the register once for their patents", async () => {
    const ids = ["1", "2", "3", "4", "5"];
    const { ask, looked } = openDiscovery([market("a", ids, (id) => offered(id)), register()]);
    const { data, errors } = await ask(CHECKS);
    expect(errors).toEqual([]);
    expect(verdicts(data)).toEqual(ids.map(() => "CONSISTENT IN_FORCE"));
    expect(looked.map(({ node, references }) => [node, references.length])).toEqual([
      ["a", 5],
      ["register", 1],
    ]);
  });

  test("is UNKNOWN, with the data of the offers untouched, while the register is down or does not hold the patent", async () => {
    const offers = market("a", ["1"], (id) => offered(id));
    const down = openDiscovery([offers, register({ state: "PAUSED" })]);
    expect(verdicts((await down.ask(CHECKS)).data)).toEqual(["UNKNOWN REGISTER_UNAVAILABLE"]);
    const empty = openDiscovery([offers, register({ tells: () => null })]);
    expect(verdicts((await empty.ask(CHECKS)).data)).toEqual(["UNKNOWN NOT_IN_REGISTER_DATA"]);
    const nobody = openDiscovery([offers]);
    expect(verdicts((await nobody.ask(CHECKS)).data)).toEqual(["UNKNOWN NOT_IN_REGISTER_DATA"]);
    expect([...down.bugs, ...empty.bugs, ...nobody.bugs]).toEqual([]);
  });

  test("of an offer that cannot be read is UNKNOWN, of one that is gone null; the others stand", async () => {
    const tells = (id: string) => (id === "a1" ? failed("a", "NODE_TIMEOUT") : id === "a2" ? null : offered(id));
    const { ask } = openDiscovery([market("a", ["1", "2", "3"], tells), register()]);
    const { data, errors } = await ask(CHECKS);
    expect(errors).toEqual([]);
    const checks = data.listings.nodes.map(
      ({ registerCheck }: { registerCheck: { verdict: string } | null }) => registerCheck?.verdict ?? null,
    );
    expect(checks).toEqual(["UNKNOWN", null, "CONSISTENT"]);
  });

  test("stands on an offer that another part of the graph refers to by its id", async () => {
    const { ask } = openDiscovery([market("a", [], (id) => offered(id)), register()]);
    const query = `query($representations: [_Any!]!) { _entities(representations: $representations) { ... on SichuanListing { registerCheck { verdict } } } }`;
    const { data } = await ask(query, { representations: [{ __typename: "SichuanListing", id: "7" }] });
    expect(data).toEqual({ _entities: [{ registerCheck: { verdict: "CONSISTENT" } }] });
  });

  test("speaks the language that was asked for, and names whose word it is", async () => {
    const platforms = [market("a", ["1"], (id) => offered(id)), register({ state: "PAUSED" })];
    const messages = async (language: "zh" | "en") => {
      const { data } = await openDiscovery(platforms).ask(CHECKS, {}, language);
      return data.listings.nodes[0].registerCheck.findings[0];
    };
    expect(await messages("zh")).toMatchObject({ message: expect.stringMatching(/登记数据/), source: "节点register" });
    expect(await messages("en")).toMatchObject({ message: expect.stringMatching(/register/), source: "Node register" });
  });

  test("CN201810555666.1, assigned and pledged: the former owner is not verified, the new one meets the pledge", async () => {
    const buyer = { name: "重庆示例新材料有限公司", uscc: "91500107MA0DEM1B1C" };
    const sold = patent({
      currentOwners: [owner(buyer)],
      encumbrances: [burden("PLEDGED")],
    }) as unknown as EntityFields;
    const seller = { name: buyer.name, organization: { uscc: buyer.uscc } };
    const tells = (id: string) =>
      id === "a1" ? offered(id, "ASSIGNMENT") : ({ ...offer("ASSIGNMENT", { seller }), id } as unknown as EntityFields);
    const { ask } = openDiscovery([market("a", ["1", "2"], tells), register({ tells: () => sold })]);
    const { data } = await ask("{ listings { nodes { registerCheck { verdict findings { code } } } } }");
    const found = data.listings.nodes.map(
      (one: { registerCheck: { verdict: string; findings: { code: string }[] } }) => [
        one.registerCheck.verdict,
        ...one.registerCheck.findings.map(({ code }) => code),
      ],
    );
    expect(found[0]).toEqual(expect.arrayContaining(["UNKNOWN", "SELLER_MANDATE_NOT_VERIFIED", "PLEDGED"]));
    expect(found[1]).toEqual(expect.arrayContaining(["UNKNOWN", "SELLER_IS_OWNER", "PLEDGED"]));
  });
});

describe("records and conflicts", () => {
  const typeName = "SichuanPatentRecord";
  const hits = (...ids: readonly string[]): NodePage => ({
    items: ids.map((id) => nodeSummary({ typeName, id, title: null })),
    total: ids.length,
    relation: "EXACT",
  });
  const keeper = (
    code: string,
    tells: (reference: EntityReference) => EntityFields | null | Error,
    parts: Partial<ListedStub> = {},
  ) =>
    listed(
      code,
      { owns: code === "a" ? [typeName] : [], search: (searches) => searches.map(() => hits("r1")), tells, ...parts },
      ["PATENT_RECORD"],
    );
  const stale = () =>
    ({
      ...copy({ id: "r1", legalStatus: { code: "PENDING", label: "在审", raw: "在审", knownThrough: "2023-09-30" } }),
    }) as unknown as EntityFields;
  const representations = [{ __typename: "Patent", applicationNumber: NUMBER }];

  test("are told together from one question about the patent and one for its copies to each node", async () => {
    const { ask, asked, looked, conflicts } = openDiscovery([keeper("a", stale), register()]);
    const { data, errors } = await ask(VIEWS, { representations });
    expect(errors).toEqual([]);
    expect(data._entities[0].records).toEqual([{ id: "r1" }]);
    expect(data._entities[0].conflicts).toEqual([
      {
        field: "legalStatus",
        chosen: { value: "授权有效", hubNode: { code: "register" }, record: { __typename: "Patent", id: "patent" } },
        others: [{ value: "在审", knownThrough: "2023-09-30" }],
        reason: { code: "COPY_PREDATES_CHANGE", message: expect.stringContaining("2024-08-20") },
      },
    ]);
    expect(conflicts).toEqual(["register legalStatus", "a legalStatus"]);
    expect(asked.map(({ node, searches }) => [node, searches.length])).toEqual([["a", 1]]);
    expect(looked.map(({ node }) => node).sort()).toEqual(["a", "register"]);
  });

  test("of many patents at once are still one question to each node", async () => {
    const many = ["CN202310123456.6", "CN202220765432.1", "CN201810555666.1"].map((applicationNumber) => ({
      __typename: "Patent",
      applicationNumber,
    }));
    const { ask, asked, looked } = openDiscovery([keeper("a", stale), register()]);
    await ask(VIEWS, { representations: many });
    expect(asked.map(({ node, searches }) => [node, searches.length])).toEqual([["a", 3]]);
    expect(looked.map(({ node }) => node).sort()).toEqual(["a", "register"]);
  });

  test("of a node that fails are missing, and its error stands beside the rest", async () => {
    const broken = listed("b", { search: (searches) => searches.map(() => failed("b", "NODE_TIMEOUT")) }, [
      "PATENT_RECORD",
    ]);
    const { ask } = openDiscovery([keeper("a", stale), broken, register()]);
    const { data, errors } = await ask(VIEWS, { representations });
    expect(data._entities[0].records).toEqual([{ id: "r1" }]);
    expect(data._entities[0].conflicts).toHaveLength(1);
    expect(new Set(errors.map(({ code, node }) => `${code} ${node}`))).toEqual(new Set(["NODE_TIMEOUT b"]));
  });

  test("are there while the register is down: copies that agree have no conflict, and its error is told", async () => {
    const { ask } = openDiscovery([keeper("a", stale), register({ state: "PAUSED" })]);
    const { data, errors } = await ask(VIEWS, { representations });
    expect(data._entities[0]).toEqual({ records: [{ id: "r1" }], conflicts: [] });
    expect(errors.map(({ code, node }) => `${code} ${node}`)).toContain("NODE_UNAVAILABLE register");
  });

  test("fail with the nodes' error where all of them fail", async () => {
    const broken = listed("b", { search: (searches) => searches.map(() => failed("b", "NODE_TIMEOUT")) }, [
      "PATENT_RECORD",
    ]);
    const { ask } = openDiscovery([broken, register({ state: "PAUSED" })]);
    const { data, errors } = await ask(VIEWS, { representations });
    expect(data._entities[0]).toEqual({ records: null, conflicts: null });
    expect(errors.length).toBe(2);
  });

  test("of a foreign patent are none, and nobody is asked", async () => {
    const { ask, asked, looked } = openDiscovery([keeper("a", stale), register()]);
    const { data } = await ask(VIEWS, {
      representations: [{ __typename: "Patent", applicationNumber: null, id: "x" }],
    });
    expect(data._entities[0]).toEqual({ records: [], conflicts: [] });
    expect([asked, looked]).toEqual([[], []]);
  });

  test("of a patent that is asked for by its id alone are the same", async () => {
    const id = encodeNodeId("Patent", NUMBER);
    const { ask, asked } = openDiscovery([keeper("a", stale), register({ has: [id] })]);
    const query =
      "query($id: ID!) { node(id: $id) { ... on Patent { applicationNumber records { id } listings { nodes { id } } } } }";
    const { data } = await ask(query, { id });
    expect(data.node).toEqual({ applicationNumber: NUMBER, records: [{ id: "r1" }], listings: { nodes: [] } });
    expect(asked[0]?.searches[0]?.about).toEqual({ typeName: "Patent", key: NUMBER });
  });
});

describe("what is kept apart", () => {
  test("is the twin that the register tells of, and copies that look the same, most alike first", async () => {
    const typeName = "SichuanPatentRecord";
    const ids = ["right", "misprinted", "twins", "stranger"];
    const copies: Readonly<Record<string, object>> = {
      right: copy({ id: "right" }),
      misprinted: copy({ id: "misprinted", patentNumberText: "202310123456.7", patent: null }),
      twins: copy({ id: "twins", patentNumberText: "CN202220765432.1" }),
      stranger: copy({ id: "stranger", patentNumberText: "CN202220765432.1", applicantText: "某某科技有限公司" }),
    };
    const items = (given: readonly string[]): NodePage => ({
      items: given.map((id) => nodeSummary({ typeName, id, title: null })),
      total: given.length,
      relation: "EXACT",
    });
    const keeper = listed(
      "a",
      {
        owns: [typeName],
        search: (searches) => searches.map(({ about }) => items(about ? ["right"] : ids)),
        tells: ({ id = "" }) => (copies[id] ?? null) as EntityFields | null,
      },
      ["PATENT_RECORD"],
    );
    const relations = [{ kind: "SAME_DAY_UTILITY_MODEL", applicationNumber: "CN202120888999.3", patent: { id: "p" } }];
    const tells = () => ({ ...patent(), relations }) as unknown as EntityFields;
    const { ask } = openDiscovery([keeper, register({ tells })]);
    const query = `query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Patent {
      keptApart { record { __typename id } confidence reasons { code } } } } }`;
    const { data, errors } = await ask(query, {
      representations: [{ __typename: "Patent", applicationNumber: NUMBER }],
    });
    expect(errors).toEqual([]);
    const told = data._entities[0].keptApart.map(
      (one: { record: { id: string }; confidence: number; reasons: { code: string }[] }) =>
        `${one.record.id} ${one.confidence} ${one.reasons.map(({ code }) => code)}`,
    );
    expect(told).toEqual([
      `${encodeNodeId("Patent", "CN202120888999.3")} 0 SAME_DAY_UTILITY_MODEL`,
      "misprinted 0.5 NUMBER_CHECK_FAILED",
      "twins 0.1 NUMBER_DIFFERS",
    ]);
  });
});
