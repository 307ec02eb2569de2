import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { openRegisters } from "#tests/adapters/national-registers/open-registers.ts";
import { journeyNamed } from "#tests/journeys/read-journeys.ts";
import { OPTICS, type OpenRights, openRights, RIGHTS_WORLD as world } from "./open-rights.ts";

let rights: OpenRights;
beforeAll(async () => {
  rights = await openRights();
});
afterAll(() => rights[Symbol.asyncDispose]());

const ask: OpenRights["ask"] = (query, options) => rights.ask(query, options);
const data: OpenRights["data"] = (query) => rights.data(query);

test("an organisation's other rights are found by its code, and each names the organisation back", async () => {
  const answer = await data(`{ trademark(number: "68012345") { applicants { organization {
    name
    trademarks { total { value relation } nodes { number } }
    softwareCopyrights { nodes { registrationNumber owners { organization { uscc } } } }
    layoutDesigns { nodes { registrationNumber } }
    registeredWorks { total { value } nodes { id } }
    geographicalIndications { total { value } nodes { id } }
    plantVarieties { total { value } nodes { id } }
  } } } }`);
  expect(answer).toMatchObject({
    trademark: {
      applicants: [
        {
          organization: {
            name: OPTICS,
            trademarks: { total: { value: 1, relation: "EXACT" }, nodes: [{ number: "68012345" }] },
            softwareCopyrights: {
              nodes: [
                {
                  registrationNumber: "2023SR0123456",
                  owners: [{ organization: { uscc: "91510100MA0DEM0A77" } }],
                },
              ],
            },
            layoutDesigns: { nodes: [{ registrationNumber: "BS.235001230" }] },
            registeredWorks: { total: { value: 0 } },
          },
        },
      ],
    },
  });
});

test("filters: any spelling of party and number, regions with all below them, part of the name, together", async () => {
  const answer = await data(`{
    byCode: trademarks(filter: { party: "91510100ma0dem0a77" }) { nodes { number } }
    byName: trademarks(filter: { party: " 成都示例光电有限公司 " }) { nodes { number } }
    byNumbers: trademarks(filter: { numbers: ["68012345", "６８０１２３４５", "G1799001", "99999999"] }) { nodes { number } }
    inChongqing: trademarks(filter: { regions: ["500000"], text: "示例" }) { nodes { number } }
    nowhere: trademarks(filter: { regions: [] }) { total { value } nodes { number } }
    cluster: geographicalIndications(first: 100, filter: { regions: ["CHENGDU_CHONGQING"] }) { nodes { region { inCluster } } }
  }`);
  const numbers = (list: string) => nodesOf<{ readonly number: string }>(answer, list).map(({ number }) => number);
  expect(numbers("byCode")).toEqual(["68012345"]);
  expect(numbers("byName")).toEqual(["68012345"]);
  expect(numbers("byNumbers").sort()).toEqual(["68012345", "G1799001"]);
  expect(numbers("inChongqing").sort()).toEqual(["68054321", "68054321A"]);
  expect(answer["nowhere"]).toEqual({ total: { value: 0 }, nodes: [] });
  const places = nodesOf<{ readonly region: { readonly inCluster: boolean } }>(answer, "cluster");
  expect(places.length).toBeGreaterThan(3);
  expect(places.every(({ region }) => region.inCluster)).toBe(true);
});

test.each([
  [`trademark(number: "ABC") { id }`, "INVALID_IDENTIFIER", "INVALID_FORMAT"],
  [`softwareCopyright(number: "软著登字第1234567号") { id }`, "INVALID_IDENTIFIER", "INVALID_FORMAT"],
  [`layoutDesign(number: "") { id }`, "INVALID_IDENTIFIER", "EMPTY"],
  [`plantVarieties(filter: { numbers: ["CNA1"] }) { nodes { id } }`, "INVALID_IDENTIFIER", "INVALID_FORMAT"],
  [`trademarks(filter: { regions: ["999999"] }) { nodes { id } }`, "BAD_USER_INPUT", "regions"],
  [`trademarks(first: 101) { nodes { id } }`, "BAD_USER_INPUT", "first"],
  [`trademarks(filter: { party: "" }) { nodes { id } }`, "BAD_USER_INPUT", "party"],
  [`plantVarieties(filter: { party: " " }) { nodes { id } }`, "BAD_USER_INPUT", "party"],
  [`trademarks(filter: { text: "　" }) { nodes { id } }`, "BAD_USER_INPUT", "text"],
  [`trademarks(filter: { party: "91510100MA0DEM0A78" }) { nodes { id } }`, "BAD_USER_INPUT", "party"],
  [
    `trademarks(filter: { numbers: [${Array.from({ length: 51 }, (_, i) => `"${i + 1}"`)}] }) { nodes { id } }`,
    "BAD_USER_INPUT",
    "numbers",
  ],
])("%s is the caller's mistake", async (field, code, reason) => {
  const { errors } = await ask(`{ ${field} }`);
  expect(errors).toMatchObject([{ extensions: { code, reason: { code: reason } } }]);
});

test("an unknown number is null without an error", async () => {
  expect(await data(`{ trademark(number: "99999999") { id } plantVariety(number: "CNA20991234567") { id } }`)).toEqual({
    trademark: null,
    plantVariety: null,
  });
});

