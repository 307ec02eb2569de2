import { describe, expect, test } from "vitest";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import type { EntityFields, EntityReference } from "#subgraphs/runtime/ports.ts";
import { listed, openDiscovery } from "#tests/subgraphs/discovery/open-discovery.ts";
import { nodeSummary } from "#tests/support/node-summary.ts";

describe("organisations and agencies", () => {
  const uscc = "91510100MA0DEM0A77";
  const [organizationId, agencyId] = [encodeNodeId("Organization", uscc), encodeNodeId("Agency", "50990")];
  const tells = ({ __typename }: EntityReference) =>
    ({
      id: __typename,
      uscc,
      name: "新名公司",
      formerNames: [{ name: "旧名公司" }],
      registration: null,
    }) as EntityFields;
  const owner_ = listed("register", { owns: ["Organization", "Agency"], tells, has: [organizationId, agencyId] }, []);
  const member = (own: string | null) => {
    const typeName = "SichuanPlatformOrganization";
    const items = [nodeSummary({ typeName, id: "m1", title: null })];
    const node = listed(
      "a",
      {
        owns: [typeName],
        search: (searches) => searches.map(() => ({ items, total: 1, relation: "EXACT" })),
        tells: () => ({ id: "m1", name: "旧名公司", uscc: own, provenance: null }),
      },
      ["MEMBER_ORGANIZATION"],
    );
    return { ...node, kinds: node.kinds.map((kind) => ({ ...kind, filters: ["party"] })) };
  };
  const query = `query($id: ID!) { node(id: $id) { ... on Organization { uscc memberRecords { id } conflicts { field reason { code } } } } }`;

  test("are held against platforms' records of the same code", async () => {
    const { ask, asked } = openDiscovery([member(uscc), owner_]);
    const { data, errors } = await ask(query, { id: organizationId });
    expect(errors).toEqual([]);
    expect(data.node).toEqual({
      uscc,
      memberRecords: [{ id: "m1" }],
      conflicts: [{ field: "name", reason: { code: "NAME_CHANGED_SINCE" } }],
    });
    expect(asked).toMatchObject([{ node: "a", searches: [{ filter: { party: uscc } }] }]);
  });

  test("are never merged by name: a record without the code, or of another, is not theirs", async () => {
    for (const own of [null, "91500107MA0DEM1B1C"]) {
      const { data } = await openDiscovery([member(own), owner_]).ask(query, { id: organizationId });
      expect(data.node).toEqual({ uscc, memberRecords: [], conflicts: [] });
    }
  });

  test("known by name alone have no records of platforms, and nobody is asked", async () => {
    const id = encodeNodeId("Organization", "n:0123456789abcdef01234567");
    const { ask, asked } = openDiscovery([member(uscc), { ...owner_, has: [id] }]);
    expect((await ask(query, { id })).data.node).toEqual({ uscc: null, memberRecords: [], conflicts: [] });
    expect(asked).toEqual([]);
  });

  test("an agency is held against its profiles, which are its own by the code", async () => {
    const profiles = (code: string) => {
      const typeName = "ChongqingAgencyProfile";
      const items = [nodeSummary({ typeName, id: "p1", title: null })];
      const node = listed(
        "a",
        {
          owns: [typeName],
          search: (searches) => searches.map(() => ({ items, total: 1, relation: "EXACT" })),
          tells: () => ({ id: "p1", name: "别的事务所", region: null, agency: { code }, provenance: null }),
        },
        ["AGENCY_PROFILE"],
      );
      return { ...node, kinds: node.kinds.map((kind) => ({ ...kind, about: ["Agency"] })) };
    };
    const ofAgency =
      "query($id: ID!) { node(id: $id) { ... on Agency { conflicts { field chosen { value } others { value } } } } }";
    const told = async (code: string) =>
      (await openDiscovery([profiles(code), owner_]).ask(ofAgency, { id: agencyId })).data.node;
    expect(await told("50990")).toEqual({
      conflicts: [{ field: "name", chosen: { value: "新名公司" }, others: [{ value: "别的事务所" }] }],
    });
    expect(await told("50991")).toEqual({ conflicts: [] });
  });
});
