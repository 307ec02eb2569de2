import { type DocumentNode, type FieldNode, Kind, type SelectionSetNode } from "graphql";
import { type Refusal, refuse } from "#gateway/report/refusal.ts";
import { collectFragments } from "./fold-selections.ts";

type Fragments = ReturnType<typeof collectFragments>;

/**
 * Refuses documents in which too many fields share a place in the response: validation compares each pair of them
 * (graphql-js, OverlappingFieldsCanBeMergedRule), so that 5,000 times the same field cost it seconds.
 * Walks the expanded document: to be run after the size limit and the cycle check.
 */
export function refuseOverlaps(document: DocumentNode, limit: number): Refusal | undefined {
  const fragments = collectFragments(document);
  const pairs = document.definitions.reduce(
    (sum, definition) => sum + ("selectionSet" in definition ? countPairs([definition.selectionSet], fragments) : 0),
    0,
  );
  if (pairs <= limit) return undefined;
  return refuse("QUERY_TOO_LARGE", { zh: "同一字段重复过多", en: "the same fields are repeated too often" });
}

/** Pairs at one place of the response and at all places below it. */
function countPairs(sets: readonly (SelectionSetNode | undefined)[], fragments: Fragments): number {
  const fields = sets.flatMap((set) => fieldsOf(set, fragments));
  const places = Map.groupBy(fields, ({ alias, name }) => (alias ?? name).value);
  let pairs = 0;
  for (const group of places.values()) {
    const inner = group.map(({ selectionSet }) => selectionSet).filter((set) => set !== undefined);
    pairs += (group.length * (group.length - 1)) / 2;
    if (inner.length > 0) pairs += countPairs(inner, fragments);
  }
  return pairs;
}

function fieldsOf(set: SelectionSetNode | undefined, fragments: Fragments): readonly FieldNode[] {
  return (set?.selections ?? []).flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet, fragments);
    return fieldsOf(fragments.get(selection.name.value)?.selectionSet, fragments);
  });
}
