import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";

/** What the schema itself says, by `@cacheControl` and `@private`, of the answer to a document, whatever the answer is. */
export interface StaticHints {
  /** Longest that the answer may be kept, milliseconds; Infinity where nothing is said. */
  readonly maxAgeMs: number;
  readonly isPrivate: boolean;
  /** Every root field or its type has a hint: no source need be asked to know how long all of it holds. */
  readonly isWhole: boolean;
}

/** Of a document with one operation, as gateways send. */
export function readStaticHints(schema: GraphQLSchema, document: DocumentNode): StaticHints {
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  const root = operation && schema.getRootType(operation.operation);
  if (operation === undefined || !root) return { maxAgeMs: Number.POSITIVE_INFINITY, isPrivate: false, isWhole: false };
  const reader = new HintReader(schema, document);
  reader.read(operation.selectionSet, root);
  const { maxAgeMs, isPrivate } = reader;
  return { maxAgeMs, isPrivate, isWhole: reader.isTold(operation.selectionSet, root) };
}

/** Fragments have been checked for cycles and size before a gateway plans with them. */
class HintReader {
  maxAgeMs = Number.POSITIVE_INFINITY;
  isPrivate = false;
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(schema: GraphQLSchema, { definitions }: DocumentNode) {
    this.#schema = schema;
    this.#fragments = new Map(
      definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])),
    );
  }

  read({ selections }: SelectionSetNode, parent: GraphQLNamedType): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) this.#readField(selection, parent);
      else {
        const fragment = this.#fragmentOf(selection);
        if (fragment !== undefined) this.read(fragment.selectionSet, this.#typeOf(fragment, parent));
      }
    }
  }

  /** Whether there is a hint for each of these fields; entities are spoken for by their types. */
  isTold({ selections }: SelectionSetNode, parent: GraphQLNamedType): boolean {
    return selections.every((selection) => {
      if (selection.kind !== Kind.FIELD) {
        const fragment = this.#fragmentOf(selection);
        if (fragment === undefined) return false;
        const type = this.#typeOf(fragment, parent);
        return isObjectType(parent) ? this.isTold(fragment.selectionSet, type) : hasMaxAge(type);
      }
      const [field] = fieldsOf(parent, selection.name.value);
      if (field === undefined) return selection.name.value === "__typename" && isObjectType(parent);
      const type = getNamedType(field.type);
      if (hasMaxAge(field) || hasMaxAge(type)) return true;
      return selection.name.value === "_entities" && this.isTold(withoutTypenames(selection), type);
    });
  }

  #readField({ name, selectionSet }: FieldNode, parent: GraphQLNamedType): void {
    const [field] = fieldsOf(parent, name.value);
    if (field === undefined) return;
    const type = getNamedType(field.type);
    const owners = isAbstractType(parent) ? [parent, ...this.#schema.getPossibleTypes(parent)] : [parent];
    const concrete = owners.filter(isObjectType);
    this.isPrivate ||= (concrete.length > 0 && concrete.every(isMarkedPrivate)) || isMarkedPrivate(type);
    for (const one of [...owners, ...owners.flatMap((owner) => fieldsOf(owner, name.value)), type]) this.#obey(one);
    if (selectionSet !== undefined) this.read(selectionSet, type);
  }

  #obey(part: Marked): void {
    const { maxAgeMs, isPrivate } = cacheControlOf(part);
    this.maxAgeMs = Math.min(this.maxAgeMs, maxAgeMs ?? Number.POSITIVE_INFINITY);
    this.isPrivate ||= isPrivate;
  }

  #fragmentOf(selection: Exclude<SelectionNode, FieldNode>): FragmentDefinitionNode | InlineFragmentNode | undefined {
    return selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
  }

  #typeOf({ typeCondition }: FragmentDefinitionNode | InlineFragmentNode, parent: GraphQLNamedType): GraphQLNamedType {
    return (typeCondition && this.#schema.getType(typeCondition.name.value)) ?? parent;
  }
}

/** Beside entities' fields, gateways ask for their type; alone it tells whether they are there, which is no small thing. */
function withoutTypenames({ selectionSet }: FieldNode): SelectionSetNode {
  const selections = selectionSet?.selections ?? [];
  const others = selections.filter((one) => one.kind !== Kind.FIELD || one.name.value !== "__typename");
  return { kind: Kind.SELECTION_SET, selections: others.length === 0 ? selections : others };
}

interface Marked {
  readonly astNode?: { readonly directives?: readonly DirectiveNode[] | undefined } | null | undefined;
}

function cacheControlOf({ astNode }: Marked): { readonly maxAgeMs: number | undefined; readonly isPrivate: boolean } {
  const given = astNode?.directives?.find(({ name }) => name.value === "cacheControl")?.arguments ?? [];
  const maxAge = given.find(({ name }) => name.value === "maxAge")?.value;
  const scope = given.find(({ name }) => name.value === "scope")?.value;
  return {
    maxAgeMs: maxAge?.kind === Kind.INT ? Number(maxAge.value) * 1_000 : undefined,
    isPrivate: scope?.kind === Kind.ENUM && scope.value === "PRIVATE",
  };
}

function hasMaxAge(part: Marked): boolean {
  return cacheControlOf(part).maxAgeMs !== undefined;
}

function isMarkedPrivate({ astNode }: Marked): boolean {
  return astNode?.directives?.some(({ name }) => name.value === "private") === true;
}

function fieldsOf(type: GraphQLNamedType, name: string) {
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
  return field === undefined ? [] : [field];
}
