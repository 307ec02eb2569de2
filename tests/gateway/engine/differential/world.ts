import { Kind, parseType, type TypeNode } from "graphql";
import {
  type EnumModel,
  type Field,
  type Graph,
  nameIn,
  type ObjectModel,
  objectOf,
  placeOf,
  typesAt,
  typesOfFamily,
} from "./graph-model.ts";
import { hashOf, type Random, randomOf } from "./random.ts";

/** An object of the world. What else is known of it is its resolvers' affair. */
export interface Thing {
  readonly __typename: string;
  /** "Family#number" of an entity; the way to a value from its entity or root. */
  readonly ident: string;
}

/** How much goes wrong. */
export interface Weather {
  readonly nulls: number;
  readonly errors: number;
  /** Nulls where the schema has none. */
  readonly broken: number;
  /** Entities that a member does not know. */
  readonly gone: number;
}

export const WEATHERS: readonly Weather[] = [
  { nulls: 0, errors: 0, broken: 0, gone: 0 },
  { nulls: 0.15, errors: 0, broken: 0, gone: 0.2 },
  { nulls: 0.1, errors: 0.1, broken: 0, gone: 0 },
  { nulls: 0.1, errors: 0.1, broken: 0.04, gone: 0.1 },
  { nulls: 0.05, errors: 0.25, broken: 0.08, gone: 0.2 },
];

/** Numbers of each entity type. */
const ENTITIES = 4;
const LENGTHS = [0, 1, 1, 2, 2, 3] as const;
const NUMBER_STEP = 10;
const NUMBER_START = 3;

export interface Question {
  readonly owner: ObjectModel;
  readonly field: Field;
  readonly ident: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** What @requires asked for. */
  readonly inputs?: unknown;
}

