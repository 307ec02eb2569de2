import {
  type DocumentNode,
  type GraphQLSchema,
  type InlineFragmentNode,
  isAbstractType,
  Kind,
  type SelectionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";

/**
 * The operation with what it asks of an interface or union among others' types asked of each of those types. Where members
 * disagree about who implements an interface, planner 2.14.4 finds no way to what is asked of that ("Was not able to find
 * any options"); the document itself where there is nothing of the kind in it.
 */
export function withSpreadConditions(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      SelectionSet: {
        leave: (node) => {
          const place = types.getParentType();
          if (!isAbstractType(place)) return undefined;
          const names = new Set(schema.getPossibleTypes(place).map(({ name }) => name));
          const selections = node.selections.map((selection) => spread(selection, place.name, { names, schema }));
          return selections.some((spreads) => spreads.length > 1)
            ? { ...node, selections: selections.flat() }
            : undefined;
        },
      },
    }),
  );
}

interface Place {
  /** Of what may stand there. */
  readonly names: ReadonlySet<string>;
  readonly schema: GraphQLSchema;
}

function spread(node: SelectionNode, place: string, { names, schema }: Place): readonly SelectionNode[] {
  const condition = node.kind === Kind.INLINE_FRAGMENT ? node.typeCondition : undefined;
  const type = condition === undefined ? undefined : schema.getType(condition.name.value);
  if (condition === undefined || !isAbstractType(type) || type.name === place) return [node];
  const met = schema.getPossibleTypes(type).filter(({ name }) => names.has(name));
  const of = (name: string): InlineFragmentNode => ({
    ...(node as InlineFragmentNode),
    typeCondition: { ...condition, name: { ...condition.name, value: name } },
  });
  return met.length === 0 ? [node] : met.map(({ name }) => of(name));
}
