import {
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import type { NodeContext } from "./define-node.ts";
import type { TakeDowns } from "./take-downs.ts";

type Resolver = GraphQLFieldResolver<unknown, NodeContext>;
type Book = Pick<TakeDowns, "size" | "has">;

/**
 * Makes every field of a node's schema answer as if records taken down did not exist: null in their place, and in lists
 * that hold no nulls nothing. Records, references and items of the contract all carry their global id.
 */
export function hideTakenDown(schema: GraphQLSchema, takeDowns: Book, defaultResolver: Resolver): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    for (const field of Object.values(type.getFields())) {
      if (!isCompositeType(getNamedType(field.type))) continue;
      field.resolve = hiding(field.type, takeDowns, (field.resolve as Resolver | undefined) ?? defaultResolver);
    }
  }
}

function hiding(type: GraphQLOutputType, takeDowns: Book, resolve: Resolver): Resolver {
  return (...parameters) => {
    const value = resolve(...parameters);
    if (takeDowns.size === 0) return value;
    return value instanceof Promise
      ? value.then((known) => hide(known, type, takeDowns))
      : hide(value, type, takeDowns);
  };
}

function hide(value: unknown, type: GraphQLOutputType, takeDowns: Book): unknown {
  if (!Array.isArray(value)) return isHidden(value, takeDowns) ? null : value;
  if (value.some((item) => item instanceof Promise)) {
    return Promise.all(value).then((items) => hide(items, type, takeDowns));
  }
  if (holdsNulls(type)) return value.map((item) => (isHidden(item, takeDowns) ? null : item));
  return value.filter((item) => !isHidden(item, takeDowns));
}

function holdsNulls(type: GraphQLOutputType): boolean {
  const list = isNonNullType(type) ? type.ofType : type;
  return isListType(list) && !isNonNullType(list.ofType);
}

/** A record by its id; an edge of a connection by its node's, since an edge without a node cannot be shown. */
function isHidden(value: unknown, takeDowns: Book): boolean {
  if (typeof value !== "object" || value === null) return false;
  if ("cursor" in value && "node" in value) return isHidden(value.node, takeDowns);
  return "id" in value && typeof value.id === "string" && takeDowns.has(value.id);
}
