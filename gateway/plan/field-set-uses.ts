import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type SelectionSetNode,
  type TypeNode,
} from "graphql";
import { isJoin, textOf } from "./join-directives.ts";

export type FieldedType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** A field that has a @requires or @provides in a member. */
export interface FieldSetPlace {
  readonly type: string;
  readonly field: string;
  readonly graph: string;
}

/** The fields of a supergraph, read for what the members' @requires and @provides name. */
export class FieldSetUses {
  readonly #types: ReadonlyMap<string, FieldedType>;
  readonly #implementers = new Map<string, string[]>();
  readonly #unions = new Map<string, readonly string[]>();

  constructor({ definitions }: DocumentNode) {
    for (const node of definitions) {
      if (node.kind === Kind.UNION_TYPE_DEFINITION) {
        this.#unions.set(node.name.value, node.types?.map(({ name }) => name.value) ?? []);
      }
    }
    this.#types = new Map(definitions.flatMap((node) => (isFielded(node) ? [[node.name.value, node] as const] : [])));
    for (const [name, { interfaces = [] }] of this.#types) {
      for (const { name: of } of interfaces) {
        this.#implementers.set(of.value, [...(this.#implementers.get(of.value) ?? []), name]);
      }
    }
  }

  /** Fields with @requires. */
  requirements(): readonly (FieldSetPlace & { readonly uses: ReadonlySet<string> })[] {
    return [...this.#types].flatMap(([type, { fields = [] }]) =>
      fields.flatMap((field) =>
        joinsOf(field).flatMap((node) => {
          const [requires, graph] = [textOf(node, "requires"), textOf(node, "graph")];
          if (requires === undefined || graph === undefined) return [];
          return [{ type, field: field.name.value, graph, uses: this.usesOf(type, requires) }];
        }),
      ),
    );
  }

  /** "Type.field" for all that the member's field sets name, save those of one field. */
  usesIn(graph: string, except?: FieldSetPlace): ReadonlySet<string> {
    const used = new Set<string>();
    for (const [type, { fields = [] }] of this.#types) {
      for (const field of fields) {
        if (type === except?.type && field.name.value === except.field) continue;
        for (const use of this.#usesOfField(type, field, graph)) used.add(use);
      }
    }
    return used;
  }

  #usesOfField(type: string, field: FieldDefinitionNode, graph: string): readonly string[] {
    const joins = joinsOf(field).filter((node) => textOf(node, "graph") === graph);
    return joins.flatMap((node) => {
      const [requires, provides] = [textOf(node, "requires"), textOf(node, "provides")];
      return [
        ...(requires === undefined ? [] : this.usesOf(type, requires)),
        ...(provides === undefined ? [] : this.usesOf(namedType(field.type), provides)),
      ];
    });
  }

  /** Whether an interface that the type has in this member asks for the field there. */
  isOfInterface(type: string, field: string, graph: string): boolean {
    const { directives = [] } = this.#types.get(type) ?? {};
    const ofGraph = directives.filter((node) => textOf(node, "graph") === graph);
    return ofGraph.some((node) => this.#asksFor(textOf(node, "interface") ?? "", field, graph));
  }

  #asksFor(type: string, field: string, graph: string): boolean {
    const found = this.#types.get(type)?.fields?.find(({ name }) => name.value === field);
    if (found === undefined) return false;
    const graphs = joinsOf(found).map((node) => textOf(node, "graph"));
    return graphs.length === 0 || graphs.includes(graph);
  }

  /** Type of a field by its "Type.field", without lists; "" where there is none. */
  typeAt(coordinate: string): string {
    const [type = "", field = ""] = coordinate.split(".");
    const found = this.#types.get(type)?.fields?.find(({ name }) => name.value === field);
    return found === undefined ? "" : namedType(found.type);
  }

  /** What a value of the type can be, and the type itself. */
  objectsIn(type: string): readonly string[] {
    return [type, ...(this.#implementers.get(type) ?? []), ...(this.#unions.get(type) ?? [])];
  }

  /** "Type.field" for all that may be asked for below a value of the type, as far as `has` knows them. */
  below(type: string, has: (coordinate: string) => boolean, into = new Set<string>()): ReadonlySet<string> {
    for (const owner of this.objectsIn(type)) {
      for (const { name, type: inner } of this.#types.get(owner)?.fields ?? []) {
        const coordinate = `${owner}.${name.value}`;
        if (into.has(coordinate) || !has(coordinate)) continue;
        into.add(coordinate);
        this.below(namedType(inner), has, into);
      }
    }
    return into;
  }

  /** "Type.field" for all that a field set on the type names. */
  usesOf(type: string, fieldSet: string): ReadonlySet<string> {
    const [operation] = parse(`{${fieldSet}}`, { noLocation: true }).definitions;
    const uses = new Set<string>();
    if (operation?.kind === Kind.OPERATION_DEFINITION) this.#collect(type, operation.selectionSet, uses);
    return uses;
  }

  /** What is asked of an interface is asked of its types. */
  #collect(type: string, { selections }: SelectionSetNode, into: Set<string>): void {
    for (const node of selections) {
      if (node.kind === Kind.FRAGMENT_SPREAD) continue;
      if (node.kind === Kind.INLINE_FRAGMENT) {
        this.#collect(node.typeCondition?.name.value ?? type, node.selectionSet, into);
        continue;
      }
      for (const owner of [type, ...(this.#implementers.get(type) ?? [])]) into.add(`${owner}.${node.name.value}`);
      const field = this.#types.get(type)?.fields?.find(({ name }) => name.value === node.name.value);
      if (node.selectionSet !== undefined && field !== undefined) {
        this.#collect(namedType(field.type), node.selectionSet, into);
      }
    }
  }
}

export function isFielded(node: DocumentNode["definitions"][number]): node is FieldedType {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

function joinsOf({ directives = [] }: FieldDefinitionNode): readonly ConstDirectiveNode[] {
  return directives.filter(isJoin);
}

export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
