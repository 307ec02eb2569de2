import {
  type ArgumentNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  Kind,
  parse,
  print,
  type SelectionSetNode,
  stripIgnoredCharacters,
  visit,
} from "graphql";
import { type FieldedType, FieldSetUses, isFielded } from "./field-set-uses.ts";
import { graphOf, isTrue, textOf, withArgument } from "./join-directives.ts";
import type { QueryPlan } from "./planner.ts";

/** A field as a @requires asks for it. */
interface Asked {
  readonly name: string;
  readonly arguments: readonly ArgumentNode[];
}

/** By a name that no other field has. */
export type RequiredNames = ReadonlyMap<string, Asked>;

/**
 * Names for what the @requires of a supergraph ask for in several ways. A representation holds a field once, and the
 * planner (@apollo/query-planner 2.14.4) gives whoever asks with different arguments the one value: under names of their own
 * these are different fields for it.
 */
export function requiredNames({ definitions }: DocumentNode): RequiredNames {
  const fields = definitions.filter(isFielded).flatMap(({ fields: own = [] }) => own);
  const taken = new Set(fields.map(({ name }) => name.value));
  const byText = new Map<string, Map<string, FieldNode>>();
  const note = (node: FieldNode) => {
    const texts = byText.get(node.name.value) ?? new Map<string, FieldNode>();
    byText.set(node.name.value, texts.set(argumentsOf(node), node));
  };
  for (const { directives = [] } of fields) {
    for (const directive of directives) {
      const requires = textOf(directive, "requires");
      if (requires !== undefined) visit(fieldSet(requires), { Field: note });
    }
  }
  const several = [...byText.values()].filter(({ size }) => size > 1);
  const apart = several.flatMap((texts) => [...texts].flatMap(([text, node]) => (text === "" ? [] : [node])));
  return new Map(
    apart.map((node, index) => {
      let name = `${node.name.value}_required${index}`;
      while (taken.has(name)) name += "_";
      return [name, { name: node.name.value, arguments: node.arguments ?? [] }];
    }),
  );
}

/** The supergraph in which these names are fields, wherever the fields that they stand for are of use by them. */
export function withRequiredNames(document: DocumentNode, names: RequiredNames): DocumentNode {
  return names.size === 0 ? document : new Naming(document, names).document();
}

/** Members know the fields as such. */
export function withoutRequiredNames(plan: QueryPlan, names: RequiredNames): QueryPlan {
  if (names.size === 0) return plan;
  const told = (key: string, value: unknown) => {
    if (key === "operation" && typeof value === "string") return operationWithout(value, names);
    return isSelectedField(value) ? selectedWithout(value, names) : value;
  };
  return JSON.parse(JSON.stringify(plan), told) as QueryPlan;
}

interface SelectedField {
  readonly kind: "Field";
  readonly name: string;
  readonly alias?: string;
}

function isSelectedField(value: unknown): value is SelectedField {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "Field" && "name" in value;
}

function selectedWithout(field: SelectedField, names: RequiredNames): SelectedField {
  const asked = names.get(field.name);
  return asked === undefined ? field : { ...field, alias: field.alias ?? field.name, name: asked.name };
}

function operationWithout(operation: string, names: RequiredNames): string {
  const document = parse(operation, { noLocation: true });
  const field = (node: FieldNode): FieldNode => {
    const asked = names.get(node.name.value);
    if (asked === undefined) return node;
    return {
      ...node,
      alias: node.alias ?? node.name,
      name: { ...node.name, value: asked.name },
      arguments: asked.arguments,
    };
  };
  return stripIgnoredCharacters(print(visit(document, { Field: field })));
}

class Naming {
  readonly #names: RequiredNames;
  /** Before, and when the field sets have the names. */
  readonly #before: FieldSetUses;
  readonly #named: DocumentNode;
  /** "Type.field" of what a member's field sets name, by the member. */
  readonly #used = new Map<string, ReadonlySet<string>>();

  constructor(document: DocumentNode, names: RequiredNames) {
    this.#names = names;
    this.#before = new FieldSetUses(document);
    const added = this.#mapTypes(document, (_type, field) => [field, ...this.#namesOf(field)]);
    this.#named = this.#mapTypes(added, (_type, field) => [this.#withNamedSets(field)]);
  }

  document(): DocumentNode {
    const uses = new FieldSetUses(this.#named);
    return this.#mapTypes(this.#named, ({ name }, field) => {
      const base = this.#names.get(field.name.value)?.name ?? field.name.value;
      if (!this.#isNamed(base)) return [field];
      const { directives = [] } = field;
      const kept = directives.filter(
        (directive) =>
          !isForeign(directive) || this.#isOfUse(uses, `${name.value}.${field.name.value}`, base, directive),
      );
      return [{ ...field, directives: kept }];
    });
  }

  #mapTypes(
    document: DocumentNode,
    change: (type: FieldedType, field: FieldDefinitionNode) => readonly FieldDefinitionNode[],
  ): DocumentNode {
    const definitions = document.definitions.map((node) =>
      isFielded(node) ? { ...node, fields: node.fields?.flatMap((field) => change(node, field)) ?? [] } : node,
    );
    return { ...document, definitions };
  }

  #isNamed(name: string): boolean {
    return this.#names.values().some((asked) => asked.name === name);
  }

  #namesOf(field: FieldDefinitionNode): readonly FieldDefinitionNode[] {
    if ((field.arguments ?? []).length === 0) return [];
    return [...this.#names].flatMap(([name, asked]) =>
      asked.name === field.name.value ? [{ ...field, name: { ...field.name, value: name }, arguments: [] }] : [],
    );
  }

  #withNamedSets(field: FieldDefinitionNode): FieldDefinitionNode {
    const directives = field.directives?.map((directive) =>
      withArgument(directive, "requires", (value) =>
        value.kind === Kind.STRING ? { ...value, value: this.#withNames(value.value) } : value,
      ),
    );
    return directives === undefined ? field : { ...field, directives };
  }

  #withNames(text: string): string {
    const field = (node: FieldNode): FieldNode => {
      const found = [...this.#names].find(
        ([, asked]) => asked.name === node.name.value && argumentsOf(asked) === argumentsOf(node),
      );
      return found === undefined ? node : { ...node, name: { ...node.name, value: found[0] }, arguments: [] };
    };
    return stripIgnoredCharacters(print(visit(fieldSet(text), { Field: field }))).slice(1, -1);
  }

  /** The planner takes nothing idle from others. */
  #isOfUse(uses: FieldSetUses, coordinate: string, base: string, directive: ConstDirectiveNode): boolean {
    const graph = graphOf(directive) ?? "";
    const used = this.#used.get(graph) ?? uses.usesIn(graph);
    this.#used.set(graph, used);
    const [type = ""] = coordinate.split(".");
    return used.has(coordinate) || this.#before.isOfInterface(type, base, graph);
  }
}

/** What the member has from others. */
function isForeign(directive: ConstDirectiveNode): boolean {
  return isTrue(directive, "external") || isTrue(directive, "usedOverridden");
}

/** In any order. */
function argumentsOf({ arguments: given = [] }: Pick<FieldNode, "arguments">): string {
  return given.map(print).sort().join();
}

function fieldSet(text: string): SelectionSetNode {
  const [operation] = parse(`{${text}}`, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`no field set: ${text}`);
  return operation.selectionSet;
}
