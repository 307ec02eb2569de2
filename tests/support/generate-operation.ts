import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
} from "graphql";

/** A natural number below the bound. */
type Pick = (bound: number) => number;

export interface GenerateOptions {
  /** Values by argument name, as GraphQL literals; fields with other required arguments are left out. */
  readonly literals: Readonly<Record<string, readonly string[]>>;
  /** Fields that are not to be asked for. */
  readonly without?: readonly string[];
  readonly depth?: number;
}

/** A valid query over that schema, the same for the same seed. */
export function generateOperation(schema: GraphQLSchema, seed: number, options: GenerateOptions): string {
  const query = schema.getQueryType();
  if (!query) throw new Error("no query type");
  const generator = { schema, options, pick: createPick(seed), aliases: 0 };
  const fields = Array.from({ length: 1 + generator.pick(3) }, () => someField(generator, query, options.depth ?? 5));
  return `{ ${fields.filter((field) => field !== "").join(" ")} __typename }`;
}

interface Generator {
  readonly schema: GraphQLSchema;
  readonly options: GenerateOptions;
  readonly pick: Pick;
  aliases: number;
}

function someField(generator: Generator, type: GraphQLNamedType, depth: number): string {
  if (!isObjectType(type) && !isInterfaceType(type)) return "";
  const fields = Object.values(type.getFields()).filter((field) => isAskable(field, depth, generator));
  const field = fields[generator.pick(fields.length)];
  if (field === undefined) return "";
  generator.aliases += 1;
  // An alias each, so that no two fields of different types meet under one key.
  return `a${generator.aliases}: ${field.name}${givenArguments(generator, field)}${selection(generator, getNamedType(field.type), depth - 1)}`;
}

function isAskable(field: GraphQLField<unknown, unknown>, depth: number, { options }: Generator): boolean {
  if (options.without?.includes(field.name) === true) return false;
  if (depth <= 1 && isCompositeType(getNamedType(field.type))) return false;
  return field.args.every((argument) => !isRequiredArgument(argument) || options.literals[argument.name] !== undefined);
}

function selection(generator: Generator, type: GraphQLNamedType, depth: number): string {
  if (!isCompositeType(type)) return "";
  const fields = Array.from({ length: 1 + generator.pick(4) }, () => someField(generator, type, depth));
  const fragment = isAbstractType(type) && generator.pick(2) === 0 ? someFragment(generator, type, depth) : "";
  return ` { __typename ${fields.join(" ")} ${fragment}}`;
}

function someFragment(generator: Generator, type: GraphQLNamedType, depth: number): string {
  const types = isAbstractType(type) ? generator.schema.getPossibleTypes(type) : [];
  const member = types[generator.pick(types.length)];
  return member === undefined ? "" : `... on ${member.name} { __typename ${someField(generator, member, depth)} } `;
}

function givenArguments({ options, pick }: Generator, { args }: GraphQLField<unknown, unknown>): string {
  const given = args.flatMap((argument: GraphQLArgument) => {
    const literals = options.literals[argument.name] ?? [];
    const isGiven = literals.length > 0 && (isRequiredArgument(argument) || pick(2) === 0);
    return isGiven ? [`${argument.name}: ${literals[pick(literals.length)]}`] : [];
  });
  return given.length === 0 ? "" : `(${given.join(", ")})`;
}

/** mulberry32 */
function createPick(seed: number): Pick {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * bound);
  };
}
