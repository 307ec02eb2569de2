import {
  type DirectiveNode,
  type FieldNode,
  type GraphQLNamedType,
  type InlineFragmentNode,
  Kind,
  type SelectionNode,
} from "graphql";

export const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };

/** Under all of the conditions, the first outermost; nothing of nothing. */
export function nested(
  conditions: readonly GraphQLNamedType[],
  selections: readonly SelectionNode[],
): readonly SelectionNode[] {
  return conditions.reduceRight<readonly SelectionNode[]>((inner, { name }) => {
    return fragmentOf(inner, { typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: name } } });
  }, selections);
}

export function marked(
  directives: readonly DirectiveNode[],
  selections: readonly SelectionNode[],
): readonly SelectionNode[] {
  return fragmentOf(selections, { directives });
}

function fragmentOf(
  selections: readonly SelectionNode[],
  parts: Pick<InlineFragmentNode, "typeCondition" | "directives">,
): readonly InlineFragmentNode[] {
  if (selections.length === 0) return [];
  return [{ kind: Kind.INLINE_FRAGMENT, ...parts, selectionSet: { kind: Kind.SELECTION_SET, selections } }];
}

/** Answered by the gateway itself, wherever the query root stands. */
export function isIntrospection({ name }: FieldNode): boolean {
  return name.value === "__schema" || name.value === "__type";
}

/** The name of a root type is known; a fragment of such fields only would leave nothing to ask. */
export function isLocal(node: SelectionNode): boolean {
  if (node.kind === Kind.FIELD) return node.name.value === "__typename";
  return node.kind === Kind.INLINE_FRAGMENT && node.selectionSet.selections.every(isLocal);
}
