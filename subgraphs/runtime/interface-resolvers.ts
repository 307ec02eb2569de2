import { type DocumentNode, Kind } from "graphql";
import type { ResolverMap } from "./define-node.ts";
import { mergeResolvers } from "./merge-resolvers.ts";

/** Resolvers given for the fields of an interface hold for every type that implements it; a type's own stand before them. */
export function spreadInterfaces<Load>(document: DocumentNode, resolvers: ResolverMap<Load>): ResolverMap<Load> {
  const interfaces = document.definitions.flatMap((one) =>
    one.kind === Kind.INTERFACE_TYPE_DEFINITION ? [one.name.value] : [],
  );
  const spread = document.definitions.flatMap((one) =>
    one.kind === Kind.OBJECT_TYPE_DEFINITION
      ? (one.interfaces ?? []).map(({ name }) => ({ [one.name.value]: resolvers[name.value] ?? {} }))
      : [],
  );
  const own = Object.entries(resolvers).filter(([typeName]) => !interfaces.includes(typeName));
  return mergeResolvers(...spread, Object.fromEntries(own));
}
