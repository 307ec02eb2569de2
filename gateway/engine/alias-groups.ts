import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionSetNode,
} from "graphql";

/** All that an operation asks below one field, by the key in the answer. */
type Asked = Map<string, FieldNode[]>;

/**
 * Which aliases of a field are fetched as one. A null that may not stand takes its object with it, so two that ask for
 * different things below must be apart: else one loses what only the other's field has broken.
 */
export class AliasGroups {
  readonly #byField = new Map<string, Asked>();
  readonly #signatureOf: (node: FieldNode) => string;
  readonly #numbers = new Map<string, Map<string, number>>();

  constructor(
    { selectionSet }: OperationDefinitionNode,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    signatureOf: (node: FieldNode) => string,
  ) {
    this.#signatureOf = signatureOf;
    this.#note(selectionSet);
    for (const fragment of fragments.values()) this.#note(fragment.selectionSet);
  }

  /** 0 for those of the first group. */
  numberOf(node: FieldNode): number {
    if (node.selectionSet === undefined) return 0;
    const signature = this.#signatureOf(node);
    const asked = this.#byField.get(signature);
    if (asked === undefined || asked.size < 2) return 0;
    const numbers = this.#numbers.get(signature) ?? numbered(asked);
    this.#numbers.set(signature, numbers);
    return numbers.get(responseKeyOf(node)) ?? 0;
  }

  #note({ selections }: SelectionSetNode): void {
    for (const node of selections) {
      if (node.kind === Kind.FRAGMENT_SPREAD || node.selectionSet === undefined) continue;
      if (node.kind === Kind.FIELD) this.#add(node);
      this.#note(node.selectionSet);
    }
  }

  #add(node: FieldNode): void {
    const signature = this.#signatureOf(node);
    const asked: Asked = this.#byField.get(signature) ?? new Map();
    this.#byField.set(signature, asked);
    const key = responseKeyOf(node);
    const nodes = asked.get(key);
    if (nodes === undefined) asked.set(key, [node]);
    else nodes.push(node);
  }
}

/** One that asks for different things at different places is like no other. */
function numbered(asked: Asked): Map<string, number> {
  const groups = new Map<string, number>();
  const numbers = new Map<string, number>();
  for (const [key, nodes] of asked) {
    const texts = new Set(nodes.map(({ selectionSet }) => (selectionSet === undefined ? "" : print(selectionSet))));
    const group = texts.size === 1 ? [...texts].join() : `as ${key}`;
    const number = groups.get(group) ?? groups.size;
    groups.set(group, number);
    numbers.set(key, number);
  }
  return numbers;
}

function responseKeyOf({ alias, name }: FieldNode): string {
  return alias?.value ?? name.value;
}
