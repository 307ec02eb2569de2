import {
  type GraphQLCompositeType,
  type GraphQLInterfaceType,
  type GraphQLSchema,
  isAbstractType,
  isNonNullType,
  isObjectType,
} from "graphql";
import type { SupergraphFacts } from "#gateway/plan/planner.ts";

/** A part of a selection: under these conditions at a place of that type. */
export interface Spot {
  readonly place: GraphQLCompositeType;
  /** The innermost last; none where all that stands at the place is meant. */
  readonly conditions: readonly GraphQLCompositeType[];
  /** Names of the types that meet them. */
  readonly possible: ReadonlySet<string>;
}

type ObjectFacts = Pick<SupergraphFacts, "interfaceObjects" | "computedByInterface">;

interface ToldByObject {
  /** The interface that is asked, for the planner fails otherwise: see `computedByInterface`. */
  readonly computed?: GraphQLInterfaceType;
  /** The type meant: the planner asks for all types, and a null of others may take with it what is asked of them. */
  readonly apart?: string;
}

/** Types that conditions are resolved into; an operation that nests more than these is left as it is. */
const MOST_COPIES = 64;

/**
 * Conditions on types, each as directly below its place as can be: what can never hold is gone, and of two that meet only
 * what they have in common is left. Planner 2.14.4 fails where a condition on another abstract type stands at an interface
 * that some member knows as one object, and at one within a condition that has none of its types.
 */
export class TypeConditions {
  readonly #schema: GraphQLSchema;
  readonly #facts: ObjectFacts;
  readonly #possible = new Map<string, ReadonlySet<string>>();
  #copiesLeft = MOST_COPIES;

  constructor(schema: GraphQLSchema, facts: ObjectFacts) {
    this.#schema = schema;
    this.#facts = facts;
  }

  spotAt(place: GraphQLCompositeType): Spot {
    return { place, conditions: [], possible: this.#typesOf(place) };
  }

  /** The spot itself where the condition adds nothing; none where it never holds. */
  narrow(spot: Spot, condition: GraphQLCompositeType): readonly Spot[] {
    const { place, conditions } = spot;
    if (condition === parentAt(spot)) return [spot];
    const possible = spot.possible.intersection(this.#typesOf(condition));
    if (possible.size === 0) return [];
    if (isObjectType(place)) return [spot];
    if (condition === place && possible.size === this.#typesOf(place).size) return [this.spotAt(place)];
    const isDirect = possible.size === this.#typesOf(place).intersection(this.#typesOf(condition)).size;
    const isKept = isDirect && (isObjectType(condition) || !Object.hasOwn(this.#facts.interfaceObjects, place.name));
    if (isKept) return [{ place, conditions: [condition], possible }];
    if (possible.size - 1 > this.#copiesLeft) return [{ place, conditions: [...conditions, condition], possible }];
    this.#copiesLeft -= possible.size - 1;
    return [...possible].flatMap((name) => {
      const type = this.#schema.getType(name);
      return isObjectType(type) ? [{ place, conditions: [type], possible: new Set([name]) }] : [];
    });
  }

  /** How a field is asked that a member which knows only an interface tells, where one of the interface's types is meant. */
  toldByObject(spot: Spot, name: string): ToldByObject {
    const parent = parentAt(spot);
    if (spot.conditions.length === 0 || !isObjectType(parent)) return {};
    const { interfaceObjects, computedByInterface } = this.#facts;
    const told = parent.getInterfaces().find((type) => interfaceObjects[type.name]?.includes(name) === true);
    if (told === undefined) return {};
    const isRequired = isNonNullType(parent.getFields()[name]?.type);
    return {
      ...(computedByInterface.includes(`${told.name}.${name}`) ? { computed: told } : {}),
      ...(isRequired ? { apart: parent.name } : {}),
    };
  }

  #typesOf(type: GraphQLCompositeType): ReadonlySet<string> {
    const known = this.#possible.get(type.name);
    if (known !== undefined) return known;
    const members = isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [type];
    const names = new Set(members.map(({ name }) => name));
    this.#possible.set(type.name, names);
    return names;
  }
}

/** Whose fields are asked for at the spot. */
export function parentAt({ place, conditions }: Spot): GraphQLCompositeType {
  return conditions.at(-1) ?? place;
}
