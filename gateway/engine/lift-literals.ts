import {
  type GraphQLInputType,
  Kind,
  parseType,
  type ValueNode,
  type VariableDefinitionNode,
  valueFromASTUntyped,
  visit,
} from "graphql";

/** Puts variables in the place of literals, so that operations that differ in nothing else share a plan. */
export class LiteralLifter {
  readonly values: Record<string, unknown> = {};
  readonly definitions: VariableDefinitionNode[] = [];
  readonly #rename: (variable: string) => string;
  readonly #byPlace = new Map<string, string>();

  /** `rename` gives a variable of the client its new name. */
  constructor(rename: (variable: string) => string) {
    this.#rename = rename;
  }

  /** `place` is equal for arguments that are equal. A value with a variable inside stays where it is. */
  lift(value: ValueNode, type: GraphQLInputType, place: string): ValueNode {
    if (!isLiteral(value)) return this.#renamed(value);
    const name = this.#byPlace.get(place) ?? this.#add(value, type, place);
    return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } };
  }

  #add(value: ValueNode, type: GraphQLInputType, place: string): string {
    const name = `l${this.#byPlace.size}`;
    this.#byPlace.set(place, name);
    this.values[name] = valueFromASTUntyped(value);
    this.definitions.push({
      kind: Kind.VARIABLE_DEFINITION,
      variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } },
      type: parseType(String(type), { noLocation: true }),
    });
    return name;
  }

  #renamed(value: ValueNode): ValueNode {
    return visit(value, {
      Variable: ({ name }) => ({ kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: this.#rename(name.value) } }),
    });
  }
}

/** No variable in it, and no number that JavaScript would round. */
function isLiteral(value: ValueNode): boolean {
  switch (value.kind) {
    case Kind.VARIABLE:
      return false;
    case Kind.INT:
      return Number.isSafeInteger(Number(value.value));
    case Kind.LIST:
      return value.values.every(isLiteral);
    case Kind.OBJECT:
      return value.fields.every((field) => isLiteral(field.value));
    default:
      return true;
  }
}
