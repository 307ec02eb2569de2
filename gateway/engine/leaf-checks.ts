import type { GraphQLEnumType } from "graphql";

/** The value as it may stand in an answer; undefined when it may not. */
export type LeafCheck = (value: unknown) => unknown;

const INT = 2 ** 31;

/** Result coercion of the specification's own scalars. */
const BUILT_IN: Readonly<Record<string, LeafCheck>> = {
  Int: (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= -INT && value < INT ? value : undefined,
  Float: (value) => (typeof value === "number" && Number.isFinite(value) ? value : undefined),
  String: (value) => (typeof value === "string" ? value : undefined),
  Boolean: (value) => (typeof value === "boolean" ? value : undefined),
  ID: (value) => {
    if (typeof value === "string") return value;
    return Number.isInteger(value) ? String(value) : undefined;
  },
};

/** A scalar of the graph's own travels as it is; where objects are not allowed it would be a place for anything. */
const ANY: LeafCheck = (value) => value;
const PLAIN: LeafCheck = (value) => (typeof value === "object" ? undefined : value);

export function leafCheckOf(typeName: string, enumType: GraphQLEnumType | null, allowsObjects: boolean): LeafCheck {
  if (enumType !== null) {
    const names = new Set(enumType.getValues().map(({ name }) => name));
    return (value) => (typeof value === "string" && names.has(value) ? value : undefined);
  }
  return (Object.hasOwn(BUILT_IN, typeName) ? BUILT_IN[typeName] : undefined) ?? (allowsObjects ? ANY : PLAIN);
}
