import {
  buildASTSchema,
  type ConstDirectiveNode,
  type DocumentNode,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
} from "graphql";
import { describe, expect, test } from "vitest";
import { schemasOf } from "#gateway/supergraph/node-schemas.ts";
import { SHARED_KINDS } from "#schema/kinds.ts";
import { withTold as nodes } from "./composed-graph.ts";

const schemas = schemasOf(nodes);

test("nodes were found", () => {
  expect(nodes.length).toBeGreaterThan(0);
});

describe.each(nodes)("$code", ({ code, resolvers, entities, contract, seesOthers }) => {
  const document = wholeOf(code);
  // Federation's own directives are not defined here; only names and members are looked at.
  const schema = buildASTSchema(document, { assumeValidSDL: true });
  const interfaces = new Map(SHARED_KINDS.map((kind) => [kind.name, kind]));

  test("resolves only types and fields that its schema has", () => {
    const unknown = Object.entries(resolvers).flatMap(([typeName, fields]) => {
      const type = schema.getType(typeName);
      if (!isObjectType(type) && !isInterfaceType(type)) return [typeName];
      return Object.keys(fields).filter((name) => type.getFields()[name] === undefined);
    });
    expect(unknown).toEqual([]);
  });

  test("has an entity resolver for every type with a resolvable key, and for no other", () => {
    expect(Object.keys(entities).sort()).toEqual(ownTypes().sort());
  });

  test("declares only kinds whose type implements the kind's interface", () => {
    const wrong = Object.entries(contract.kinds).filter(([name, { typeName }]) => {
      const type = schema.getType(typeName);
      const shared = interfaces.get(name);
      if (!isObjectType(type)) return true;
      return shared !== undefined && !type.getInterfaces().some((one) => one.name === shared.interfaceName);
    });
    expect(wrong.map(([name]) => name)).toEqual([]);
    expect(Object.keys(contract.kinds).filter((name) => !assetKinds().includes(name))).toEqual([]);
  });

  test("gives every type that implements a shared interface a kind in its contract", () => {
    const declared = Object.values(contract.kinds).map(({ typeName }) => typeName);
    const implementing = ownTypes().filter(isOfKind);
    expect(implementing.filter((name) => !declared.includes(name))).toEqual([]);
  });

  test("keeps private kinds in private types, and only those", () => {
    const wrong = Object.entries(contract.kinds).filter(([name, { typeName, isPrivate }]) => {
      const isHidden =
        definitionOf(document, typeName)?.directives?.some((one) => one.name.value === "private") === true;
      return isPrivate !== isHidden || isPrivate !== (interfaces.get(name)?.isPrivate ?? false);
    });
    expect(wrong.map(([name]) => name)).toEqual([]);
  });

  test("names filters and subjects that the contract knows", () => {
    const filter = schema.getType("HubNodeFilter");
    const known = isInputObjectType(filter) ? Object.keys(filter.getFields()) : [];
    const kinds = Object.values(contract.kinds);
    expect(known.length).toBeGreaterThan(0);
    expect(kinds.flatMap(({ filters }) => filters).filter((name) => !known.includes(name))).toEqual([]);
    expect(kinds.flatMap(({ about }) => about).filter((name) => !isCompositeType(schema.getType(name)))).toEqual([]);
  });

  /** The node that sees the others adds fields to their types: a reference is all it needs for that. */
  function ownTypes(): string[] {
    return resolvableTypes(document).filter((name) => seesOthers !== true || !isOfKind(name));
  }

  function isOfKind(name: string): boolean {
    const type = schema.getType(name);
    return isObjectType(type) && type.getInterfaces().some((one) => one.name !== "Node");
  }

  function assetKinds(): readonly string[] {
    const type = schema.getType("AssetKind");
    return isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
  }
});

function wholeOf(code: string): DocumentNode {
  const schema = schemas.get(code);
  if (schema === undefined) throw new Error(`no schema for ${code}`);
  return schema.whole;
}

function definitionOf(document: DocumentNode, typeName: string) {
  return document.definitions.find(
    (definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === typeName,
  ) as { readonly directives?: readonly ConstDirectiveNode[] } | undefined;
}

function resolvableTypes(document: DocumentNode): string[] {
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.directives?.some(isResolvableKey)
      ? [definition.name.value]
      : [],
  );
}

function isResolvableKey({ name, arguments: given = [] }: ConstDirectiveNode): boolean {
  if (name.value !== "key") return false;
  return !given.some(
    (argument) =>
      argument.name.value === "resolvable" && argument.value.kind === Kind.BOOLEAN && argument.value.value === false,
  );
}
