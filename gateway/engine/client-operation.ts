import {
  type DocumentNode,
  executeSync,
  type FieldNode,
  GraphQLError,
  getOperationAST,
  getVariableValues,
  Kind,
  OperationTypeNode,
} from "graphql";
import {
  type CanonicalFacts,
  type CanonicalOperation,
  fragmentsOf,
  toCanonicalOperation,
} from "./canonical-operation.ts";
import { decidedMutation } from "./decided-mutation.ts";
import { type ObjectShape, outputShape } from "./output-shape.ts";

type Values = Readonly<Record<string, unknown>>;

export interface SchemaFacts extends CanonicalFacts {
  /** Whether scalars of the graph's own may be objects. */
  readonly allowsObjectScalars: boolean;
}

/** Operations differ by what @skip and @include decide; more combinations than these are made anew each time. */
const KNOWN_DECISIONS = 64;

/** A client's operation, with all that is reckoned once. */
export class ClientOperation {
  readonly canonical: CanonicalOperation;
  readonly #facts: SchemaFacts;
  #shape: ObjectShape | undefined;
  readonly #decided = new Map<string, ClientOperation>();

  /** Null when the document has no such operation. The document must be valid. */
  static of(facts: SchemaFacts, document: DocumentNode, operationName: string | undefined): ClientOperation | null {
    const definition = getOperationAST(document, operationName);
    if (!definition) return null;
    return new ClientOperation(facts, toCanonicalOperation(facts, { definition, fragments: fragmentsOf(document) }));
  }

  constructor(facts: SchemaFacts, canonical: CanonicalOperation) {
    this.#facts = facts;
    this.canonical = canonical;
  }

  /** The client's values as the schema takes them, or what is wrong with them. */
  coerce(raw: Values): { readonly coerced: Values } | { readonly errors: readonly GraphQLError[] } {
    const { variableDefinitions = [] } = this.canonical.definition;
    if (variableDefinitions.length === 0) return { coerced: {} };
    const { coerced, errors } = getVariableValues(this.#facts.schema, variableDefinitions, raw, { maxErrors: 10 });
    return errors === undefined ? { coerced } : { errors: errors.map(asBadInput) };
  }

  /** What is run for these values: nothing in it is conditional, and a mutation is made plain. */
  decided(coerced: Values): ClientOperation {
    const { definition, conditions } = this.canonical;
    const isMutation = definition.operation === OperationTypeNode.MUTATION;
    if (conditions.length === 0 && !isMutation) return this;
    const key = this.#keyOf(coerced);
    const known = this.#decided.get(key);
    if (known !== undefined) return known;
    const { fragments } = this.canonical;
    const plain = isMutation ? decidedMutation(this.#facts.schema, this.canonical, coerced) : definition;
    const canonical = toCanonicalOperation(this.#facts, { definition: plain, fragments, conditions: coerced });
    const made = new ClientOperation(this.#facts, canonical);
    if (this.#decided.size < KNOWN_DECISIONS) this.#decided.set(key, made);
    return made;
  }

  /** Values by the names that the plan knows. */
  planVariables(coerced: Values): Values {
    const { variables, literals } = this.canonical;
    if (variables.size === 0) return literals;
    const values: Record<string, unknown> = { ...literals };
    for (const [name, client] of variables) values[name] = coerced[client];
    return values;
  }

  /** Of an operation that is decided. */
  shape(coerced: Values): ObjectShape {
    const { schema, allowsObjectScalars } = this.#facts;
    this.#shape ??= outputShape({
      schema,
      operation: this.canonical,
      conditions: coerced,
      allowsObjectScalars,
      allowsInterfaceObjects: true,
    });
    return this.#shape;
  }

  #keyOf(coerced: Values): string {
    return this.canonical.conditions.map((name) => Number(coerced[name] === true)).join("");
  }

  /** The schema's own answer to a field `__schema` or `__type`. */
  introspect(node: FieldNode, coerced: Values): unknown {
    const { variableDefinitions = [] } = this.canonical.definition;
    const { data, errors } = executeSync({
      schema: this.#facts.schema,
      document: {
        kind: Kind.DOCUMENT,
        definitions: [
          {
            kind: Kind.OPERATION_DEFINITION,
            operation: OperationTypeNode.QUERY,
            variableDefinitions,
            selectionSet: { kind: Kind.SELECTION_SET, selections: [{ ...node, directives: [] }] },
          },
          ...this.canonical.fragments.values(),
        ],
      },
      variableValues: coerced,
    });
    if (errors?.[0] !== undefined) throw new GraphQLError("introspection failed", { originalError: errors[0] });
    return data?.[node.alias?.value ?? node.name.value] ?? null;
  }
}

/** graphql-js gives these no code. */
function asBadInput(error: GraphQLError): GraphQLError {
  const { message, nodes = null, originalError } = error;
  return new GraphQLError(message, { nodes, originalError, extensions: { code: "BAD_USER_INPUT" } });
}
