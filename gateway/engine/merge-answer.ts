import type { FetchShape } from "./fetch-shape.ts";
import type { TypeRelations } from "./type-relations.ts";

/** An object of what a plan gathers. */
export type Gathered = Record<string, unknown>;

const GatheredObject = function GatheredObject() {} as unknown as new () => Gathered;
GatheredObject.prototype = Object.create(null);

export function newGathered(): Gathered {
  return new GatheredObject();
}

/** Copies what a fetch asked for from a subgraph's answer; what is known already stays, since a null tells nothing new. */
export function mergeAnswer(
  target: Gathered,
  source: Readonly<Record<string, unknown>>,
  shape: FetchShape,
  relations: TypeRelations,
): void {
  const told = source["__typename"];
  const known = told ?? target["__typename"];
  const fields = shape.fieldsOf(typeof known === "string" ? known : undefined);
  for (let index = 0; index < fields.length; index++) {
    const { from, to, shape: inner } = fields[index] as (typeof fields)[number];
    const value = source[from];
    if (value === undefined) continue;
    if (inner !== null) target[to] = mergeValue(target[to], value, inner, relations);
    else if (to === "__typename") nameType(target, value, relations);
    else if (value !== null || target[to] === undefined) target[to] = value;
  }
}

/** A subgraph that knows an interface only says its name: that does not make an object of a known type less. */
function nameType(target: Gathered, typeName: unknown, relations: TypeRelations): void {
  const known = target["__typename"];
  if (typeof known === "string" && !relations.isAbstract(known) && relations.isAbstract(String(typeName))) return;
  target["__typename"] = typeName;
}

function mergeValue(existing: unknown, value: unknown, shape: FetchShape, relations: TypeRelations): unknown {
  if (value === null) return existing ?? null;
  if (Array.isArray(value)) {
    const known: readonly unknown[] = Array.isArray(existing) && existing.length === value.length ? existing : [];
    const items: unknown[] = new Array(value.length);
    for (let index = 0; index < value.length; index++) {
      items[index] = mergeValue(known[index], value[index], shape, relations);
    }
    return items;
  }
  // A leaf where an object was asked for: completion tells it.
  if (typeof value !== "object") return value;
  const target = isGathered(existing) ? existing : newGathered();
  mergeAnswer(target, value as Readonly<Record<string, unknown>>, shape, relations);
  return target;
}

/** Puts what another plan gathered for the same operation beside what this one did; lists match by place. */
export function mergeGathered(target: Gathered, source: Gathered): void {
  for (const [key, value] of Object.entries(source)) {
    target[key] = joined(target[key], value);
  }
}

function joined(existing: unknown, value: unknown): unknown {
  if (Array.isArray(existing) && Array.isArray(value)) {
    return existing.length === value.length ? existing.map((item, index) => joined(item, value[index])) : existing;
  }
  if (!isGathered(existing) || !isGathered(value)) return existing ?? value;
  mergeGathered(existing, value);
  return existing;
}

function isGathered(value: unknown): value is Gathered {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
