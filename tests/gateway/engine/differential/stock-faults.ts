import { visit } from "graphql";
import type { Composed } from "./compose-graph.ts";
import type { Feature } from "./features.ts";
import type { Operation } from "./random-operation.ts";

/**
 * Where @apollo/gateway 2.14.4 is known to answer wrong, mostly without a word, and ours is right: what a case must have in
 * it for a difference between the two to be expected.
 */
export function stockFaultsIn(
  composed: Composed,
  operation: Operation,
  features: ReadonlySet<Feature>,
): readonly string[] {
  const hasFragment = features.has("named fragment") || features.has("inline fragment");
  const isShared = features.has("@shareable") || features.has("shared root field");
  return [
    ...(hasCollision(composed, operation)
      ? ["a client's key in the answer is that of a field that the plan fetches"]
      : []),
    ...(features.has("@requires with arguments") ? ["@requires with arguments"] : []),
    ...(features.has("@requires of a field with @requires") ? ["@requires of a field with @requires"] : []),
    ...(hasFragment && features.has("introspection") ? ["introspection in a fragment"] : []),
    ...(hasFragment && features.has("several mutations") ? ["mutations out of order because of a fragment"] : []),
    ...(isShared && features.has("list of lists") ? ["a list of lists that two members tell parts of"] : []),
  ];
}

/** An alias, or a field with other arguments, under the name of a field that is part of a key or asked for by @requires. */
function hasCollision({ graph }: Composed, { document }: Operation): boolean {
  const needed = new Set(
    graph.objects.flatMap(({ keys, fields }) => [
      ...keys.flatMap(({ text }) => text.match(/\w+/g) ?? []),
      ...fields.flatMap(({ requires }) => requires?.match(/\w+/g) ?? []),
    ]),
  );
  let isFound = false;
  visit(document, {
    Field: ({ alias, name, arguments: given = [] }) => {
      const key = alias?.value ?? name.value;
      isFound ||= needed.has(key) && (key !== name.value || given.length > 0);
    },
  });
  return isFound;
}
