import { parse } from "graphql";
import { describe, expect, test } from "vitest";
import { checkMembers } from "#gateway/members/check-members.ts";
import type { MemberProblem } from "#gateway/members/member-problem.ts";
import { schemasOf } from "#gateway/supergraph/node-schemas.ts";
import type { OwnSchema } from "#gateway/supergraph/ownership/type-owners.ts";
import { discoverNodes } from "#subgraphs/runtime/discover-nodes.ts";

const definitions = await discoverNodes();
const schemas = schemasOf(definitions);
const standing: readonly OwnSchema[] = definitions.map(({ code, seesOthers = false }) => {
  const own = schemas.get(code)?.own;
  if (own === undefined) throw new Error(`no schema of ${code}`);
  return { node: code, own, seesOthers };
});

function check(sdl: string): readonly MemberProblem[] {
  return checkMembers(standing, [{ node: "far", own: parse(sdl), seesOthers: false }]);
}

/** What it takes of others, by what is said: `CODE Type.field`. */
const CORPUS: readonly (readonly [what: string, sdl: string, code: string, place: string, owner: RegExp])[] = [
  [
    "@override of another's field",
    `type Patent @key(fields: "id") { id: ID! title: String @override(from: "national") }`,
    "FOREIGN_FIELD",
    "Patent.title",
    /node national/,
  ],
  [
    "@override of what nobody is asked for by that name",
    `type Patent @key(fields: "id") { id: ID! farNote: String @override(from: "national") }`,
    "FOREIGN_FIELD",
    "Patent.farNote",
    /node national/,
  ],
  [
    "@override with a label",
    `type SichuanListing @key(fields: "id") { id: ID! title: String @override(from: "sichuan", label: "percent(1)") }`,
    "FOREIGN_FIELD",
    "SichuanListing.title",
    /node sichuan/,
  ],
  [
    "a key that the owner does not have",
    `type Patent @key(fields: "farNumber") { farNumber: String farNote: String }`,
    "FOREIGN_TYPE",
    "Patent",
    /node national/,
  ],
  [
    "a key of the owner beside one that it does not have",
    `extend type Patent @key(fields: "id") @key(fields: "title") { id: ID! title: String farNote: String }`,
    "FOREIGN_TYPE",
    "Patent",
    /node national/,
  ],
  [
    "a nested key of its own",
    `type SichuanListing @key(fields: "seller { name }") { seller: PartyReference farNote: String }`,
    "FOREIGN_TYPE",
    "SichuanListing",
    /node sichuan/,
  ],
  [
    "@shareable joining in a field",
    `type Patent @key(fields: "id") { id: ID! title: String @shareable }`,
    "FOREIGN_FIELD",
    "Patent.title",
    /node national/,
  ],
  [
    "@shareable on the type, joining in all",
    `type Agency @key(fields: "id") @shareable { id: ID! name: String }`,
    "FOREIGN_FIELD",
    "Agency.name",
    /node national/,
  ],
  [
    "a field once more without a word",
    `extend type Agency @key(fields: "id") { id: ID! name: String }`,
    "FOREIGN_FIELD",
    "Agency.name",
    /node national/,
  ],
  [
    "a field of the hub's own contribution",
    `type Patent @key(fields: "id") { id: ID! listings: [String!] }`,
    "FOREIGN_FIELD",
    "Patent.listings",
    /node discovery/,
  ],
  [
    "@requires of another's fields",
    `type Organization @key(fields: "id") { id: ID! name: String @external farScore: Int @requires(fields: "name") }`,
    "FOREIGN_FIELD",
    "Organization.farScore",
    /node national/,
  ],
  [
    "@requires of what lies deeper",
    `type SichuanListing @key(fields: "id") { id: ID! seller: PartyReference @external farScore: Int @requires(fields: "seller { name }") }`,
    "FOREIGN_FIELD",
    "SichuanListing.farScore",
    /node sichuan/,
  ],
  [
    "@interfaceObject for every type of an interface",
    `type Expert @key(fields: "id") @interfaceObject { id: ID! farScore: Int }`,
    "FOREIGN_TYPE",
    "Expert",
    /the hub/,
  ],
  [
    "a type hidden from clients",
    `type Patent @key(fields: "id") @inaccessible { id: ID! farNote: String }`,
    "FOREIGN_TYPE",
    "Patent",
    /node national/,
  ],
  [
    "an interface given to another's type",
    `interface FarThing { id: ID! } type Patent implements FarThing @key(fields: "id") { id: ID! farNote: String }`,
    "FOREIGN_TYPE",
    "Patent",
    /node national/,
  ],
  [
    "another's type without a key",
    `type SichuanListing { title: String }`,
    "FOREIGN_TYPE",
    "SichuanListing",
    /node sichuan/,
  ],
  ["another's type as an enum", `enum Patent { A B }`, "FOREIGN_TYPE", "Patent", /node national/],
  [
    "another's input",
    `input PatentFilter { everything: Boolean } extend type Query { farThings(filter: PatentFilter): Int }`,
    "FOREIGN_TYPE",
    "PatentFilter",
    /node national/,
  ],
  [
    "a field of a shared value type",
    `type Money @shareable { amount: Decimal! currencyCode: String! farRate: String }`,
    "FOREIGN_FIELD",
    "Money.farRate",
    /the hub/,
  ],
  [
    "a shared value type with other nullability",
    `type Money @shareable { amount: Decimal }`,
    "FOREIGN_FIELD",
    "Money.amount",
    /the hub/,
  ],
  [
    "a shared value type hidden",
    `type Money @shareable @inaccessible { amount: Decimal! }`,
    "FOREIGN_TYPE",
    "Money",
    /the hub/,
  ],
  ["a value of a shared enum", `enum TransferMode { ASSIGNMENT FAR }`, "FOREIGN_FIELD", "TransferMode.FAR", /the hub/],
  [
    "a shared enum's value hidden",
    `enum TransferMode { ASSIGNMENT @inaccessible }`,
    "FOREIGN_FIELD",
    "TransferMode.ASSIGNMENT",
    /the hub/,
  ],
  [
    "a field of a shared interface",
    `interface Listing implements Node { id: ID! farNote: String }`,
    "FOREIGN_FIELD",
    "Listing.farNote",
    /the hub/,
  ],
  ["a shared scalar as an object", `type Decimal { text: String }`, "FOREIGN_TYPE", "Decimal", /the hub/],
  [
    "a field of the shared page information",
    `extend type PageInfo { farCount: Int }`,
    "FOREIGN_FIELD",
    "PageInfo.farCount",
    /the hub/,
  ],
  ["a root field of another", `extend type Query { patent: String }`, "FOREIGN_FIELD", "Query.patent", /node national/],
  [
    "a root field of the hub",
    `extend type Query { hubNodes: Int }`,
    "FOREIGN_FIELD",
    "Query.hubNodes",
    /node discovery/,
  ],
  [
    "a field that is of another type elsewhere",
    `type FarListing implements Node @key(fields: "id") { id: ID! title: [String!] }`,
    "RECURRING_FIELD",
    "FarListing.title",
    /\.title is String/,
  ],
  [
    "a field whose absence would cost a list",
    `type FarListing implements Node @key(fields: "id") { id: ID! farCount: Int! }`,
    "RECURRING_FIELD",
    "FarListing.farCount",
    /make|must not be null/,
  ],
];

