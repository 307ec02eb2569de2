import type { FetchedField, FetchedFields, FetchShape } from "./fetch-shape.ts";
import type { TypeRelations } from "./type-relations.ts";
import { valueKey } from "./value-key.ts";

/** An object of what a plan gathers. */
export type Gathered = Record<string, unknown>;

type Answered = Readonly<Record<string, unknown>>;

const GatheredObject = function GatheredObject() {} as unknown as new () => Gathered;
GatheredObject.prototype = Object.create(null);

/** Puts the answers of subgraphs together: copies what a fetch asked for, never writes into an answer. */
export class Gatherer {
  readonly root: Gathered = new GatheredObject();
  /** Objects that stand at more than one place: of one entity and equal in all that was asked, at places that are alike. */
  readonly shared = new Set<Gathered>();
  /** Another one after each merge. */
  version = 0;
  readonly #relations: TypeRelations;
  readonly #entities = new Map<FetchedFields, Map<unknown, Gathered>>();

  constructor(relations: TypeRelations) {
    this.#relations = relations;
  }

  /** What is known already stays, since a null tells nothing new. */
  merge(target: Gathered, source: Answered, shape: FetchShape): void {
    this.version += 1;
    const told = source["__typename"];
    const known = told ?? target["__typename"];
    const { list } = shape.fieldsOf(typeof known === "string" ? known : undefined);
    this.#copy(target, source, list);
  }

  #copy(target: Gathered, source: Answered, fields: readonly FetchedField[]): void {
    for (let index = 0; index < fields.length; index++) {
      const { from, to, shape: inner } = fields[index] as FetchedField;
      const value = source[from];
      if (value === undefined) continue;
      if (inner !== null) target[to] = this.#value(target[to], value, inner);
      else if (to === "__typename") this.#nameType(target, value);
      else if (value !== null || target[to] === undefined) target[to] = value;
    }
  }

  /** A subgraph that knows an interface only says its name: that does not make an object of a known type less. */
  #nameType(target: Gathered, typeName: unknown): void {
    const known = target["__typename"];
    if (typeof known === "string" && known !== typeName && !this.#relations.isAbstract(known)) {
      if (this.#relations.isAbstract(String(typeName))) return;
    }
    target["__typename"] = typeName;
  }

  #value(existing: unknown, value: unknown, shape: FetchShape): unknown {
    if (value === null) return existing ?? null;
    if (Array.isArray(value)) return this.#list(existing, value, shape);
    // A leaf where an object was asked for: completion tells it.
    if (typeof value !== "object") return value;
    if (!isGathered(existing)) return this.#object(value as Answered, shape);
    this.merge(existing, value as Answered, shape);
    return existing;
  }

  #list(existing: unknown, values: readonly unknown[], shape: FetchShape): unknown[] {
    const known: readonly unknown[] = Array.isArray(existing) && existing.length === values.length ? existing : [];
    const items: unknown[] = new Array(values.length);
    for (let index = 0; index < values.length; index++) {
      items[index] = this.#value(known[index], values[index], shape);
    }
    return items;
  }

  #object(source: Answered, shape: FetchShape): Gathered {
    const fields = fieldsOf(source, shape);
    const { identity, list } = fields;
    const key = identity === null ? null : identityKey(source, identity);
    if (key === null) return this.#copied(source, list);
    const table = this.#entities.get(fields) ?? new Map<unknown, Gathered>();
    if (table.size === 0) this.#entities.set(fields, table);
    const known = table.get(key);
    if (known === undefined) {
      const object = this.#copied(source, list);
      table.set(key, object);
      return object;
    }
    if (!isEqual(known, source, list)) return this.#copied(source, list);
    this.shared.add(known);
    return known;
  }

  #copied(source: Answered, fields: readonly FetchedField[]): Gathered {
    const object = new GatheredObject();
    this.#copy(object, source, fields);
    return object;
  }
}

function fieldsOf(source: Answered, shape: FetchShape): FetchedFields {
  const typeName = source["__typename"];
  return shape.fieldsOf(typeof typeName === "string" ? typeName : undefined);
}

/** Null where it is not told. Nearly every key is one field: its value is a key as it stands. */
function identityKey(source: Answered, identity: readonly string[]): unknown {
  if (identity.length === 1) return source[identity[0] as string] ?? null;
  let key = "";
  for (const name of identity) key += valueKey(source[name] ?? null);
  return key;
}

/** Whether copying would give the same again. What some subgraph tells of an entity may differ from place to place. */
function isEqual(known: Gathered, source: Answered, fields: readonly FetchedField[]): boolean {
  for (let index = 0; index < fields.length; index++) {
    const { from, to, shape } = fields[index] as FetchedField;
    const value = source[from];
    if (known[to] === value) continue;
    if (shape === null || !isEqualValue(known[to], value, shape)) return false;
  }
  return true;
}

function isEqualValue(known: unknown, value: unknown, shape: FetchShape): boolean {
  if (Array.isArray(known) && Array.isArray(value)) {
    if (known.length !== value.length) return false;
    for (let index = 0; index < value.length; index++) {
      if (known[index] !== value[index] && !isEqualValue(known[index], value[index], shape)) return false;
    }
    return true;
  }
  if (!isGathered(known) || typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return isEqual(known, value as Answered, fieldsOf(value as Answered, shape).list);
}

/** Puts what another plan gathered for the same operation beside what this one did; lists match by place. */
export function mergeGathered(target: Gathered, source: Gathered, relations: TypeRelations): void {
  for (const [key, value] of Object.entries(source)) {
    const isKnown = key === "__typename" && typeof target[key] === "string" && !relations.isAbstract(target[key]);
    if (key !== "__typename") target[key] = joined(target[key], value, relations);
    else if (!isKnown) target[key] = value;
  }
}

function joined(existing: unknown, value: unknown, relations: TypeRelations): unknown {
  if (Array.isArray(existing) && Array.isArray(value)) {
    if (existing.length !== value.length) return existing;
    return existing.map((item, index) => joined(item, value[index], relations));
  }
  if (!isGathered(existing) || !isGathered(value)) return existing ?? value;
  mergeGathered(existing, value, relations);
  return existing;
}

/** Else it is a member's own: a scalar that is an object. */
function isGathered(value: unknown): value is Gathered {
  return value instanceof GatheredObject;
}
