import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from "graphql";

/** What the schema itself says, by `@cacheControl` and `@private`, of the answer to a document, whatever the answer is. */
export interface StaticHints {
  /** Longest that the answer may be kept, milliseconds; Infinity where nothing is said. */
  readonly maxAgeMs: number;
  readonly isPrivate: boolean;
  /** Every leaf has a hint of its own, or one of what it stands in: no source need be asked to know how long it holds. */
  readonly isWhole: boolean;
}

/** Of a document with one operation, as gateways send. */
export function readStaticHints(schema: GraphQLSchema, document: DocumentNode): StaticHints {
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  const root = operation && schema.getRootType(operation.operation);
  if (operation === undefined || !root) return { maxAgeMs: Number.POSITIVE_INFINITY, isPrivate: false, isWhole: false };
  const reader = new HintReader(schema, document);
  const isWhole = reader.read(operation.selectionSet, root);
  return { maxAgeMs: reader.maxAgeMs, isPrivate: reader.isPrivate, isWhole };
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

  /** True when every leaf below is spoken for. */
  read(set: SelectionSetNode, parent: GraphQLNamedType): boolean {
    const told = set.selections.map((selection) => {
      if (selection.kind === Kind.FIELD) return this.#readField(selection, parent);
      const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
      const fragment = isSpread ? this.#fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition?.name.value;
      const type = condition === undefined ? parent : this.#schema.getType(condition);
      return fragment !== undefined && type !== undefined && this.read(fragment.selectionSet, type);
    });
    return told.every(Boolean);
  }

  #readField({ name, selectionSet }: FieldNode, parent: GraphQLNamedType): boolean {
    if (name.value === "__typename") return true;
    const [field] = fieldsOf(parent, name.value);
    const type = field && getNamedType(field.type);
    if (field === undefined || type === undefined) return false;
    const owners = this.#standIns(parent);
    const concrete = owners.filter(isObjectType);
    this.isPrivate ||= (concrete.length > 0 && concrete.every(isMarkedPrivate)) || isMarkedPrivate(type);
    for (const one of [...owners, ...owners.flatMap((owner) => fieldsOf(owner, name.value)), type]) this.#obey(one);
    const isToldBelow = selectionSet !== undefined && this.read(selectionSet, type);
    return isToldBelow || hasMaxAge(field) || hasMaxAge(type);
  }

  /** The types of which a value may be that this field is asked of. */
  #standIns(type: GraphQLNamedType): readonly GraphQLNamedType[] {
    return isAbstractType(type) ? [type, ...this.#schema.getPossibleTypes(type)] : [type];
  }

  #obey(part: Marked): void {
    const { maxAgeMs, isPrivate } = cacheControlOf(part);
    this.maxAgeMs = Math.min(this.maxAgeMs, maxAgeMs ?? Number.POSITIVE_INFINITY);
    this.isPrivate ||= isPrivate;
  }
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
