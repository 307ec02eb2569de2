import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";

/** A field that the query selects below the one being resolved. */
export interface SelectedField {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** What is selected below it in turn. */
  selected(): readonly SelectedField[];
}

/**
 * What the query selects of the object that is being resolved: so that a resolver can ask its source once for all that
 * the fields below need. Aliases, fragments, @skip and @include are followed; one entry for each occurrence.
 */
export function selectedFields(info: GraphQLResolveInfo): readonly SelectedField[] {
  return below(info.fieldNodes, getNamedType(info.returnType), info);
}

type Type = ReturnType<typeof getNamedType>;

function below(nodes: readonly FieldNode[], type: Type, info: GraphQLResolveInfo): readonly SelectedField[] {
  if (!isObjectType(type)) return [];
  const fields = type.getFields();
  const visited = new Set<string>();
  return nodes
    .flatMap(({ selectionSet }) => fieldNodes(selectionSet, visited, info))
    .flatMap((node) => {
      const field = fields[node.name.value];
      return field === undefined ? [] : [toSelected(node, field, info)];
    });
}

function toSelected(node: FieldNode, field: GraphQLField<unknown, unknown>, info: GraphQLResolveInfo): SelectedField {
  return {
    name: node.name.value,
    arguments: getArgumentValues(field, node, info.variableValues),
    selected: () => below([node], getNamedType(field.type), info),
  };
}

/** Each fragment is entered once: its fields are the same wherever it is spread. */
function fieldNodes(
  set: SelectionSetNode | undefined,
  visited: Set<string>,
  info: GraphQLResolveInfo,
): readonly FieldNode[] {
  return (set?.selections ?? [])
    .filter((selection) => isIncluded(selection, info))
    .flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection];
      if (selection.kind === Kind.INLINE_FRAGMENT) return fieldNodes(selection.selectionSet, visited, info);
      const name = selection.name.value;
      if (visited.has(name)) return [];
      visited.add(name);
      const fragment: FragmentDefinitionNode | undefined = info.fragments[name];
      return fieldNodes(fragment?.selectionSet, visited, info);
    });
}

function isIncluded(selection: SelectionNode, { variableValues }: GraphQLResolveInfo): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, selection, variableValues)?.["if"] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, selection, variableValues)?.["if"] !== false;
}
