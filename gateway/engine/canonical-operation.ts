import {
  type ArgumentNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
  type VariableDefinitionNode,
  visit,
} from "graphql";
import type { SupergraphFacts } from "#gateway/plan/planner.ts";
import { CanonicalKeys } from "./canonical-keys.ts";
import { LiteralLifter } from "./lift-literals.ts";
import { type Part, PlanSplitter } from "./plan-splitter.ts";

/** An operation in the form that plans are made for and shared by: whoever differs in names, aliases or literals only gets the same text. */
export interface CanonicalOperation {
  readonly definition: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /**
   * None when nothing is to be asked of any subgraph (introspection and `__typename` at the root); several where one plan
   * cannot hold all: what they gather is put together.
   */
  readonly texts: readonly string[];
  /** Its fields that no plan gives rightly. */
  readonly unplannable: readonly string[];
  /** Where each of the client's fields finds its value in what the plan gathers. */
  readonly keys: ReadonlyMap<FieldNode, string>;
  /** The client's names of variables, by their canonical ones. */
  readonly variables: ReadonlyMap<string, string>;
  /** Values of literals, by the canonical names of the variables that took their place. */
  readonly literals: Readonly<Record<string, unknown>>;
  /** The client's variables that are still to decide with @skip and @include. */
  readonly conditions: readonly string[];
}

/** What canonical operations of one graph depend on. */
export interface CanonicalFacts {
  readonly schema: GraphQLSchema;
  /** No field begins with it. */
  readonly keyPrefix: string;
  readonly requiredArguments: SupergraphFacts["requiredArguments"];
  readonly unplannable: SupergraphFacts["unplannable"];
}

/** What is brought into canonical form: must be valid. */
export interface AskedOperation {
  readonly definition: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /**
   * Values of the variables that decide with @skip and @include, so that nothing conditional is left: planner 2.14.4 loses
   * objects whose fields are all conditional, and mixes what it needs for places with different conditions.
   */
  readonly conditions?: Readonly<Record<string, unknown>>;
}

export function toCanonicalOperation(facts: CanonicalFacts, asked: AskedOperation): CanonicalOperation {
  return new Canoniser(facts, asked).run();
}

export function fragmentsOf({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])),
  );
}

class Canoniser {
  readonly #schema: GraphQLSchema;
  readonly #splitter: PlanSplitter;
  readonly #unplannable: readonly string[];
  readonly #definition: OperationDefinitionNode;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #keys: CanonicalKeys;
  readonly #lifter: LiteralLifter;
  readonly #keyOfField = new Map<FieldNode, string>();
  /** The client's name to ours. */
  readonly #variables = new Map<string, string>();
  readonly #conditions = new Set<string>();
  readonly #decided: AskedOperation["conditions"];
  /** The part of the operation that is being made; null for all of it. */
  #part: Part | null = null;

  constructor(
    { schema, keyPrefix, requiredArguments, unplannable }: CanonicalFacts,
    { definition, fragments, conditions }: AskedOperation,
  ) {
    this.#schema = schema;
    this.#splitter = new PlanSplitter(requiredArguments);
    this.#unplannable = unplannable;
    this.#definition = definition;
    this.#fragments = fragments;
    this.#decided = conditions;
    this.#keys = new CanonicalKeys(keyPrefix, definition, fragments);
    this.#lifter = new LiteralLifter((name) => this.#rename(name));
  }

  run(): CanonicalOperation {
    const definition = this.#definition;
    const rootType = this.#schema.getRootType(definition.operation);
    if (!rootType) throw new Error(`no root type for ${definition.operation}`);
    const select = () => this.#selections(definition.selectionSet, rootType).filter((node) => !isLocal(node));
    const whole = select();
    // What a mutation does must not be done twice.
    const count = definition.operation === OperationTypeNode.QUERY ? this.#splitter.parts.length : 1;
    const parts =
      count === 1
        ? [whole]
        : Array.from({ length: count }, (_, index) => this.#within({ index, isWhole: index === 0 }, select));
    return {
      definition,
      fragments: this.#fragments,
      texts: parts.filter((selections) => selections.length > 0).map((selections) => this.#print(selections)),
      unplannable: this.#splitter.unplannable(this.#unplannable),
      keys: this.#keyOfField,
      variables: new Map([...this.#variables].map(([client, ours]) => [ours, client])),
      literals: this.#lifter.values,
      conditions: [...this.#conditions],
    };
  }

  /** What `select` gives of one part. */
  #within<Result>(part: Part | null, select: () => Result): Result {
    const outer = this.#part;
    this.#part = part;
    const result = select();
    this.#part = outer;
    return result;
  }

  #print(selections: readonly SelectionNode[]): string {
    const definitions = (this.#definition.variableDefinitions ?? []).flatMap((node): VariableDefinitionNode[] => {
      const name = this.#variables.get(node.variable.name.value);
      return name === undefined ? [] : [{ ...node, variable: variable(name) }];
    });
    return print({
      kind: Kind.OPERATION_DEFINITION,
      operation: this.#definition.operation,
      variableDefinitions: [...definitions, ...this.#lifter.definitions],
      selectionSet: { kind: Kind.SELECTION_SET, selections },
    });
  }

  #rename(name: string): string {
    const known = this.#variables.get(name);
    if (known !== undefined) return known;
    const own = `v${this.#variables.size}`;
    this.#variables.set(name, own);
    return own;
  }

  /** Never empty below the root: that an object is there must be known even when all of its fields are skipped. */
  #selections(set: SelectionSetNode, parent: GraphQLCompositeType): readonly SelectionNode[] {
    return set.selections.flatMap((node) => {
      const directives = this.#directives(node.directives ?? []);
      if (directives === null) return [];
      if (node.kind === Kind.FIELD) return isIntrospection(node) ? [] : this.#field(node, parent, directives);
      if (node.kind === Kind.INLINE_FRAGMENT) return this.#fragment(node, parent, directives);
      const fragment = this.#fragments.get(node.name.value);
      return fragment === undefined ? [] : this.#fragment(fragment, parent, directives);
    });
  }

  #fragment(
    { typeCondition, selectionSet }: Pick<InlineFragmentNode, "typeCondition" | "selectionSet">,
    parent: GraphQLCompositeType,
    directives: readonly DirectiveNode[],
  ): readonly SelectionNode[] {
    const type = typeCondition === undefined ? parent : this.#schema.getType(typeCondition.name.value);
    if (!isCompositeType(type)) return [];
    const selections = this.#selections(selectionSet, type);
    if (selections.length === 0) return [];
    // Saves the planner a level: what is always of that type needs no condition.
    if (type === parent && directives.length === 0) return selections;
    const set: SelectionSetNode = { kind: Kind.SELECTION_SET, selections };
    return [
      {
        kind: Kind.INLINE_FRAGMENT,
        ...(typeCondition === undefined ? {} : { typeCondition }),
        directives,
        selectionSet: set,
      },
    ];
  }

