import {
  type AbstractPlace,
  type Field,
  type Graph,
  type InterfaceModel,
  type Key,
  nameIn,
  type ObjectModel,
  objectOf,
  type PlacedKey,
  placeOf,
  type UnionModel,
} from "./graph-model.ts";
import type { Random } from "./random.ts";

/** How a member sees the types of an entity interface: as its home, as one object, or as types like others. */
export type Stance = "home" | "object" | "plain";

/** A graph that is being made. */
export class Draft {
  readonly graph: Graph;
  readonly random: Random;
  /** By family of entities behind an interface, then by member. */
  readonly stances = new Map<string, ReadonlyMap<string, Stance>>();
  /** What @requires asks for, and the types that it looks into. */
  readonly inputs = new Set<Field>();
  readonly inputTypes = new Set<string>();

  constructor(graph: Graph, random: Random) {
    this.graph = graph;
    this.random = random;
  }

  object(name: string): ObjectModel {
    const found = objectOf(this.graph, name);
    if (found === undefined) throw new Error(`no object type ${name}`);
    return found;
  }

  entities(): readonly ObjectModel[] {
    return this.graph.objects.filter(({ kind }) => kind === "entity");
  }

  abstract(name: string): InterfaceModel | UnionModel | undefined {
    return [...this.graph.interfaces, ...this.graph.unions].find((model) => model.name === name);
  }

  /** Whether the type may be named in the member. */
  canHave(typeName: string, member: string): boolean {
    const abstract = this.abstract(typeName);
    if (abstract !== undefined) {
      if ("key" in abstract && abstract.key !== null) return this.stances.get(typeName)?.get(member) !== "plain";
      return abstract.types.some((type) => this.canHave(type, member));
    }
    const family = objectOf(this.graph, typeName)?.family;
    return family === undefined || this.stances.get(family)?.get(member) !== "object";
  }

  /** Defines the type in the member with all that this takes. */
  ensure(typeName: string, member: string): void {
    const abstract = this.abstract(typeName);
    if (abstract !== undefined) {
      this.#ensureAbstract(abstract, member);
      return;
    }
    const object = objectOf(this.graph, typeName);
    if (object === undefined || placeOf(object, member) !== undefined) return;
    if (object.kind === "entity" || object.kind === "interface-object") {
      this.#addStub(object, member);
      return;
    }
    object.places.push({ member, keys: [], canLose: false });
    for (const field of object.fields) {
      field.owners.push(member);
      this.ensure(nameIn(field.type), member);
    }
  }

  /** The place must exist. */
  ensureKey(object: ObjectModel, member: string, key: Key): void {
    const keys = placeOf(object, member)?.keys;
    if (keys === undefined || keys.some((placed) => placed.key === key)) return;
    keys.push({ key, isResolvable: keys.every(({ isResolvable }) => isResolvable) });
    this.#ensureKeyTypes(object, key, member);
  }

  addPlace(object: ObjectModel, member: string, keys: readonly Key[]): void {
    const placed = keys.map((key): PlacedKey => ({ key, isResolvable: true }));
    const stub = placeOf(object, member);
    if (stub === undefined) object.places.push({ member, keys: placed, canLose: false });
    else {
      const more = stub.keys.filter(({ key }) => !keys.includes(key)).map(({ key }) => ({ key, isResolvable: true }));
      stub.keys.splice(0, stub.keys.length, ...placed, ...more);
    }
    for (const key of keys) this.#ensureKeyTypes(object, key, member);
  }

  #ensureKeyTypes(object: ObjectModel, key: Key, member: string): void {
    for (const name of key.names) {
      const field = object.fields.find((candidate) => candidate.name === name);
      if (field === undefined) continue;
      this.ensure(nameIn(field.type), member);
      const keeper = field.part === "derived" ? this.object(nameIn(field.type)) : undefined;
      if (keeper?.keys[0] !== undefined) this.ensureKey(keeper, member, keeper.keys[0]);
    }
  }

  #addStub(object: ObjectModel, member: string): void {
    const known = object.places.flatMap(({ keys }) =>
      keys.flatMap(({ key, isResolvable }) => (isResolvable ? key : [])),
    );
    const simple = known.filter(({ text }) => !text.includes("{"));
    const key = simple[0] ?? known[0] ?? object.keys[0];
    if (key === undefined) throw new Error(`${object.name} has no key`);
    const isResolvable = object.kind === "interface-object" || this.random.chance(0.5);
    object.places.push({ member, keys: [{ key, isResolvable }], canLose: false });
    this.#ensureKeyTypes(object, key, member);
  }

  #ensureAbstract(model: InterfaceModel | UnionModel, member: string): void {
    if (model.places.some((place) => place.member === member)) return;
    if ("key" in model && model.key !== null) {
      this.#ensureObjectOf(model.name, member);
      return;
    }
    const [first, ...others] = model.types;
    if (first === undefined) throw new Error(`${model.name} is of nothing`);
    const possible = others.filter((type) => this.canHave(type, member));
    // The first is everywhere, so that members that resolve one field can answer with the same type.
    const types = [first, ...this.random.some(possible, 0.6)];
    this.placeAbstract(model, { member, types });
  }

  placeAbstract(model: InterfaceModel | UnionModel, place: AbstractPlace): void {
    model.places.push(place);
    for (const type of place.types) {
      this.ensure(type, place.member);
      const object = this.object(type);
      const [id] = object.keys;
      if ("key" in model && object.kind === "entity" && id !== undefined) this.ensureKey(object, place.member, id);
    }
  }

  /** An entity interface away from its home is an object. */
  #ensureObjectOf(name: string, member: string): void {
    const object = objectOf(this.graph, name);
    if (object !== undefined && placeOf(object, member) === undefined) this.#addStub(object, member);
  }
}

export function newField(name: string, type: string, parts: Partial<Field> = {}): Field {
  return {
    name,
    type,
    args: [],
    owners: [],
    externals: [],
    requires: null,
    provides: new Map(),
    overriddenFrom: null,
    isHidden: false,
    isSafe: false,
    isWhole: false,
    isProvided: false,
    part: null,
    looserIn: null,
    ...parts,
  };
}
