import { buildSubgraphSchema } from "@apollo/subgraph";
import { type GraphQLSchema, Kind, parse, type SelectionSetNode } from "graphql";
import type { Composed } from "./compose-graph.ts";
import { type Field, type Graph, type ObjectModel, objectOf, placeOf } from "./graph-model.ts";
import { fieldSet, inputsInRepresentation, inputsInWorld, mapThings } from "./required-inputs.ts";
import { identIn, type Thing, type World } from "./world.ts";

/** An object as a member passes it on to its own resolvers. */
interface Held extends Thing {
  /** It was found by. */
  readonly representation?: Readonly<Record<string, unknown>>;
  /** What @provides lets the member tell of it. */
  readonly provided?: ReadonlySet<string>;
}

/**
 * A member that answers from the world what it owns, and fails where it is asked for what is not its own: fields that were
 * taken from it, external ones outside of @provides, and computed ones without their inputs.
 */
export function memberSchema(composed: Composed, member: string, world: World): GraphQLSchema {
  const { graph, sdls } = composed;
  const resolvers: Record<string, object> = {};
  for (const object of graph.objects) {
    if (placeOf(object, member) !== undefined) resolvers[object.name] = resolversOf(composed, object, member, world);
  }
  for (const { name, places, types, ...rest } of [...graph.interfaces, ...graph.unions]) {
    if (!places.some((place) => place.member === member)) continue;
    const family = "key" in rest && rest.key !== null ? objectOf(graph, types[0] ?? "") : undefined;
    resolvers[name] = {
      __resolveType: ({ __typename }: Thing) => __typename,
      ...(family === undefined ? {} : { __resolveReference: referenceOf(graph, family, member, world) }),
    };
  }
  // @apollo/subgraph takes any map of resolvers.
  return buildSubgraphSchema({ typeDefs: parse(sdls.get(member) ?? ""), resolvers: resolvers as never });
}

function resolversOf(composed: Composed, object: ObjectModel, member: string, world: World): object {
  const fields = object.fields
    .filter(({ owners, externals, overriddenFrom, part }) => {
      return part !== null || [...owners, ...externals, overriddenFrom].includes(member);
    })
    .filter((field) => isIn(object, field, member))
    .map((field) => [field.name, resolverOf(composed, object, field, member, world)] as const);
  const isEntity = object.kind === "entity" || object.kind === "interface-object";
  return {
    ...Object.fromEntries(fields),
    ...(isEntity ? { __resolveReference: referenceOf(composed.graph, object, member, world) } : {}),
  };
}

/** Fields of keys that the member does not have are not in its schema. */
function isIn(object: ObjectModel, { part, name }: Field, member: string): boolean {
  if (part === null || object.kind === "key") return true;
  return placeOf(object, member)?.keys.some(({ key }) => key.names.includes(name)) === true;
}

function resolverOf(composed: Composed, owner: ObjectModel, field: Field, member: string, world: World) {
  const { graph } = composed;
  const isOwn = field.owners.includes(member) || field.part !== null;
  const set = field.requires === null ? null : fieldSet(field.requires);
  const provided = new Set(field.provides.get(member)?.split(" "));
  return (source: Held | undefined, args: Readonly<Record<string, unknown>>): unknown => {
    const what = `${member} was asked for ${owner.name}.${field.name}`;
    if (!isOwn && field.overriddenFrom === member) throw new Error(`${what}, which is another's now`);
    if (!isOwn && source?.provided?.has(field.name) !== true) throw new Error(`${what}, which is external`);
    const held = source ?? { __typename: owner.name, ident: owner.name };
    const inputs = set === null ? undefined : inputsOf(composed, world, held, set);
    if (set !== null && inputs === undefined) throw new Error(`${what} without its inputs`);
    const value = world.value({ owner, field, ident: held.ident, args, inputs });
    return mapThings(value, (thing): Held => ({ ...known(graph, thing, member), provided }));
  };
}

/** What came with the representation; of what the member may tell by @provides it knows it by itself. */
function inputsOf({ graph, whole }: Composed, world: World, held: Held, set: SelectionSetNode): unknown {
  if (held.representation !== undefined) return inputsInRepresentation(held.representation, set);
  const isProvided = set.selections.every((node) => node.kind === Kind.FIELD && held.provided?.has(node.name.value));
  return isProvided ? inputsInWorld({ graph, world, whole }, held, set) : undefined;
}

/** A member that knows only the interface knows no types. */
function known(graph: Graph, { __typename, ident }: Thing, member: string): Thing {
  const family = objectOf(graph, __typename)?.family;
  const object = graph.objects.find((other) => other.kind === "interface-object" && other.family === family);
  const isObject = object !== undefined && placeOf(object, member) !== undefined;
  return { __typename: isObject ? object.name : __typename, ident };
}

function referenceOf(graph: Graph, owner: ObjectModel, member: string, world: World) {
  return (representation: Readonly<Record<string, unknown>>): Held | null => {
    const ident = identIn(owner, representation);
    const number = Number(ident.slice(ident.indexOf("#") + 1));
    const types = graph.objects.filter(({ kind, family }) => kind === "entity" && family === owner.family);
    const type = types[number % types.length];
    if (type === undefined) throw new Error(`no entity ${ident}`);
    const told = representation["__typename"];
    if (told !== type.name && told !== owner.family) throw new Error(`${ident} is a ${type.name}, not a ${told}`);
    if (world.isGone(owner, member, ident)) return null;
    return { ...known(graph, { __typename: type.name, ident }, member), representation };
  };
}
