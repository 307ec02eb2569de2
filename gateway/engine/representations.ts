import type { QueryPlanSelection, Rewrite } from "#gateway/plan/planner.ts";
import type { Gathered } from "./merge-answer.ts";
import type { Representation } from "./subgraph.ts";
import type { TypeRelations } from "./type-relations.ts";

/** Makes of an object what a subgraph needs to find it; null when something of it is missing. */
export type Represent = (object: Gathered) => Representation | null;

/** From the `requires` of a fetch, with the planner's changes to it (`inputRewrites`). */
export function representationOf(
  requires: readonly QueryPlanSelection[],
  rewrites: readonly Rewrite[],
  relations: TypeRelations,
): Represent {
  const byType = new Map<string, Represent>();
  return (object) => {
    const typeName = object["__typename"];
    if (typeof typeName !== "string") return null;
    const known = byType.get(typeName) ?? forType(typeName, requires, rewrites, relations);
    if (byType.size < 1_000) byType.set(typeName, known);
    return known(object);
  };
}

const CONDITION = "... on ";

function forType(
  typeName: string,
  requires: readonly QueryPlanSelection[],
  rewrites: readonly Rewrite[],
  relations: TypeRelations,
): Represent {
  const fields = requires.flatMap((selection) => fieldsFor(selection, typeName, relations));
  const changes = rewrites.flatMap((rewrite) => settersFor(rewrite, typeName, relations));
  if (fields.length === 0) return () => null;
  return (object) => {
    const representation = select(object, fields, relations);
    if (representation === null || representation["__typename"] === undefined) return null;
    for (const { key, value } of changes) representation[key] = value;
    return representation;
  };
}

type Field = Extract<QueryPlanSelection, { readonly kind: "Field" }>;

function fieldsFor(selection: QueryPlanSelection, typeName: string, relations: TypeRelations): readonly Field[] {
  if (selection.kind === "Field") return [selection];
  const { typeCondition, selections } = selection;
  if (typeCondition !== undefined && !relations.isOfType(typeName, typeCondition)) return [];
  return selections.flatMap((inner) => fieldsFor(inner, typeName, relations));
}

/** The planner changes `__typename` only, at the top, for subgraphs that know an interface instead of its types. */
function settersFor(rewrite: Rewrite, typeName: string, relations: TypeRelations) {
  const path = rewrite.path.filter((step) => !step.startsWith(CONDITION));
  const conditions = rewrite.path
    .filter((step) => step.startsWith(CONDITION))
    .map((step) => step.slice(CONDITION.length));
  const [key] = path;
  if (rewrite.kind !== "ValueSetter" || key === undefined || path.length !== 1) {
    throw new Error(`a rewrite of inputs that is not known: ${rewrite.kind} ${rewrite.path.join(".")}`);
  }
  return conditions.every((condition) => relations.isOfType(typeName, condition))
    ? [{ key, value: rewrite.setValueTo }]
    : [];
}

function select(object: Gathered, fields: readonly Field[], relations: TypeRelations): Record<string, unknown> | null {
  const selected: Record<string, unknown> = {};
  for (const { alias, name, selections } of fields) {
    const key = alias ?? name;
    const value = object[key];
    if (value === undefined) return null;
    const inner = selections === undefined ? value : selectValue(value, selections, relations);
    if (inner === undefined) return null;
    selected[key] = joined(selected[key], inner);
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
