import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type OperationDefinitionNode,
  print,
} from "graphql";
import { AliasGroups } from "./alias-groups.ts";

/**
 * Under which key a field's value stands among what a plan gathers. Aliases that ask for the same do not count: one value is
 * fetched once. A field that can take arguments gets a key of its own for each set of them, so that it never meets what a
 * plan fetches under the field's plain name for @requires (stock @apollo/gateway mixes the two).
 */
export class CanonicalKeys {
  readonly #prefix: string;
  readonly #groups: AliasGroups;
  readonly #known = new Map<string, string>();

  /** No field of the graph may begin with `prefix`. */
  constructor(
    prefix: string,
    definition: OperationDefinitionNode,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ) {
    this.#prefix = prefix;
    this.#groups = new AliasGroups(definition, fragments, writtenOf);
  }

  /** `isOnce`: what the field does is done for each of its aliases. */
  of(node: FieldNode, { args }: GraphQLField<unknown, unknown>, isOnce = false): string {
    const { name, arguments: given = [] } = node;
    if (isOnce) return this.#keyOf(name.value, `${name.value} ${node.alias?.value ?? name.value}`);
    const group = this.#groups.numberOf(node);
    if (args.length === 0) return group === 0 ? name.value : this.#keyOf(name.value, `${name.value} ${group}`);
    const told = given.map((argument) => {
      const type = args.find((candidate) => candidate.name === argument.name.value)?.type;
      return `${print(argument)}:${String(type)}`;
    });
    return this.#keyOf(name.value, `${name.value}(${told.sort().join()})${group}`);
  }

  #keyOf(name: string, signature: string): string {
    const key = this.#known.get(signature) ?? `${this.#prefix}${this.#known.size}_${name}`;
    this.#known.set(signature, key);
    return key;
  }
}

/** The field and its arguments in any order. */
function writtenOf({ name, arguments: given = [] }: FieldNode): string {
  return `${name.value}(${given.map(print).sort().join()})`;
}

/** A prefix that begins no name of the graph. */
export function freePrefix(names: Iterable<string>): string {
  const taken = [...names];
  let prefix = "f";
  while (taken.some((name) => name.startsWith(prefix) && /^\d+_/.test(name.slice(prefix.length)))) prefix += "_";
  return prefix;
}
