import { type Schema, Supergraph } from "@apollo/federation-internals";
import {
  type DirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  print,
  printSchema,
  visit,
} from "graphql";
import type { SupergraphFacts } from "./planner.ts";
import { type RequiredNames, requiredNames, withRequiredNames } from "./required-names.ts";
import { withShadows } from "./shadow-members.ts";

/** A supergraph as the planner takes it, whatever features it is marked with: who may ask is the gateway's business. */
export function supergraphOf(sdl: string, shadows: "chained" | "all"): Supergraph {
  const document = documentOf(sdl);
  return build(document, shadows, requiredNames(document));
}

function documentOf(sdl: string): DocumentNode {
  return resolvableKeysFirst(parse(sdl, { noLocation: true }));
}

function build(document: DocumentNode, shadows: "chained" | "all", names: RequiredNames): Supergraph {
  const made = withShadows(withRequiredNames(document, names), shadows, names);
  return Supergraph.build(made, { supportedFeatures: null });
}

export function readSupergraph(sdl: string): {
  readonly supergraph: Supergraph;
  readonly facts: SupergraphFacts;
  readonly api: Schema;
  readonly names: RequiredNames;
} {
  const document = documentOf(sdl);
  const names = requiredNames(document);
  const supergraph = build(document, "chained", names);
  const api = supergraph.apiSchema();
  const whole = supergraph.schema.toGraphQLJSSchema();
  const possibleTypes = possibleTypesOf(whole);
  const facts = {
    subgraphs: supergraph
      .subgraphs()
      .names()
      .map((name) => ({ name, url: supergraph.subgraphs().get(name)?.url ?? "" })),
    apiSdl: definitionTexts(withoutNames(printSchema(api.toGraphQLJSSchema()), names)),
    possibleTypes,
    fieldNames: fieldNamesOf(whole),
    interfaceObjects: interfaceObjects(document),
    computedByInterface: computedByInterface(document),
  };
  return { supergraph, facts, api, names };
}

function withoutNames(sdl: string, names: RequiredNames): string {
  if (names.size === 0) return sdl;
  return print(visit(parse(sdl), { FieldDefinition: ({ name }) => (names.has(name.value) ? null : undefined) }));
}

/** One definition each. */
function definitionTexts(sdl: string): readonly string[] {
  return parse(sdl).definitions.map(({ loc }) => sdl.slice(loc?.start, loc?.end));
}

/** The planner takes the first key that fits, also one marked `resolvable: false`, by which nothing can be found. */
function resolvableKeysFirst(document: DocumentNode): DocumentNode {
  return {
    ...document,
    definitions: document.definitions.map((node) =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION
        ? {
            ...node,
            directives: [...(node.directives ?? [])].sort((a, b) => Number(isBarred(a)) - Number(isBarred(b))),
          }
        : node,
    ),
  };
}

function isBarred(node: DirectiveNode): boolean {
  const value = argumentOf(node, "resolvable");
  return value?.kind === Kind.BOOLEAN && !value.value;
}

function possibleTypesOf(schema: GraphQLSchema): Record<string, string[]> {
  return Object.fromEntries(
    Object.values(schema.getTypeMap()).flatMap((type) =>
      isAbstractType(type) ? [[type.name, schema.getPossibleTypes(type).map(({ name }) => name)]] : [],
    ),
  );
}

function fieldNamesOf(schema: GraphQLSchema): readonly string[] {
  const names = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type) || isInterfaceType(type)) for (const name of Object.keys(type.getFields())) names.add(name);
  }
  return [...names];
}

function interfaceObjects({ definitions }: DocumentNode): Record<string, readonly string[]> {
  return Object.fromEntries(
    definitions.flatMap((node) => {
      if (node.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
      const objects = (node.directives ?? [])
        .filter((directive) => isTrue(directive, "isInterfaceObject"))
        .map(graphOf);
      const told = (node.fields ?? []).filter(({ directives = [] }) =>
        directives.some((directive) => objects.includes(graphOf(directive)) && !isTrue(directive, "external")),
      );
      return objects.length === 0 ? [] : [[node.name.value, told.map(({ name }) => name.value)] as const];
    }),
  );
}

function graphOf(node: DirectiveNode): string {
  const value = argumentOf(node, "graph");
  return value?.kind === Kind.ENUM ? value.value : "";
}

function isTrue(node: DirectiveNode, name: string): boolean {
  const value = argumentOf(node, name);
  return value?.kind === Kind.BOOLEAN && value.value;
}

/** In a member that knows an interface, only an interface's object computes its fields. */
function computedByInterface({ definitions }: DocumentNode): readonly string[] {
  return definitions.flatMap((node) => {
    if (node.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
    const computed = (node.fields ?? []).filter(({ directives = [] }) =>
      directives.some((directive) => argumentOf(directive, "requires") !== undefined),
    );
    return computed.map(({ name }) => `${node.name.value}.${name.value}`);
  });
}

function argumentOf({ arguments: given = [] }: DirectiveNode, name: string) {
  return given.find((argument) => argument.name.value === name)?.value;
}
