import { readCostFacts } from "./read-cost-facts.ts";

/** `@listSize` of the IBM cost directives specification (https://ibm.github.io/graphql-specs/cost-spec.html), as Federation 2.9 carries it. */
export interface ListSize {
  readonly assumedSize?: number | undefined;
  readonly slicingArguments: readonly string[];
  /** The lists inside the field's own object that are sliced; without any it is the field itself. */
  readonly sizedFields: readonly string[];
  readonly requireOneSlicingArgument: boolean;
}

export interface ArgumentCost {
  readonly weight: number;
  readonly defaultValue: unknown;
  readonly isList: boolean;
}

export interface FieldCost {
  readonly typeName: string;
  readonly isList: boolean;
  /** Its own, by `@cost`; 0 without. What it returns is weighed by its type. */
  readonly weight: number;
  readonly arguments: ReadonlyMap<string, ArgumentCost>;
  readonly listSize: ListSize | undefined;
}

/** A field as it crosses threads. */
export interface PlainFieldCost extends Omit<FieldCost, "arguments"> {
  readonly arguments: Readonly<Record<string, ArgumentCost>>;
}

/** The same as plain data, which crosses threads at little cost: a type's fields are text until somebody asks for them. */
export interface CostFacts {
  readonly types: Readonly<Record<string, string>>;
  /** Of objects and leaves by their name. */
  readonly weights: Readonly<Record<string, number>>;
  /** Object types that a value of that type may be of. */
  readonly members: Readonly<Record<string, readonly string[]>>;
}

/** What every type and field of a graph costs. */
export interface CostTable {
  /** Name of the root type; undefined where there is none. */
  rootType(operation: string): string | undefined;
  fieldOf(typeName: string, fieldName: string): FieldCost | undefined;
  /** Objects 1, leaves 0, unless `@cost` says otherwise; of an abstract type the dearest or the cheapest member. */
  weightOf(typeName: string, of: "dearest" | "cheapest"): number;
  /** Names of the object types that a value of this type may be of; an object type is its own. */
  possibleTypes(typeName: string): ReadonlySet<string>;
}

type Fields = ReadonlyMap<string, FieldCost>;

const NO_TYPES: ReadonlySet<string> = new Set();
const NO_FIELDS: Fields = new Map();

export function createCostTable({ types, weights, members }: CostFacts): CostTable {
  const fieldsOf = onceByName(types, NO_FIELDS, toFields);
  const membersOf = onceByName<readonly string[], ReadonlySet<string>>(members, NO_TYPES, (names) => new Set(names));
  const weighted = (of: "max" | "min") =>
    onceByName<readonly string[], number>(members, 1, (names) =>
      Math[of](...names.map((name) => own(weights, name) ?? 1)),
    );
  const [dearest, cheapest] = [weighted("max"), weighted("min")];
  return {
    rootType: (operation) => {
      const name = `${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
      return own(types, name) === undefined ? undefined : name;
    },
    fieldOf: (typeName, fieldName) => fieldsOf(typeName).get(fieldName),
    weightOf: (typeName, of) =>
      own(members, typeName) === undefined
        ? (own(weights, typeName) ?? 1)
        : (of === "dearest" ? dearest : cheapest)(typeName),
    possibleTypes: membersOf,
  };
}

export function readCostTable(supergraphSdl: string): CostTable {
  return createCostTable(readCostFacts(supergraphSdl));
}

function toFields(text: string): Fields {
  const fields = Object.entries(JSON.parse(text) as Readonly<Record<string, PlainFieldCost>>);
  return new Map(
    fields.map(([name, field]) => [name, { ...field, arguments: new Map(Object.entries(field.arguments)) }]),
  );
}

/** Made when first asked for. */
function onceByName<Plain, Made>(
  record: Readonly<Record<string, Plain>>,
  none: Made,
  make: (plain: Plain) => Made,
): (name: string) => Made {
  const known = new Map<string, Made>();
  return (name) => {
    const made = known.get(name);
    if (made !== undefined) return made;
    const plain = own(record, name);
    if (plain === undefined) return none;
    const fresh = make(plain);
    known.set(name, fresh);
    return fresh;
  };
}

/** Names come from clients: what is not in the graph is not remembered. */
function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