  #field(node: FieldNode, parent: GraphQLCompositeType, directives: readonly DirectiveNode[]): readonly FieldNode[] {
    const name = node.name.value;
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    if (field === undefined) {
      // `__typename`; validation knows no others.
      this.#keyOfField.set(node, name);
      return [{ kind: Kind.FIELD, name: node.name, directives }];
    }
    const coordinate = `${parent.name}.${name}`;
    this.#splitter.note(coordinate);
    const fate = this.#part === null ? "stays" : this.#splitter.fateOf(coordinate, this.#part);
    if (fate === "goes") return [];
    const key = this.#keys.of(node, field, parent === this.#schema.getMutationType());
    this.#keyOfField.set(node, key);
    const selectionSet = this.#selectionSet(node, field, fate);
    if (fate === "holds" && selectionSet === undefined) return [];
    return [
      {
        kind: Kind.FIELD,
        name: node.name,
        ...(key === name ? {} : { alias: { kind: Kind.NAME, value: key } }),
        arguments: this.#arguments(node, field, key),
        directives,
        ...(selectionSet === undefined ? {} : { selectionSet }),
      },
    ];
  }

  /** Undefined for leaves, and where nothing is left of a field that is there for what it holds only. */
  #selectionSet(
    { selectionSet }: FieldNode,
    field: GraphQLField<unknown, unknown>,
    fate: "stays" | "holds",
  ): SelectionSetNode | undefined {
    const type = getNamedType(field.type);
    if (selectionSet === undefined || !isCompositeType(type)) return undefined;
    const part = this.#part !== null && fate === "stays" ? { ...this.#part, isWhole: true } : this.#part;
    const selections = this.#within(part, () => this.#selections(selectionSet, type));
    if (selections.length === 0 && fate === "holds") return undefined;
    return { kind: Kind.SELECTION_SET, selections: selections.length === 0 ? [TYPENAME] : selections };
  }

  #arguments(node: FieldNode, field: GraphQLField<unknown, unknown>, key: string): readonly ArgumentNode[] {
    return (node.arguments ?? []).map((argument) => {
      const type = field.args.find(({ name }) => name === argument.name.value)?.type;
      const value =
        type === undefined ? argument.value : this.#lifter.lift(argument.value, type, `${key}.${argument.name.value}`);
      return { kind: Kind.ARGUMENT, name: argument.name, value };
    });
  }

  /** Null for what is not selected; conditions that hold are gone. */
  #directives(directives: readonly DirectiveNode[]): readonly DirectiveNode[] | null {
    const kept: DirectiveNode[] = [];
    for (const node of directives) {
      const condition = conditionOf(node);
      const value = condition === undefined ? undefined : this.#valueOf(condition);
      if (value === undefined) kept.push(this.#renamed(node));
      else if (value === (node.name.value === "skip")) return null;
    }
    return kept;
  }

  /** Undefined for a variable that is still to decide. */
  #valueOf(condition: ValueNode): boolean | undefined {
    if (condition.kind === Kind.BOOLEAN) return condition.value;
    if (condition.kind !== Kind.VARIABLE) return undefined;
    if (this.#decided !== undefined) return this.#decided[condition.name.value] === true;
    this.#conditions.add(condition.name.value);
    return undefined;
  }

  #renamed(node: DirectiveNode): DirectiveNode {
    return visit(node, { Variable: ({ name }) => variable(this.#rename(name.value)) });
  }
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };

function variable(name: string) {
  return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } } as const;
}

function conditionOf({ name, arguments: given }: DirectiveNode): ValueNode | undefined {
  return name.value === "skip" || name.value === "include" ? given?.[0]?.value : undefined;
}

/** Answered by the gateway itself, wherever the query root stands. */
export function isIntrospection({ name }: FieldNode): boolean {
  return name.value === "__schema" || name.value === "__type";
}

/** The name of a root type is known; a fragment of such fields only would leave nothing to ask. */
function isLocal(node: SelectionNode): boolean {
  if (node.kind === Kind.FIELD) return node.name.value === "__typename";
  return node.kind === Kind.INLINE_FRAGMENT && node.selectionSet.selections.every(isLocal);
}
