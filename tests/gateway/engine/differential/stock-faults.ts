import { type DocumentNode, Kind, visit } from "graphql";
import type { Difference } from "./compare-answers.ts";
import type { Composed } from "./compose-graph.ts";
import type { Feature } from "./features.ts";
import type { Graph } from "./graph-model.ts";
import type { Operation } from "./random-operation.ts";

/** A case in which an executor answered otherwise than one schema would. */
export interface FaultyCase {
  readonly composed: Composed;
  readonly operation: Operation;
  readonly features: ReadonlySet<Feature>;
  readonly found: readonly Difference[];
}

/**
 * Where @apollo/gateway 2.14.4 is known to answer wrong, mostly without a word, and ours is right: what a case must have in
 * it for a difference between the two to be expected. Each was looked at in at least one case.
 */
const FAULTS: Readonly<Record<string, (faulty: FaultyCase) => boolean>> = {
  "a client's key in the answer is that of a field that the plan fetches": ({ composed, operation }) =>
    hasCollision(composed.graph, operation.document),
  "@requires with arguments": ({ features }) => features.has("@requires with arguments"),
  "@requires of a field with @requires": ({ features }) => features.has("@requires of a field with @requires"),
  // Representations have {} for the inner lists.
  "@requires of something in a list of lists": ({ composed, features }) =>
    features.has("@requires") && requiresInLists(composed.graph),
  "introspection in a fragment": ({ features }) => hasFragment(features) && features.has("introspection"),
  "mutations out of order because of a fragment": ({ features }) =>
    hasFragment(features) && features.has("several mutations"),
  "a mutation done twice that stands twice, once under a condition": ({ features }) =>
    features.has("condition by variable") && features.has("several mutations"),
  "a list of lists that two members tell parts of": ({ features }) =>
    (features.has("@shareable") || features.has("shared root field")) && features.has("list of lists"),
  "an object of which all that is asked is conditional": ({ features }) =>
    features.has("condition by variable") && (features.has("@skip") || features.has("@include")),
  "the type of what some member knows as an interface's object only": ({ features }) =>
    features.has("field of an @interfaceObject") || features.has("entity interface"),
  "a condition on a type within one on another": ({ operation }) => hasNestedConditions(operation.document),
  "keys in another order than they are asked for": ({ found }) => found.every(({ kind }) => kind === "order"),
  "another error than the one that took the object": ({ found }) => found.every(({ kind }) => kind === "message"),
};

export function stockFaultsIn(faulty: FaultyCase): readonly string[] {
  return Object.entries(FAULTS).flatMap(([name, holds]) => (holds(faulty) ? [name] : []));
}

function hasFragment(features: ReadonlySet<Feature>): boolean {
  return features.has("named fragment") || features.has("inline fragment");
}

function requiresInLists({ objects }: Graph): boolean {
  const inner = objects.flatMap(({ fields }) =>
    fields.flatMap(({ requires }) => requires?.match(/\w+(?=(\([^)]*\))? \{)/g) ?? []),
  );
  const nested = new Set(
    objects.flatMap(({ fields }) => fields.flatMap(({ name, type }) => (type.startsWith("[[") ? name : []))),
  );
  return inner.some((name) => nested.has(name));
}

/** A fragment directly in another, of any depth. */
function hasNestedConditions(document: DocumentNode): boolean {
  let isFound = false;
  visit(document, {
    SelectionSet: ({ selections }, _key, parent) => {
      const isOfFragment =
        parent !== undefined &&
        "kind" in parent &&
        (parent.kind === Kind.INLINE_FRAGMENT || parent.kind === Kind.FRAGMENT_DEFINITION);
      isFound ||= isOfFragment && selections.some(({ kind }) => kind !== Kind.FIELD);
    },
  });
  return isFound;
}

/** An alias, or a field with other arguments, under the name of a field that is part of a key or asked for by @requires. */
function hasCollision({ objects }: Graph, document: DocumentNode): boolean {
  const needed = new Set(
    objects.flatMap(({ keys, fields }) => [
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
