import type { DocumentNode } from "graphql";
import { fieldsOf, interfacesOf, keysOf, type TypeParts, typesOf } from "./type-nodes.ts";

/** A member of the graph with the schema that it gave, without what all share. */
export interface OwnSchema {
  readonly node: string;
  readonly own: DocumentNode;
  /** The hub's own member: its references to others' types own nothing. */
  readonly seesOthers: boolean;
}

interface Held extends TypeParts {
  readonly node: string;
  readonly seesOthers: boolean;
}

/** Whose the types and fields of a graph are. */
export class TypeOwners {
  readonly #types = new Map<string, Held[]>();

  constructor(members: readonly OwnSchema[]) {
    for (const member of members) this.add(member);
  }

  add({ node, own, seesOthers }: OwnSchema): void {
    for (const [name, type] of typesOf(own)) {
      const held = this.#types.get(name) ?? [];
      held.push({ ...type, node, seesOthers });
      this.#types.set(name, held);
    }
  }

  /** The node whose type it is; undefined where nobody has it, or all only refer to it. */
  ownerOf(typeName: string): string | undefined {
    const owning = this.#held(typeName).filter(isOwning);
    return (owning.find(({ seesOthers }) => !seesOthers) ?? owning[0])?.node;
  }

  /** The node that gives that field. */
  ownerOfField(typeName: string, fieldName: string): string | undefined {
    const owner = this.ownerOf(typeName);
    const giving = this.#held(typeName).filter((type) => fieldsOf(type).some(({ name }) => name.value === fieldName));
    return (giving.find(({ node }) => node === owner) ?? giving[0])?.node;
  }

  kindOf(typeName: string): string | undefined {
    return this.#held(typeName)[0]?.kind;
  }

  /** By which its owner can be asked for it. */
  keysOf(typeName: string): ReadonlySet<string> {
    return new Set(
      this.#held(typeName).flatMap((type) =>
        keysOf(type)
          .filter(({ isResolvable }) => isResolvable)
          .map(({ fields }) => fields),
      ),
    );
  }

  interfacesOf(typeName: string): ReadonlySet<string> {
    return new Set(this.#held(typeName).flatMap(interfacesOf));
  }

  #held(typeName: string): readonly Held[] {
    return this.#types.get(typeName) ?? [];
  }
}

/** Whoever can be asked for it by a key, and whoever has it without any; the hub only adds to what it knows a key of that it cannot resolve. */
function isOwning(type: Held): boolean {
  const resolvable = keysOf(type).map(({ isResolvable }) => isResolvable);
  if (resolvable.length === 0) return true;
  return type.seesOthers ? resolvable.every(Boolean) : resolvable.some(Boolean);
}
