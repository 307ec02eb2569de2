import {
  type ASTNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  print,
  type SelectionSetNode,
  validate,
  visit,
} from "graphql";
import type { Operation } from "./random-operation.ts";

export type StillDiffers<Subject> = (subject: Subject) => Promise<boolean>;

/** The smallest operation to be had by leaving out parts, one after another, that still differs. */
export async function reduceOperation(
  api: GraphQLSchema,
  operation: Operation,
  differs: StillDiffers<Operation>,
): Promise<Operation> {
  let smallest = operation;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (let index = 0; ; index++) {
      const document = without(smallest.document, index);
      if (document === null) break;
      const candidate = toOperation(document, smallest.variables);
      if (validate(api, candidate.document).length > 0 || !(await differs(candidate))) continue;
      smallest = candidate;
      isSmaller = true;
      index--;
    }
  }
  return smallest;
}

function toOperation(document: DocumentNode, variables: Operation["variables"]): Operation {
  const pruned = prune(document);
  const declared = new Set<string>();
  visit(pruned, { VariableDefinition: ({ variable }) => void declared.add(variable.name.value) });
  const kept = Object.fromEntries(Object.entries(variables).filter(([name]) => declared.has(name)));
  return { document: pruned, text: print(pruned), variables: kept };
}

/** The document without its part of that number, counted over all that can be left out; null when there are no more. */
function without(document: DocumentNode, number: number): DocumentNode | null {
  let count = 0;
  let isDone = false;
  const isIt = () => {
    if (isDone || count++ !== number) return false;
    isDone = true;
    return true;
  };
  const drop = () => (isIt() ? null : undefined);
  const changed: DocumentNode = visit(document, {
    Field: (node) => {
      if (isIt()) return null;
      return node.alias !== undefined && isIt() ? { ...node, alias: undefined } : undefined;
    },
    FragmentSpread: ({ name }) => {
      if (isIt()) return null;
      // Put in its place.
      const fragment = document.definitions.find(
        (node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name.value,
      );
      if (fragment?.kind !== Kind.FRAGMENT_DEFINITION || !isIt()) return undefined;
      return { kind: Kind.INLINE_FRAGMENT, typeCondition: fragment.typeCondition, selectionSet: fragment.selectionSet };
    },
    InlineFragment: drop,
    SelectionSet: (node) => unwrapped(node, isIt),
    Directive: drop,
    Argument: drop,
    ListValue: (node) => (node.values.length > 0 && isIt() ? { ...node, values: node.values.slice(1) } : undefined),
    ObjectField: drop,
  });
  return isDone ? changed : null;
}

/** What is inside of a fragment, in its place. */
function unwrapped(set: SelectionSetNode, isIt: () => boolean): SelectionSetNode | undefined {
  for (const [index, node] of set.selections.entries()) {
    if (node.kind !== Kind.INLINE_FRAGMENT || !isIt()) continue;
    return { ...set, selections: set.selections.toSpliced(index, 1, ...node.selectionSet.selections) };
  }
  return undefined;
}

/** Without empty selections and what is no longer used. */
function prune(document: DocumentNode): DocumentNode {
  const filled: DocumentNode = visit(document, {
    SelectionSet: (node) =>
      node.selections.length > 0
        ? undefined
        : { ...node, selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } }] },
  });
  const spread = namesIn(filled, Kind.FRAGMENT_SPREAD);
  const definitions = filled.definitions.filter(
    (node) => node.kind !== Kind.FRAGMENT_DEFINITION || spread.has(node.name.value),
  );
  const rest: DocumentNode = { ...filled, definitions };
  const used = namesIn(visit(rest, { VariableDefinition: () => null }), Kind.VARIABLE);
  return visit(rest, { VariableDefinition: ({ variable }) => (used.has(variable.name.value) ? undefined : null) });
}

function namesIn(root: ASTNode, kind: Kind.FRAGMENT_SPREAD | Kind.VARIABLE): ReadonlySet<string> {
  const names = new Set<string>();
  visit(root, { enter: (node) => void (node.kind === kind && names.add(node.name.value)) });
  return names;
}
