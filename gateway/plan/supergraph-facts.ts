import { type Schema, Supergraph } from "@apollo/federation-internals";
import {
  type DirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  printSchema,
  type SelectionSetNode,
} from "graphql";
import type { SupergraphFacts } from "./planner.ts";
import { withShadows } from "./shadow-members.ts";

type RequiredArguments = Record<string, Record<string, string>>;

/** A supergraph as the planner takes it, whatever features it is marked with: who may ask is the gateway's business. */
export function readSupergraph(sdl: string): {
  readonly supergraph: Supergraph;
  readonly facts: SupergraphFacts;
  readonly api: Schema;
} {
  const document = withShadows(resolvableKeysFirst(parse(sdl, { noLocation: true })));
  const supergraph = Supergraph.build(document, { supportedFeatures: null });
  const api = supergraph.apiSchema();
  const whole = supergraph.schema.toGraphQLJSSchema();
  const possibleTypes = possibleTypesOf(whole);
  const facts = {
    apiSdl: printSchema(api.toGraphQLJSSchema()),
    possibleTypes,
    fieldNames: fieldNamesOf(whole),
    requiredArguments: forInterfaces(requiredArgumentsOf(document), possibleTypes),
  };
  return { supergraph, facts, api };
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

function requiredArgumentsOf({ definitions }: DocumentNode): RequiredArguments {
  const types = definitions.filter(
    (node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION,
  );
  return Object.fromEntries(
    types.flatMap(({ name, fields = [] }) =>
      fields.flatMap((field) => {
        const wanted = Object.assign({}, ...(field.directives ?? []).map(requiredOf));
        return Object.keys(wanted).length === 0 ? [] : [[`${name.value}.${field.name.value}`, wanted]];
      }),
    ),
  );
}

function requiredOf(node: DirectiveNode): Record<string, string> {
  const value = node.name.value === "join__field" ? argumentOf(node, "requires") : undefined;
  if (value?.kind !== Kind.STRING) return {};
  const [operation] = parse(`{${value.value}}`, { noLocation: true }).definitions;
  return operation?.kind === Kind.OPERATION_DEFINITION ? argumentsIn(operation.selectionSet, "") : {};
}

function argumentsIn({ selections }: SelectionSetNode, before: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const node of selections) {
    if (node.kind === Kind.FRAGMENT_SPREAD) continue;
    const place = node.kind === Kind.FIELD ? `${before}.${node.name.value}` : before;
    if (node.kind === Kind.FIELD && node.arguments?.length) found[place] = node.arguments.map(print).sort().join();
    if (node.selectionSet !== undefined) Object.assign(found, argumentsIn(node.selectionSet, place));
  }
  return found;
}

/** Whoever asks an interface for a field asks all of its types. */
function forInterfaces(
  byField: RequiredArguments,
  possibleTypes: Readonly<Record<string, readonly string[]>>,
): RequiredArguments {
  const all: RequiredArguments = { ...byField };
  for (const [abstract, members] of Object.entries(possibleTypes)) {
    for (const [coordinate, wanted] of Object.entries(byField)) {
      const [type, field] = coordinate.split(".") as [string, string];
      if (members.includes(type)) all[`${abstract}.${field}`] = { ...all[`${abstract}.${field}`], ...wanted };
    }
  }
  return all;
}

function argumentOf({ arguments: given = [] }: DirectiveNode, name: string) {
  return given.find((argument) => argument.name.value === name)?.value;
}
