import { type GraphQLSchema, Kind, type OperationDefinitionNode } from "graphql";
import type { CanonicalOperation } from "./canonical-operation.ts";
import { collectFields, mergedField } from "./output-shape.ts";

/**
 * A mutation whose fields stand each once and plainly, in the order in which they are done: fragments and conditions at its
 * root are decided. A planner that meets a field at two places would have it done twice.
 */
export function decidedMutation(
  schema: GraphQLSchema,
  operation: Pick<CanonicalOperation, "definition" | "fragments">,
  conditions: Readonly<Record<string, unknown>>,
): OperationDefinitionNode {
  const { definition } = operation;
  const type = schema.getMutationType();
  if (!type) throw new Error("a graph without mutations");
  const fields = new Map<string, Parameters<typeof mergedField>[0][number][]>();
  collectFields({ schema, operation, conditions }, type, definition.selectionSet, fields);
  const selections = [...fields.values()].map((nodes) => {
    const [node] = nodes;
    const field = node?.selectionSet === undefined ? node : mergedField(nodes);
    if (field === undefined) throw new Error("no field");
    return { ...field, directives: [] };
  });
  return { ...definition, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}
