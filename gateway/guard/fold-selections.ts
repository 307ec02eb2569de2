import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";

/** How a figure is drawn from a selection set: each field's own, and how neighbours add up. */
export interface Fold {
  field(field: FieldNode, inner: () => number): number;
  /** What a spread or inline fragment makes of the figure inside it; passed on by default. */
  fragment?(inner: number): number;
  readonly join: (a: number, b: number) => number;
}

/**
 * One figure per definition, operations first, fragments expanded. Every fragment is measured once, so that the time
 * grows with the text and not with the 2^n fields it may stand for. A fragment inside itself counts as nothing.
 */
export function foldDefinitions(document: DocumentNode, fold: Fold): { operations: number[]; fragments: number[] } {
  const fragments = collectFragments(document);
  const known = new Map<string, number>();

  const measure = (set: SelectionSetNode | undefined): number =>
    (set?.selections ?? []).map(figureOf).reduce(fold.join, 0);

  const figureOf = (selection: SelectionNode): number => {
    if (selection.kind === Kind.FIELD) return fold.field(selection, () => measure(selection.selectionSet));
    const isInline = selection.kind === Kind.INLINE_FRAGMENT;
    const inner = isInline ? measure(selection.selectionSet) : measureFragment(selection.name.value);
    return fold.fragment === undefined ? inner : fold.fragment(inner);
  };

  const measureFragment = (name: string): number => {
    const figure = known.get(name);
    if (figure !== undefined) return figure;
    known.set(name, 0);
    const measured = measure(fragments.get(name)?.selectionSet);
    known.set(name, measured);
    return measured;
  };

  const figures = (kind: Kind) =>
    document.definitions.flatMap((definition) =>
      definition.kind === kind && "selectionSet" in definition ? [measure(definition.selectionSet)] : [],
    );
  return { operations: figures(Kind.OPERATION_DEFINITION), fragments: figures(Kind.FRAGMENT_DEFINITION) };
}

export function collectFragments(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}
