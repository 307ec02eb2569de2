import {
  type ArgumentNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
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
  type VariableDefinitionNode,
} from "graphql";
import type { SupergraphFacts } from "#gateway/plan/planner.ts";
import { CanonicalKeys } from "./canonical-keys.ts";
import { DecidedConditions } from "./decided-conditions.ts";
import { LiteralLifter } from "./lift-literals.ts";
import { type Part, type PlacedField, PlanSplitter } from "./plan-splitter.ts";
import { isIntrospection, isLocal, marked, nested, TYPENAME } from "./selection-nodes.ts";
import { parentAt, type Spot, TypeConditions } from "./type-conditions.ts";

/** An operation in the form that plans are made for and shared by: whoever differs in names, aliases or literals only gets the same text. */
export interface CanonicalOperation {
  readonly definition: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /**
   * None when nothing is to be asked of any subgraph (introspection and `__typename` at the root); several where one plan
   * cannot hold all: what they gather is put together.
   */
  readonly texts: readonly string[];
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
  readonly computedByInterface: SupergraphFacts["computedByInterface"];
  readonly interfaceObjects: SupergraphFacts["interfaceObjects"];
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
  readonly #splitter = new PlanSplitter();
  readonly #types: TypeConditions;
  readonly #definition: OperationDefinitionNode;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #keys: CanonicalKeys;
  readonly #lifter: LiteralLifter;
  readonly #keyOfField = new Map<FieldNode, string>();
  /** The client's name to ours. */
  readonly #variables = new Map<string, string>();
  readonly #conditions: DecidedConditions;
  /** The part of the operation that is being made; null for all of it. */
  #part: Part | null = null;
  /** Keys from the root to the place that is being made. */
  #path = "";

  constructor(facts: CanonicalFacts, { definition, fragments, conditions }: AskedOperation) {
    const { schema, keyPrefix, computedByInterface, interfaceObjects } = facts;
    this.#schema = schema;
    this.#types = new TypeConditions(schema, { interfaceObjects, computedByInterface });
    this.#definition = definition;
    this.#fragments = fragments;
    this.#conditions = new DecidedConditions(conditions, (name) => this.#rename(name));
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
    const isQuery = definition.operation === OperationTypeNode.QUERY;
    const count = isQuery ? this.#splitter.count : 1;
    const parts =
      count === 1
        ? [whole]
        : Array.from({ length: count }, (_, index) => this.#within({ index, isWhole: index === 0 }, select));
    return {
      definition,
      fragments: this.#fragments,
      texts: parts.filter((selections) => selections.length > 0).map((selections) => this.#print(selections)),
      keys: this.#keyOfField,
      variables: new Map([...this.#variables].map(([client, ours]) => [ours, client])),
      literals: this.#lifter.values,
      conditions: this.#conditions.undecided,
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

  #selections(set: SelectionSetNode, place: GraphQLCompositeType): readonly SelectionNode[] {
    const { fields, others } = this.#select(set, this.#types.spotAt(place));
    return [...fields, ...others];
  }

  #select({ selections }: SelectionSetNode, spot: Spot): Selected {
    const all = selections.map((node) => {
      const directives = this.#conditions.kept(node.directives ?? []);
      if (directives === null) return NOTHING;
      return node.kind === Kind.FIELD
        ? this.#selectField(node, spot, directives)
        : this.#spread(node, spot, directives);
    });
    return { fields: all.flatMap(({ fields }) => fields), others: all.flatMap(({ others }) => others) };
  }

  #selectField(node: FieldNode, spot: Spot, directives: readonly DirectiveNode[]): Selected {
    if (isIntrospection(node)) return NOTHING;
    const { computed, apart } = this.#types.toldByObject(spot, node.name.value);
    if (computed === undefined) return { fields: this.#field(node, parentAt(spot), { directives, apart }), others: [] };
    const field = this.#field(node, computed, { directives, apart });
    // Which of the types it is must be known all the same.
    const fields = field.length === 0 ? [] : [TYPENAME];
    return { fields, others: computed === spot.place ? field : nested([computed], field) };
  }

  #spread(node: InlineFragmentNode | FragmentSpreadNode, spot: Spot, directives: readonly DirectiveNode[]): Selected {
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : this.#fragments.get(node.name.value);
    if (fragment === undefined) return NOTHING;
    const inner = this.#fragment(fragment, spot);
    if (directives.length === 0) return inner;
    return { fields: [], others: marked(directives, [...nested(spot.conditions, inner.fields), ...inner.others]) };
  }

  #fragment(
    { typeCondition, selectionSet }: Pick<InlineFragmentNode, "typeCondition" | "selectionSet">,
    spot: Spot,
  ): Selected {
    const condition = typeCondition === undefined ? undefined : this.#schema.getType(typeCondition.name.value);
    const spots = isCompositeType(condition) ? this.#types.narrow(spot, condition) : [spot];
    const [first] = spots;
    if (first === spot) return this.#select(selectionSet, spot);
    const others = spots.flatMap((inner) => {
      const { fields, others: beside } = this.#select(selectionSet, inner);
      return [...nested(inner.conditions, fields), ...beside];
    });
    return { fields: [], others };
  }

  #field(node: FieldNode, parent: GraphQLCompositeType, { directives, apart }: Asking): readonly FieldNode[] {
    const name = node.name.value;
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    if (field === undefined) {
      // `__typename`; validation knows no others.
      this.#keyOfField.set(node, name);
      if (this.#part?.isWhole === false) return [];
      return [{ kind: Kind.FIELD, name: node.name, directives }];
    }
    const key = this.#keys.of(node, field, parent === this.#schema.getMutationType());
    this.#keyOfField.set(node, key);
    const placed = { path: this.#path, field: `${parent.name}.${name}`, key, apart };
    this.#splitter.note(placed);
    const fate = this.#part === null ? "stays" : this.#splitter.fateOf(placed, this.#part);
    if (fate === "goes") return [];
    this.#path = `${placed.path}.${key}`;
    const selectionSet = this.#selectionSet(node, field, fate);
    this.#path = placed.path;
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

  /**
   * Undefined for leaves, and where nothing is left of a field that is there for what it holds only. Never empty: that an object is
   * there must be known even when all of its fields are skipped.
   */
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
}

/** What is asked for at a spot, and what stands beside it at the same place. */
interface Selected {
  readonly fields: readonly SelectionNode[];
  readonly others: readonly SelectionNode[];
}

interface Asking {
  readonly directives: readonly DirectiveNode[];
  readonly apart: PlacedField["apart"];
}

const NOTHING: Selected = { fields: [], others: [] };

function variable(name: string) {
  return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } } as const;
}
