import { buildSchema, type DocumentNode, isInterfaceType, Kind, parse, print, validate } from "graphql";
import { describe, expect, test } from "vitest";
import { CompositionError, composeGraph } from "#gateway/supergraph/compose-graph.ts";
import type { Composer } from "#gateway/supergraph/composer.ts";
import { kernelService } from "#gateway/supergraph/kernel-service.ts";
import { schemasOf } from "#gateway/supergraph/node-schemas.ts";
import { privateTypes } from "#gateway/supergraph/private-types.ts";
import { publicApiOf } from "#gateway/supergraph/public-api.ts";
import { SHARED_KINDS } from "#schema/kinds.ts";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import { discoverNodes } from "#subgraphs/runtime/discover-nodes.ts";

const definitions = await discoverNodes();
const asking = definitions.filter(({ seesOthers }) => seesOthers === true);
const platforms = definitions.filter(({ seesOthers }) => seesOthers !== true);

/** A platform like the others, with a schema of its own. */
function platform(code: string, sdl: string): NodeDefinition {
  const [like] = platforms;
  if (like === undefined) throw new Error("no platform");
  return { ...like, code, schema: (): DocumentNode => parse(sdl), sources: {}, resolvers: {}, entities: {} };
}

const PRIVATE_NOTE = `"笔记。 / A note." type Note @key(fields: "id") @private { "标识。 / Id." id: ID! }`;
const BROKEN = platform("broken", 'extend type Query { "一。 / One." hubNodes: Int }');

describe("the graph of the hub", () => {
  test("is composed of all nodes and hides kernel, contract and placeholders from clients", async () => {
    const composed = await composeGraph(definitions);
    expect(composed.leftOut).toEqual([]);
    const supergraphSdl = composed.supergraphSdl.join("");
    const apiSdl = publicApiOf(composed.supergraphSdl);
    for (const { code } of definitions) expect(supergraphSdl).toContain(`name: "${code}"`);
    expect(supergraphSdl).toMatch(/type HubListingPlaceholder/);
    expect(apiSdl).not.toMatch(/Placeholder|hubNodeSearch|hubNodeHarvest|HubNodeSearchInput|_entities|@inaccessible/);
  });

  test("keeps every shared kind when no platform is there, so that client documents stay valid", async () => {
    const { supergraphSdl } = await composeGraph(asking);
    const schema = buildSchema(publicApiOf(supergraphSdl));
    for (const { interfaceName } of SHARED_KINDS) expect(isInterfaceType(schema.getType(interfaceName))).toBe(true);
    const document = parse(
      "{ listings(first: 1) { total { value } nodes { __typename id title provenance { fetchedAt } } } }",
    );
    expect(validate(schema, document)).toEqual([]);
  });
});

describe("a node whose schema breaks the graph", () => {
  test("is left out with what is wrong; the others stay", async () => {
    const { leftOut, supergraphSdl: parts } = await composeGraph([...definitions, BROKEN]);
    const supergraphSdl = parts.join("");
    expect(leftOut.map(({ node }) => node)).toEqual(["broken"]);
    expect(leftOut[0]?.problems[0]).toEqual({
      code: "FIELD_TYPE_MISMATCH",
      message: expect.stringContaining("hubNodes"),
    });
    expect(supergraphSdl).not.toContain('name: "broken"');
    for (const { code } of definitions) expect(supergraphSdl).toContain(`name: "${code}"`);
  });

  test("never costs the node that asks the others; when leaving out one does not help, it says so", async () => {
    const composed: (readonly string[])[] = [];
    const stubborn: Composer = {
      compose: async (services) => {
        composed.push(services.map(({ name }) => name));
        return { kind: "refused", problems: [{ code: "BAD", message: "never" }] };
      },
    };
    await expect(composeGraph(definitions, stubborn)).rejects.toThrow(CompositionError);
    await expect(composeGraph(definitions, stubborn)).rejects.toThrow(/do not compose: never/);
    expect(composed[0]).toEqual(expect.arrayContaining(["hub", ...definitions.map(({ code }) => code)]));
    for (const names of composed) for (const { code } of asking) expect(names).toContain(code);
    expect(composed).toHaveLength(2 * (1 + platforms.length));
  });
});

describe("schemas", () => {
  test("of the asking node hold every type by which a platform implements a shared kind", () => {
    const other = platform(
      "far",
      `"远。 / Far." type FarListing implements Node & Listing @key(fields: "id") { "标识。 / Id." id: ID! }`,
    );
    const [discovery] = asking.map(({ code }) => schemasOf([...definitions, other]).get(code));
    const names = discovery?.own.definitions.flatMap((d) => ("name" in d && d.name ? [d.name.value] : []));
    expect(names).toContain("FarListing");
  });

  test.each([
    'ends the text """ type Evil { a: Int } """',
    'ends in a quote "',
    "ends in a backslash \\",
    "of \n\n several lines",
  ])("of the asking node hold a description as it is: %j", (description) => {
    const type = `type FarListing implements Node & Listing @key(fields: "id") { "标识。 / Id." id: ID! }`;
    const other = platform("far", `${print({ kind: Kind.STRING, value: description })} ${type}`);
    const [discovery] = asking.map(({ code }) => schemasOf([...definitions, other]).get(code));
    const found = discovery?.own.definitions.find((one) => "name" in one && one.name?.value === "FarListing");
    expect(found).toMatchObject({ description: { value: description } });
  });

  test("tell the private types; private kinds are among them", () => {
    const documents = [...schemasOf([...definitions, platform("far", PRIVATE_NOTE)]).values()].map(
      ({ whole }) => whole,
    );
    const hidden = privateTypes(documents);
    expect(hidden).toContain("Note");
    const kinds = platforms.flatMap(({ contract }) => Object.values(contract.kinds));
    expect(kinds.filter(({ isPrivate }) => isPrivate).length).toBeGreaterThan(0);
    for (const { typeName, isPrivate } of kinds)
      expect([typeName, hidden.has(typeName)]).toEqual([typeName, isPrivate]);
  });

  test("of the kernel ask for no field at all", () => {
    const { typeDefs, name } = kernelService();
    expect(name).toBe("hub");
    const roots = typeDefs.definitions.filter((d) => "name" in d && d.name?.value === "Query");
    expect(roots).toEqual([]);
  });
});
