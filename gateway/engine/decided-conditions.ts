import { type DirectiveNode, Kind, type ValueNode, visit } from "graphql";

/** @skip and @include of one operation, with the values of their variables or before those are known. */
export class DecidedConditions {
  readonly #values: Readonly<Record<string, unknown>> | undefined;
  readonly #rename: (variable: string) => string;
  readonly #undecided = new Set<string>();

  /** `rename` gives a variable of the client its new name. */
  constructor(values: Readonly<Record<string, unknown>> | undefined, rename: (variable: string) => string) {
    this.#values = values;
    this.#rename = rename;
  }

  /** Variables that were met and are still to decide. */
  get undecided(): readonly string[] {
    return [...this.#undecided];
  }

  /** The directives that stay; null for what is not selected. */
  kept(directives: readonly DirectiveNode[]): readonly DirectiveNode[] | null {
    const kept: DirectiveNode[] = [];
    for (const node of directives) {
      const condition = conditionOf(node);
      const value = condition === undefined ? undefined : this.#valueOf(condition);
      if (value === undefined) kept.push(this.#renamed(node));
      else if (value === (node.name.value === "skip")) return null;
    }
    return kept;
  }

  #valueOf(condition: ValueNode): boolean | undefined {
    if (condition.kind === Kind.BOOLEAN) return condition.value;
    if (condition.kind !== Kind.VARIABLE) return undefined;
    if (this.#values !== undefined) return this.#values[condition.name.value] === true;
    this.#undecided.add(condition.name.value);
    return undefined;
  }

  #renamed(node: DirectiveNode): DirectiveNode {
    const renamed = (name: string) => ({ kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: this.#rename(name) } });
    return visit(node, { Variable: ({ name }) => renamed(name.value) });
  }
}

function conditionOf({ name, arguments: given }: DirectiveNode): ValueNode | undefined {
  return name.value === "skip" || name.value === "include" ? given?.[0]?.value : undefined;
}
