import {
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type TypeNode,
} from "graphql";
import type { KeptValue } from "#gateway/engine/fetch-cache.ts";

const FRESHNESS = "Freshness";
const [FRESH, STALE] = ["FRESH", "STALE"] as const;

/**
 * Makes of a value that is given past its time one that says so: the leaves of the enum `Freshness` were true when it was
 * fetched (DESIGN, 7). A field's name has one type in the whole graph (tests/conformance), so they are found by the names.
 */
export function staleFreshness(typeDefs: readonly DocumentNode[]): (value: KeptValue) => KeptValue {
  const names = fieldNames(typeDefs);
  const cache = new Map<string, boolean>();
  const isFreshness = (key: string): boolean => {
    const cached = cache.get(key);
    if (cached !== undefined) return cached;
    // The engine's key for a field asked for in two ways ends in its name.
    const is = names.some((name) => key === name || key.endsWith(`_${name}`));
    if (cache.size < KNOWN_KEYS) cache.set(key, is);
    return is;
  };
  const told = (value: unknown, key: string): unknown => {
    if (value === FRESH) return isFreshness(key) ? STALE : value;
    if (Array.isArray(value)) return value.map((item) => told(item, key));
    return typeof value === "object" && value !== null ? object(value) : value;
  };
  const object = (value: object) =>
    Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, told(inner, key)]));
  return (value) => value && object(value);
}

const KNOWN_KEYS = 5_000;

/** At every change of the graph, of some thousands of fields, most of which were there before. */
function fieldNames(typeDefs: readonly DocumentNode[]): readonly string[] {
  const definitions = new Set(typeDefs.flatMap((document) => document.definitions));
  return [...new Set([...definitions].flatMap(namesOf))];
}

const known = new WeakMap<DefinitionNode, readonly string[]>();

function namesOf(definition: DefinitionNode): readonly string[] {
  const names = known.get(definition) ?? namesIn(definition);
  known.set(definition, names);
  return names;
}

function namesIn(definition: DefinitionNode): readonly string[] {
  const fields = "fields" in definition ? (definition.fields ?? []) : [];
  return fields.filter(isFreshness).map(({ name }) => name.value);
}

function isFreshness(field: FieldDefinitionNode | InputValueDefinitionNode): boolean {
  return field.kind === Kind.FIELD_DEFINITION && namedType(field.type) === FRESHNESS;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