test("cursors walk a whole list once, though rows whose number cannot be read count in its total", async () => {
  const query = `query ($after: String) { softwareCopyrights(first: 4, after: $after) {
    total { value relation } pageInfo { hasNextPage endCursor } edges { cursor } nodes { registrationNumber } } }`;
  const seen: string[] = [];
  let after: string | null = null;
  for (let turn = 0; turn < 40; turn++) {
    const { data: page } = await ask(query, { variables: { after } });
    const list = page?.["softwareCopyrights"] as SoftwarePage;
    expect(list.total).toEqual({ value: world.rights.softwareCopyrights.length, relation: "EXACT" });
    seen.push(...list.nodes.map(({ registrationNumber }) => registrationNumber));
    after = list.pageInfo.endCursor;
    if (!list.pageInfo.hasNextPage) break;
  }
  expect(new Set(seen).size).toBe(seen.length);
  const misprinted = world.rights.softwareCopyrights.filter((_one, index) => index % 30 === 7).length;
  expect(misprinted).toBeGreaterThan(0);
  expect(seen.length).toBe(world.rights.softwareCopyrights.length - misprinted);
});

interface SoftwarePage {
  readonly total: object;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  readonly nodes: readonly { readonly registrationNumber: string }[];
}

test("references resolve by id and by natural key, in order, in one question for all; junk asks nobody", async () => {
  const asked = [
    { __typename: "Trademark", number: "G1799001" },
    { __typename: "Trademark", id: encodeNodeId("Trademark", "96900001") },
    { __typename: "Trademark", number: "六八" },
    { __typename: "Trademark", number: "99999999" },
    { __typename: "Trademark", id: encodeNodeId("Patent", "96900001") },
    { __typename: "Trademark", number: "68054321" },
  ];
  const query = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Trademark { number } } }";
  await using fresh = await openRegisters(world);
  const { data: answer, errors } = await rights.national.with({ rights: fresh.registers })(query, {
    variables: { r: asked },
  });
  expect(errors).toBeUndefined();
  expect(answer?.["_entities"]).toEqual([
    { number: "G1799001" },
    { number: "96900001" },
    null,
    null,
    null,
    { number: "68054321" },
  ]);
  expect(await fresh.sandbox.counts()).toEqual({ "POST /openapi/ip/Trademark/ListByNo": 1 });
});

test("the journey costs the registers five questions, and asked again within the day none", async () => {
  await using fresh = await openRegisters(world);
  const asked = rights.national.with({ rights: fresh.registers });
  const { query, variables } = journeyNamed("national", "other-rights");
  const first = await asked(query, { variables });
  expect(first.errors).toBeUndefined();
  expect(await fresh.sandbox.counts()).toEqual({
    "GET /openapi/ip/Trademark/Search": 1,
    "POST /openapi/ip/Trademark/ListByNo": 1,
    "GET /openapi/ip/SoftwareCopyright/Search": 1,
    "GET /openapi/ip/GeoIndication/Search": 1,
    "GET /openapi/ip/LayoutDesign/Search": 1,
  });
  await fresh.sandbox.resetCounts();
  expect((await asked(query, { variables })).data).toEqual(first.data);
  expect(await fresh.sandbox.counts()).toEqual({});
});

const SEARCH = `query ($s: [HubNodeSearchInput!]!) { hubNodeSearch(searches: $s) {
  items { typeName summary { title numbers classes region date } } total relation } }`;

test("the hub finds them by kind, text, region and by the organisation that it asks about", async () => {
  const about = { typeName: "Organization", key: "91510100MA0DEM0A77" };
  const { data: answer, errors } = await ask(SEARCH, {
    variables: {
      s: [
        { kind: "TRADEMARK", about, first: 5, offset: 0 },
        { kind: "GEOGRAPHICAL_INDICATION", filter: { regions: ["511400"] }, text: "柑橘", first: 5, offset: 0 },
        { kind: "LAYOUT_DESIGN", about: { typeName: "Organization", key: `n:${"0".repeat(24)}` }, first: 5, offset: 0 },
      ],
    },
  });
  expect(errors).toBeUndefined();
  expect(answer?.["hubNodeSearch"]).toEqual([
    {
      items: [
        {
          typeName: "Trademark",
          summary: {
            title: "示例光",
            numbers: ["68012345"],
            classes: ["9", "42"],
            region: "510100",
            date: "2022-11-02",
          },
        },
      ],
      total: 1,
      relation: "EXACT",
    },
    {
      items: [{ typeName: "GeographicalIndication", summary: expect.objectContaining({ title: "示例柑橘" }) }],
      total: 1,
      relation: "EXACT",
    },
    { items: [], total: 0, relation: "EXACT" },
  ]);
});

test("with the source off its lists are null and it is reported as skipped; with it down it costs its own fields", async () => {
  const query = `{ patent(number: "CN202310123456.6") { title } trademarks { nodes { id } } trademark(number: "68012345") { id } }`;
  const title = "一种低温固化光学胶及其制备方法";
  const off = await rights.national.ask(query);
  expect(off.errors).toBeUndefined();
  expect(off.data).toEqual({ patent: { title }, trademarks: null, trademark: null });
  expect(off.extensions?.hub.sources).toContainEqual(
    expect.objectContaining({ source: "national-registers", outcome: "SKIPPED" }),
  );
  await using spoilt = await openRegisters(world);
  await spoilt.sandbox.setFault({ mode: "error" });
  const down = await rights.national.with({ rights: spoilt.registers })(query);
  expect(down.data).toEqual({ patent: { title }, trademarks: null, trademark: null });
  expect(down.errors).toMatchObject([
    { path: ["trademarks"], extensions: { code: "NODE_UNAVAILABLE", source: "national-registers" } },
    { path: ["trademark"], extensions: { code: "NODE_UNAVAILABLE", source: "national-registers" } },
  ]);
});

function nodesOf<Node>(answer: Readonly<Record<string, unknown>>, list: string): readonly Node[] {
  return (answer[list] as { readonly nodes: readonly Node[] }).nodes;
}
