import type { QueryPlanSelection, Rewrite } from "#gateway/plan/planner.ts";
import type { Gathered } from "./gatherer.ts";
import type { Representation } from "./subgraph.ts";
import type { TypeRelations } from "./type-relations.ts";
import { valueKey } from "./value-key.ts";

/** Makes of an object what a subgraph needs to find it. */
export interface Represent {
  /** Equal for objects with equal representations, null for one of which something is missing. */
  keyOf(object: Gathered): string | null;
  /** Of an object that has a key. */
  represent(object: Gathered): Representation;
  /** What a representation of that type is made of, where that is leaves only; else null. */
  leavesOf(typeName: string): readonly string[] | null;
}

/** The same, of one type. */
interface TypedRepresent extends Pick<Represent, "keyOf" | "represent"> {
  readonly leaves: readonly string[] | null;
}

/** From the `requires` of a fetch, with the planner's changes to it (`inputRewrites`). */
export function representationOf(
  requires: readonly QueryPlanSelection[],
  rewrites: readonly Rewrite[],
  relations: TypeRelations,
): Represent {
  const byType = new Map<string, TypedRepresent>();
  const of = (typeName: unknown): TypedRepresent => {
    if (typeof typeName !== "string") return NONE;
    const known = byType.get(typeName);
    if (known !== undefined) return known;
    const made = forType(typeName, requires, rewrites, relations);
    // The name is a subgraph's word: names of no type would grow the map without end.
    if (byType.size < 1_000) byType.set(typeName, made);
    return made;
  };
  return {
    keyOf: (object) => of(object["__typename"]).keyOf(object),
    represent: (object) => of(object["__typename"]).represent(object),
    leavesOf: (typeName) => of(typeName).leaves,
  };
}

const NONE: TypedRepresent = {
  leaves: null,
  keyOf: () => null,
  represent: () => {
    throw new Error("an object without a key has no representation");
  },
};

const CONDITION = "... on ";

function forType(
  typeName: string,
  requires: readonly QueryPlanSelection[],
  rewrites: readonly Rewrite[],
  relations: TypeRelations,
): TypedRepresent {
  const fields = requires.flatMap((selection) => fieldsFor(selection, typeName, relations));
  if (!fields.some((field) => keyOfField(field) === "__typename")) return NONE;
  const changes = new Map(rewrites.flatMap((rewrite) => settersFor(rewrite, typeName, relations)));
  const isFlat = fields.every(({ selections }) => selections === undefined);
  return isFlat ? flat(typeName, fields, changes) : nested(fields, changes, relations);
}

type Changes = ReadonlyMap<string, unknown>;

/** The common case: leaves only. */
function flat(typeName: string, fields: readonly Field[], changes: Changes): TypedRepresent {
  const names = new Map(fields.map((field) => [keyOfField(field), field.name]));
  const keys = [...names.keys()];
  const start = valueKey(changes.get("__typename") ?? typeName);
  const told = keys.filter((key) => key !== "__typename");
  return {
    leaves: keys,
    keyOf: (object) => {
      let text = start;
      for (let index = 0; index < told.length; index++) {
        const value = object[told[index] as string];
        if (value === undefined) return null;
        text += valueKey(value);
      }
      return text;
    },
    represent: (object) => {
      const representation: Record<string, unknown> = {};
      for (const [key, name] of names) representation[name] = object[key];
      for (const [key, value] of changes) representation[key] = value;
      return representation;
    },
  };
}

function nested(fields: readonly Field[], changes: Changes, relations: TypeRelations): TypedRepresent {
  const read = (object: Gathered): Record<string, unknown> | null => {
    const representation = select(object, fields, relations);
    if (representation !== null) for (const [key, value] of changes) representation[key] = value;
    return representation;
  };
  return {
    leaves: null,
    keyOf: (object) => {
      const representation = read(object);
      return representation === null ? null : JSON.stringify(representation);
    },
    represent: (object) => read(object) ?? NONE.represent(object),
  };
}

type Field = Extract<QueryPlanSelection, { readonly kind: "Field" }>;

/** Under which a field was gathered; subgraphs know it by its name. */
function keyOfField({ alias, name }: Field): string {
  return alias ?? name;
}

function fieldsFor(selection: QueryPlanSelection, typeName: string, relations: TypeRelations): readonly Field[] {
  if (selection.kind === "Field") return [selection];
  const { typeCondition, selections } = selection;
  if (typeCondition !== undefined && !relations.isOfType(typeName, typeCondition)) return [];
  return selections.flatMap((inner) => fieldsFor(inner, typeName, relations));
}

/** The planner changes `__typename` only, at the top, for subgraphs that know an interface instead of its types. */
function settersFor(
  rewrite: Rewrite,
  typeName: string,
  relations: TypeRelations,
): readonly (readonly [string, unknown])[] {
  const path = rewrite.path.filter((step) => !step.startsWith(CONDITION));
  const conditions = rewrite.path
    .filter((step) => step.startsWith(CONDITION))
    .map((step) => step.slice(CONDITION.length));
  const [key] = path;
  if (rewrite.kind !== "ValueSetter" || key === undefined || path.length !== 1) {
    throw new Error(`a rewrite of inputs that is not known: ${rewrite.kind} ${rewrite.path.join(".")}`);
  }
  return conditions.every((condition) => relations.isOfType(typeName, condition)) ? [[key, rewrite.setValueTo]] : [];
}

function select(object: Gathered, fields: readonly Field[], relations: TypeRelations): Record<string, unknown> | null {
  const selected: Record<string, unknown> = {};
  for (const field of fields) {
    const key = keyOfField(field);
    const value = object[key];
    if (value === undefined) return null;
    const inner = field.selections === undefined ? value : selectValue(value, field.selections, relations);
    if (inner === undefined) return null;
    selected[field.name] = joined(selected[field.name], inner);
  }
  return selected;
}

/** Undefined where something is missing inside. */
function selectValue(value: unknown, selections: readonly QueryPlanSelection[], relations: TypeRelations): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) {
    const items = value.map((item) => selectValue(item, selections, relations));
    return items.includes(undefined) ? undefined : items;
  }
  if (typeof value !== "object") return undefined;
  const object = value as Gathered;
  const typeName = object["__typename"];
  const fields = selections.flatMap((selection) =>
    fieldsFor(selection, typeof typeName === "string" ? typeName : "", relations),
  );
  return select(object, fields, relations) ?? undefined;
}

/** A field that two fragments ask different things of. */
function joined(before: unknown, after: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(after)) return after.map((item, index) => joined(before[index], item));
  if (typeof before !== "object" || before === null || typeof after !== "object" || after === null) return after;
  const result: Record<string, unknown> = { ...before };
  for (const [key, value] of Object.entries(after)) result[key] = joined(result[key], value);
  return result;
}
