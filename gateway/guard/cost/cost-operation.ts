import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type ValueNode,
  valueFromASTUntyped,
} from "graphql";
import { collectFragments } from "#gateway/guard/fold-selections.ts";
import type { CostTable } from "./cost-table.ts";

export type Variables = Readonly<Record<string, unknown>>;

/** One operation with its variables, as both costs look at it. Nothing is validated yet. */
export interface CostOperation {
  readonly table: CostTable;
  readonly definition: OperationDefinitionNode;
  fragment(name: string): FragmentDefinitionNode | undefined;
  /** The value of an argument with variables filled in; undefined for a variable that is not given. */
  read(node: ValueNode): unknown;
  /** Left out by `@skip` or `@include`. */
  isSkipped(selection: SelectionNode): boolean;
}

export function createCostOperation(
  table: CostTable,
  document: DocumentNode,
  definition: OperationDefinitionNode,
  given: Variables = {},
): CostOperation {
  const fragments = collectFragments(document);
  const variables = { ...defaultsOf(definition), ...given };
  const read = (node: ValueNode) => valueFromASTUntyped(node, variables);
  const isSkipped = ({ directives }: SelectionNode) =>
    directives?.some(({ name, arguments: args }) => {
      const condition = args?.find((argument) => argument.name.value === "if");
      const value = condition === undefined ? undefined : read(condition.value);
      return (name.value === "skip" && value === true) || (name.value === "include" && value === false);
    }) === true;
  return { table, definition, read, isSkipped, fragment: (name) => fragments.get(name) };
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Variables {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue === undefined || defaultValue.kind === Kind.NULL
        ? []
        : [[variable.name.value, valueFromASTUntyped(defaultValue)]],
    ),
  );
}
