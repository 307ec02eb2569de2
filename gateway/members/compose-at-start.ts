import {
  type ComposedGraph,
  CompositionError,
  composeGraph,
  composeSchemas,
} from "#gateway/supergraph/compose-graph.ts";
import { type NodeSchema, schemasOf } from "#gateway/supergraph/node-schemas.ts";
import { sayTheSame } from "#schema/print-definitions.ts";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";

export interface StartingGraph {
  readonly graph: ComposedGraph;
  /** Nodes whose schema breaks the graph now, by the one that they had in the last good graph: their types stay. */
  readonly held: ReadonlyMap<string, NodeSchema>;
  readonly schemas: ReadonlyMap<string, NodeSchema>;
}

/**
 * The graph of all nodes. Where one does not fit any more, its schema of the last good graph takes its place; where there is
 * none, or even that does not help, it is left out. Throws CompositionError.
 */
export async function composeAtStart(
  definitions: readonly NodeDefinition[],
  lastGood: ReadonlyMap<string, NodeSchema>,
): Promise<StartingGraph> {
  const found = await composeGraph(definitions).catch((error: unknown) => {
    if (error instanceof CompositionError && lastGood.size > 0) return error;
    throw error;
  });
  const broken =
    found instanceof CompositionError ? otherThan(lastGood, definitions) : found.leftOut.map(({ node }) => node);
  const held = new Map(
    broken.flatMap((code) => {
      const schema = lastGood.get(code);
      return schema === undefined || !definitions.some((one) => one.code === code) ? [] : [[code, schema] as const];
    }),
  );
  const schemas = schemasOf(definitions, held);
  const again = held.size === 0 ? undefined : await composeSchemas(schemas);
  if (again?.kind === "composed") return { graph: { ...again, leftOut: [] }, held, schemas };
  if (found instanceof CompositionError) throw found;
  return { graph: found, held: new Map(), schemas };
}

/** Nodes whose schema is another one than in the last good graph. */
function otherThan(
  lastGood: ReadonlyMap<string, NodeSchema>,
  definitions: readonly NodeDefinition[],
): readonly string[] {
  return [...schemasOf(definitions)].flatMap(([code, { own }]) => {
    const kept = lastGood.get(code);
    return kept === undefined || sayTheSame(kept.own, own) ? [] : [code];
  });
}
