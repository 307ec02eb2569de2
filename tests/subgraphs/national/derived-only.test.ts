import {
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from "graphql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { node } from "#subgraphs/national/node.ts";
import { readSchema } from "#subgraphs/runtime/read-schema.ts";
import { type OpenNational, openNational } from "./open-national.ts";

let national: OpenNational;
beforeAll(async () => {
  national = await openNational(100);
});
afterAll(() => national[Symbol.asyncDispose]());

// CNIPA's agreement forbids handing its files on as received (原样提供); what is read from them may be served.
test("trap 36: what is read from CNIPA's files is served, the file as received by no field whatever", async () => {
  const selection = selectionOf("Patent", readSchema(node.schema as URL), 4);
  expect(selection.split(" ").length).toBeGreaterThan(60);
  const { data } = await national.ask(`{ patent(number: "CN202310123456.6") { ${selection} } }`);
  const text = JSON.stringify(data?.["patent"]);
  expect(data?.["patent"]).toMatchObject({
    title: "一种低温固化光学胶及其制备方法",
    provenance: { accessPolicy: "DERIVED_ONLY", sourceUrl: null },
  });
  expect(text).not.toMatch(/<\??[a-z]|&lt;|xmlns|business:|base:/i);
});

test("full text is read by the page and not harvested: a request ends at 100 paragraphs, whatever its patents and aliases", async () => {
  const paragraphs = "descriptionParagraphs(first: 20) { nodes { text } }";
  const { data, errors } = await national.ask(
    `{ patents(first: 100) { nodes { a: ${paragraphs} b: ${paragraphs} } } }`,
  );
  const { nodes } = (data as { patents: { nodes: readonly Readonly<Record<string, unknown>>[] } }).patents;
  const given = nodes.flatMap(({ a, b }) => [a, b]).filter((page) => page !== null);
  expect(nodes.length).toBeGreaterThan(50);
  expect(given).toHaveLength(5);
  expect(errors).toHaveLength(2 * nodes.length - 5);
  expect(new Set(errors?.map(({ extensions }) => extensions?.["code"]))).toEqual(new Set(["BAD_USER_INPUT"]));
});

/** Every field that needs no argument, so many levels deep. */
function selectionOf(typeName: string, schema: DocumentNode, depth: number): string {
  const fields = schema.definitions.find(
    (definition): definition is ObjectTypeDefinitionNode =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === typeName,
  )?.fields;
  if (fields === undefined) return SHARED[typeName] ?? "";
  return fields
    .filter(({ arguments: args = [] }) =>
      args.every(({ type, defaultValue }) => type.kind !== Kind.NON_NULL_TYPE || defaultValue),
    )
    .map((field) => fieldSelection(field, schema, depth))
    .filter(Boolean)
    .join(" ");
}

function fieldSelection({ name, type }: FieldDefinitionNode, schema: DocumentNode, depth: number): string {
  const inner = namedType(type);
  if (isLeaf(inner, schema)) return name.value;
  const selection = depth === 0 ? "" : selectionOf(inner, schema, depth - 1);
  return selection === "" ? "" : `${name.value} { ${selection} }`;
}

/** Types that all nodes share: what of them a text could stand in. */
const SHARED: Readonly<Record<string, string>> = {
  Provenance: "sourceRecordId sourceUrl accessPolicy licence { code name attribution }",
  LegalStatus: "code label raw reason { code message }",
  Reason: "code message",
  Region: "code name",
  Office: "code label",
};

function isLeaf(name: string, schema: DocumentNode): boolean {
  return (
    /^(?:String|Int|Float|Boolean|ID|Date|DateTime|URL|Decimal|RegionCode|ApplicationNumber|UnifiedSocialCreditCode|Lang)$/.test(
      name,
    ) ||
    schema.definitions.some(
      (definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === name,
    )
  );
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