describe("what a node takes of other owners is refused before composition, naming them", () => {
  test.each(CORPUS)("%s", (_what, sdl, code, place, owner) => {
    const found = check(sdl);
    const told = found.map((one) => `${one.code} ${one.place?.type}${one.place?.field ? `.${one.place.field}` : ""}`);
    expect(told).toContain(`${code} ${place}`);
    const [first] = found.filter((one) => one.place?.type === place.split(".")[0]);
    expect(first?.node).toBe("far");
    expect(first?.message.en).toMatch(owner);
    expect(first?.message.zh).toMatch(/\p{Script=Han}/u);
    expect(first?.suggestion).not.toBeNull();
    expect(first?.place?.line).toBe(1);
  });
});

describe("what hides a directive from the checks, or cannot be served", () => {
  const FEDERATION = "https://specs.apollo.dev/federation/v2.9";
  test.each([
    [
      "an import under another name",
      `extend schema @link(url: "${FEDERATION}", import: [{ name: "@override", as: "@take" }])`,
    ],
    ["a namespace of its own", `extend schema @link(url: "${FEDERATION}", as: "fed")`],
    ["a qualified name", `type FarThing @federation__key(fields: "id") { id: ID! }`],
    ["access rules", `extend schema @link(url: "${FEDERATION}", import: ["@key", "@authenticated"])`],
    ["composed directives", `extend schema @link(url: "${FEDERATION}", import: ["@composeDirective"])`],
    ["connectors", `extend schema @link(url: "https://specs.apollo.dev/connect/v0.2", import: ["@connect"])`],
    ["subscriptions", "type Subscription { farEvents: Int }"],
  ])("%s", (_what, sdl) => {
    expect(check(sdl).map(({ code }) => code)).toContain("BAD_SCHEMA");
  });
});

describe("what is a node's own", () => {
  test.each([
    [
      "records of a shared kind",
      `type FarListing implements Node @key(fields: "id") { id: ID! title: String patent: Patent }`,
    ],
    [
      "fields of its own on another's entity, by the owner's key",
      `extend type Patent @key(fields: "applicationNumber") { applicationNumber: ApplicationNumber farNote: String }`,
    ],
    [
      "what it computes from the key alone",
      `type Patent @key(fields: "id") { id: ID! @external farNote: String @requires(fields: "id") }`,
    ],
    ["a shared value type as it is", `type Money @shareable { amount: Decimal! currencyCode: String! }`],
    ["a root field of its own", `extend type Query { farGreeting: String }`],
    ["the node contract", `extend type Query { hubNodeInformation: HubNodeInformation @inaccessible @shareable }`],
  ])("is let in: %s", (_what, sdl) => {
    expect(check(sdl)).toEqual([]);
  });

  test.each(definitions.filter(({ seesOthers }) => seesOthers !== true).map(({ code }) => code))(
    "the hub's own node %s joins the others",
    (code) => {
      const others = standing.filter(({ node }) => node !== code);
      expect(others.length).toBe(standing.length - 1);
      expect(
        checkMembers(
          others,
          standing.filter(({ node }) => node === code),
        ),
      ).toEqual([]);
    },
  );

  test("is its owner's against those who come in the same change", () => {
    const one = { node: "one", own: parse("type Stall { name: String }"), seesOthers: false };
    const other = { node: "other", own: parse("type Stall { name: String }"), seesOthers: false };
    const found = checkMembers(standing, [one, other]);
    expect(found.map(({ node, code }) => [node, code])).toEqual([["other", "FOREIGN_TYPE"]]);
    expect(found[0]?.message.en).toMatch(/node one/);
  });
});

test("a schema of 20,000 fields is refused at once", () => {
  const fields = Array.from({ length: 20_000 }, (_, index) => `f${index}: String`).join(" ");
  const own = parse(`type FarThing { ${fields} }`, { noLocation: true });
  const startedAt = performance.now();
  expect(checkMembers(standing, [{ node: "far", own, seesOthers: false }])).toMatchObject([{ code: "TOO_LARGE" }]);
  expect(performance.now() - startedAt).toBeLessThan(50);
});