/** All data: a pure function of the seed and the question, except that mutations count. */
export class World {
  seed = 0;
  weather: Weather = WEATHERS[0] as Weather;
  /** Mutations that were done, in order. */
  readonly effects: string[] = [];
  readonly #graph: Graph;
  readonly #enums: ReadonlyMap<string, EnumModel>;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#enums = new Map(graph.enums.map((model) => [model.name, model]));
  }

  begin(seed: number, weather: Weather): void {
    this.seed = seed;
    this.weather = weather;
    this.effects.length = 0;
  }

  /** May be or hold an Error. */
  value({ owner, field, ident, args, inputs }: Question): unknown {
    if (field.part !== null && field.part !== "derived") return this.#part(field, ident);
    const asked = `${owner.family}.${field.name}(${JSON.stringify(sorted(args))})`;
    const effects = owner.name === "Mutation" ? this.#effect(asked) : "";
    if (this.#isGone(owner, field, ident)) return null;
    const told = inputs === undefined ? "" : JSON.stringify(inputs);
    const place = `${ident}/${asked}${effects}`;
    const random = randomOf(this.seed, place, told);
    return this.#make(parsedType(field.type), { field, place: `${ident}/${hashOf(asked + effects)}`, random });
  }

  /** Whether the member answers null when it is asked for the entity. */
  isGone(owner: ObjectModel, member: string, ident: string): boolean {
    const canLose = placeOf(owner, member)?.canLose === true;
    return canLose && randomOf(this.seed, "gone", member, ident).chance(this.weather.gone);
  }

  #isGone(owner: ObjectModel, { owners: [member, ...others] }: Field, ident: string): boolean {
    return member !== undefined && others.length === 0 && this.isGone(owner, member, ident);
  }

  #effect(asked: string): string {
    const before = this.effects.length;
    this.effects.push(asked);
    return `@${before}`;
  }

  #part({ name, part, type }: Field, ident: string): unknown {
    const number = numberOf(ident);
    switch (part) {
      case "id":
        return `${familyOf(ident)}-${number}`;
      case "number":
        return number * NUMBER_STEP + NUMBER_START;
      case "row":
        return Math.floor(number / 2);
      case "column":
        return number % 2;
      case "nested":
        return { __typename: nameIn(type), ident: `${ident}/${name}` };
      default:
        return `${name}:${number}`;
    }
  }

  #make(type: TypeNode, making: Making): unknown {
    const { field, random } = making;
    if (type.kind === Kind.NON_NULL_TYPE) {
      if (!field.isWhole && random.chance(this.weather.broken)) return null;
      return this.#some(type.type, making);
    }
    if (!field.isSafe && random.chance(this.weather.errors)) return new Error(`${field.name} fails at ${making.place}`);
    if (random.chance(this.weather.nulls)) return null;
    return this.#some(type, making);
  }

  #some(type: TypeNode, making: Making): unknown {
    if (type.kind === Kind.NON_NULL_TYPE) return this.#some(type.type, making);
    if (type.kind === Kind.LIST_TYPE) {
      return Array.from({ length: making.random.pick(LENGTHS) }, (_, index) =>
        this.#make(type.type, { ...making, place: `${making.place}.${index}` }),
      );
    }
    const { value: name } = type.name;
    const values = this.#enums.get(name)?.values;
    if (values !== undefined) return making.random.pick(values);
    return scalarOf(name, making.random) ?? this.#object(name, making);
  }

  #object(name: string, { field, place, random }: Making): Thing {
    const typeName = random.pick(typesAt(this.#graph, name, field.owners));
    const type = objectOf(this.#graph, typeName);
    if (type === undefined) throw new Error(`no type ${typeName}`);
    if (type.kind !== "entity") return { __typename: typeName, ident: place };
    const family = typesOfFamily(this.#graph, type.family);
    const number = random.int(ENTITIES) * family.length + family.indexOf(typeName);
    return { __typename: typeName, ident: `${type.family}#${number}` };
  }
}

interface Making {
  readonly field: Field;
  readonly place: string;
  readonly random: Random;
}

/** The entity that a representation names, by any of the type's keys; they must agree. */
export function identIn(owner: ObjectModel, representation: Readonly<Record<string, unknown>>): string {
  const numbers = owner.keys.flatMap(({ names }) => {
    if (names.some((name) => representation[name] === undefined || representation[name] === null)) return [];
    return [numberFrom(owner, names, representation)];
  });
  const [number, ...others] = new Set(numbers);
  if (number === undefined || others.length > 0 || !(number >= 0)) {
    throw new Error(`no ${owner.name} is ${JSON.stringify(representation)}`);
  }
  return `${owner.family}#${number}`;
}

function numberFrom(
  owner: ObjectModel,
  names: readonly string[],
  representation: Readonly<Record<string, unknown>>,
): number {
  const told = names.flatMap((name) => {
    const part = owner.fields.find((field) => field.name === name)?.part;
    const value = representation[name];
    if (part === "row") return Number(value) * 2 + Number(representation["column"]);
    if (part === "number") return (Number(value) - NUMBER_START) / NUMBER_STEP;
    if (part === "nested") return Number(/:(\d+)"/.exec(JSON.stringify(value))?.[1]);
    return part === "id" || part === "text" ? Number(/[-:](\d+)$/.exec(String(value))?.[1]) : [];
  });
  return new Set(told).size === 1 ? (told[0] as number) : Number.NaN;
}

function numberOf(ident: string): number {
  return Number(/^\w+#(\d+)/.exec(ident)?.[1]);
}

function familyOf(ident: string): string {
  return ident.slice(0, ident.indexOf("#"));
}

const STRINGS = ["", "知识产权", 'a "quote"', "line\nbreak", "\\", "null", "0", "__proto__"] as const;

function scalarOf(name: string, random: Random): unknown {
  switch (name) {
    case "Int":
      return random.int(2_000) - 1_000;
    case "Float":
      return (random.int(2_000) - 1_000) / 8;
    case "String":
      return random.chance(0.2) ? random.pick(STRINGS) : `text ${random.int(1_000)}`;
    case "Boolean":
      return random.chance(0.5);
    case "ID":
      return `id ${random.int(1_000)}`;
    case "Blob":
      return random.pick<unknown>([{ a: random.int(9), __typename: "none" }, [1, [null]], "plain", 7, false]);
    default:
      return undefined;
  }
}

function sorted(args: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(args).sort(([a], [b]) => (a < b ? -1 : 1));
}

const parsed = new Map<string, TypeNode>();

function parsedType(text: string): TypeNode {
  const type = parsed.get(text) ?? parseType(text, { noLocation: true });
  parsed.set(text, type);
  return type;
}
