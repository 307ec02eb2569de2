import {
  type DirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  type SelectionSetNode,
} from "graphql";
import type { SupergraphFacts } from "./planner.ts";

/** By "Type.field", then by place (".field.field" from the object): arguments as text. */
type RequiredArguments = Record<string, Record<string, string>>;
type Facts = Pick<SupergraphFacts, "requiredArguments" | "unplannable">;

/** What the @requires of a supergraph ask for, what that is computed from itself included. */
export function readRequiredArguments(document: DocumentNode, schema: GraphQLSchema): Facts {
  const direct = directOf(document);
  const requiredArguments: RequiredArguments = {};
  const unplannable = new Set<string>();
  for (const coordinate of Object.keys(direct)) {
    const places = new Map<string, Set<string>>();
    addChain({ direct, schema, places, seen: new Set() }, coordinate, "");
    if ([...places.values()].some(({ size }) => size > 1)) unplannable.add(coordinate);
    requiredArguments[coordinate] = Object.fromEntries([...places].map(([place, texts]) => [place, [...texts].join()]));
  }
  return forInterfaces({ requiredArguments, unplannable: [...unplannable] }, schema);
}

interface Chain {
  readonly direct: RequiredArguments;
  readonly schema: GraphQLSchema;
  readonly places: Map<string, Set<string>>;
  readonly seen: Set<string>;
}

function addChain(chain: Chain, coordinate: string, before: string): void {
  const { direct, schema, places, seen } = chain;
  if (seen.has(before + coordinate)) return;
  seen.add(before + coordinate);
  const [type = ""] = coordinate.split(".");
  for (const [place, text] of Object.entries(direct[coordinate] ?? {})) {
    const known = places.get(before + place) ?? new Set();
    places.set(before + place, known.add(text));
    const keys = place.split(".").slice(1);
    const parent = place.slice(0, place.lastIndexOf("."));
    for (const owner of typesAt(schema, type, keys.slice(0, -1))) {
      addChain(chain, `${owner}.${keys.at(-1)}`, before + parent);
    }
  }
}

/** Object types that may stand at the end of a way of fields. */
function typesAt(schema: GraphQLSchema, start: string, keys: readonly string[]): readonly string[] {
  return keys.reduce<readonly string[]>(
    (names, key) => {
      const next = names.flatMap((name) => {
        const type = schema.getType(name);
        const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[key] : undefined;
        return field === undefined ? [] : objectsOf(schema, getNamedType(field.type).name);
      });
      return [...new Set(next)];
    },
    objectsOf(schema, start),
  );
}

function objectsOf(schema: GraphQLSchema, name: string): readonly string[] {
  const type = schema.getType(name);
  return isAbstractType(type) ? schema.getPossibleTypes(type).map((member) => member.name) : [name];
}

function directOf({ definitions }: DocumentNode): RequiredArguments {
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

function requiredOf({ name, arguments: given = [] }: DirectiveNode): Record<string, string> {
  const value = given.find((argument) => argument.name.value === "requires")?.value;
  if (name.value !== "join__field" || value?.kind !== Kind.STRING) return {};
  const [operation] = parse(`{${value.value}}`, { noLocation: true }).definitions;
  return operation?.kind === Kind.OPERATION_DEFINITION ? argumentsIn(operation.selectionSet, "") : {};
}

function argumentsIn({ selections }: SelectionSetNode, before: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const node of selections) {
    if (node.kind === Kind.FRAGMENT_SPREAD) continue;
    const place = node.kind === Kind.FIELD ? `${before}.${node.name.value}` : before;
    if (node.kind === Kind.FIELD) found[place] = (node.arguments ?? []).map(print).sort().join();
    if (node.selectionSet !== undefined) Object.assign(found, argumentsIn(node.selectionSet, place));
  }
  return found;
}

/** Whoever asks an interface for a field asks all of its types. */
function forInterfaces({ requiredArguments, unplannable }: Facts, schema: GraphQLSchema): Facts {
  const all: RequiredArguments = { ...requiredArguments };
  const impossible = new Set(unplannable);
  for (const abstract of Object.values(schema.getTypeMap()).filter(isInterfaceType)) {
    for (const member of schema.getPossibleTypes(abstract)) {
      for (const field of Object.keys(abstract.getFields())) {
        const [own, inherited] = [`${member.name}.${field}`, `${abstract.name}.${field}`];
        if (requiredArguments[own] !== undefined) all[inherited] = { ...all[inherited], ...requiredArguments[own] };
        if (impossible.has(own)) impossible.add(inherited);
      }
    }
  }
  return { requiredArguments: all, unplannable: [...impossible] };
}
