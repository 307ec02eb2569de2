import { type FieldNode, type GraphQLField, print } from "graphql";

/**
 * Under which key a field's value stands among what a plan gathers. Aliases do not count: one value is fetched once. A field
 * that can take arguments gets a key of its own for each set of them, so that it never meets what a plan fetches under the
 * field's plain name for @requires (stock @apollo/gateway mixes the two).
 */
export class CanonicalKeys {
  readonly #prefix: string;
  readonly #known = new Map<string, string>();

  /** No field of the graph may begin with `prefix`. */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** `isOnce`: what the field does is done for each of its aliases. */
  of(node: FieldNode, { args }: GraphQLField<unknown, unknown>, isOnce = false): string {
    const { name, arguments: given = [] } = node;
    if (isOnce) return this.#keyOf(name.value, `${name.value} ${node.alias?.value ?? name.value}`);
    if (args.length === 0) return name.value;
    const told = given.map((argument) => {
      const type = args.find((candidate) => candidate.name === argument.name.value)?.type;
      return `${print(argument)}:${String(type)}`;
    });
    return this.#keyOf(name.value, `${name.value}(${told.sort().join()})`);
  }

  #keyOf(name: string, signature: string): string {
    const key = this.#known.get(signature) ?? `${this.#prefix}${this.#known.size}_${name}`;
    this.#known.set(signature, key);
    return key;
  }
}

/** A prefix that begins no name of the graph. */
export function freePrefix(names: Iterable<string>): string {
  const taken = [...names];
  let prefix = "f";
  while (taken.some((name) => name.startsWith(prefix) && /^\d+_/.test(name.slice(prefix.length)))) prefix += "_";
  return prefix;
}
