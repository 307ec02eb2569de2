import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  Kind,
} from "graphql";
import { type FieldedType, type FieldSetPlace, FieldSetUses, isFielded, namedType } from "./field-set-uses.ts";
import { graphOf, isJoin, isTrue, joinField, joinType, textOf, withArgument } from "./join-directives.ts";
import type { QueryPlan } from "./planner.ts";
import type { RequiredNames } from "./required-names.ts";

/** Between a member's name and its shadow's number in the plans. */
const MARK = "#";

/**
 * The planner believes that a member can compute a field at once when it wants it for another's @requires, though the field
 * has a @requires itself (seen with @apollo/query-planner 2.14.4: `a @requires(b)`, `b @requires(c)`). Such a field is given
 * to a shadow of its member, in which there is nothing but the entity by its keys, the field, and what it needs: no plan
 * is there already, so what the field needs is fetched first.
 */
export function withShadows(document: DocumentNode, which: "chained" | "all", names: RequiredNames): DocumentNode {
  const requirements = new FieldSetUses(document).requirements();
  const wanted = new Set(requirements.flatMap(({ uses }) => [...uses]));
  const moved = requirements.filter(
    (one, index) =>
      which === "all" ||
      wanted.has(`${one.type}.${one.field}`) ||
      requirements.slice(0, index).some((other) => isAtOdds(one, other, names)),
  );
  return moved.reduce((whole, place, index) => new Shadow(whole, place, index).document(), document);
}

/** Whether one representation would have to hold a field with two values. */
function isAtOdds(one: ShadowPlace, other: ShadowPlace, names: RequiredNames): boolean {
  if (one.type !== other.type || one.graph !== other.graph) return false;
  const isOther = (a: string, b: string) => a !== b && baseOf(a, names) === baseOf(b, names);
  return [...one.uses].some((own) => [...other.uses].some((also) => isOther(own, also)));
}

function baseOf(coordinate: string, names: RequiredNames): string {
  const [type, field = ""] = coordinate.split(".");
  return `${type}.${names.get(field)?.name ?? field}`;
}

/** Shadows are asked where their members are. */
export function withoutShadows(plan: QueryPlan): QueryPlan {
  const told = (key: string, value: unknown) =>
    key === "serviceName" && typeof value === "string" ? value.replace(/#.*$/s, "") : value;
  return JSON.parse(JSON.stringify(plan), told) as QueryPlan;
}

type ShadowPlace = FieldSetPlace & { readonly uses: ReadonlySet<string> };
type Directives = readonly ConstDirectiveNode[] | undefined;

class Shadow {
  readonly #document: DocumentNode;
  readonly #place: ShadowPlace;
  readonly #index: number;
  readonly #name: string;
  readonly #uses: FieldSetUses;
  /** What the member's other fields need it to name. */
  readonly #used: ReadonlySet<string>;
  readonly #types: ReadonlyMap<string, FieldedType>;
  /** "Type.field" of what is in the shadow; of what stands below the moved field; of keys. */
  readonly #fields: ReadonlySet<string>;
  readonly #below: ReadonlySet<string>;
  readonly #keyFields: ReadonlySet<string>;

  constructor(document: DocumentNode, place: ShadowPlace, index: number) {
    this.#document = document;
    this.#place = place;
    this.#index = index;
    this.#name = `${place.graph}_SHADOW_${index}`;
    this.#uses = new FieldSetUses(document);
    this.#used = this.#uses.usesIn(place.graph, place);
    this.#types = new Map(document.definitions.flatMap((node) => (isFielded(node) ? [[node.name.value, node]] : [])));
    this.#below = this.#belowField();
    this.#fields = this.#closure();
    this.#keyFields = this.#fieldsOfKeys();
  }

  document(): DocumentNode {
    return { ...this.#document, definitions: this.#document.definitions.map((node) => this.#definition(node)) };
  }

  #belowField(): ReadonlySet<string> {
    const { type, field } = this.#place;
    const definition = this.#types.get(type)?.fields?.find(({ name }) => name.value === field);
    if (definition === undefined) return new Set();
    return this.#uses.below(namedType(definition.type), (coordinate) => this.#has(coordinate));
  }

  #fieldsOfKeys(): ReadonlySet<string> {
    const types = new Set([...this.#fields].map(typeOf));
    return new Set(
      [...types].flatMap((type) => this.#keysOf(type).flatMap((key) => [...this.#uses.usesOf(type, key)])),
    );
  }

  /** The field, what it needs, what stands below it, and of all types among these their keys, or something. */
  #closure(): ReadonlySet<string> {
    const { type, field, uses } = this.#place;
    const needed = [...uses].filter((coordinate) => this.#has(coordinate));
    const fields = new Set([`${type}.${field}`, ...needed, ...this.#below]);
    const types = new Set<string>();
    // What is added is met later in the same loop.
    for (const coordinate of fields) for (const more of this.#with(coordinate, fields, types)) fields.add(more);
    return fields;
  }

  /** What must be there beside a field: the same of its type's kin, and the least of every type that is new. */
  #with(coordinate: string, fields: ReadonlySet<string>, types: Set<string>): readonly string[] {
    const [owner = "", member = ""] = coordinate.split(".");
    const asked = (name: string) => name === owner || this.#uses.isOfInterface(name, member, this.#place.graph);
    const kin = this.#uses.objectsIn(owner).flatMap((name) => (asked(name) ? [`${name}.${member}`] : []));
    const names = [typeOf(coordinate), ...this.#uses.objectsIn(this.#uses.typeAt(coordinate))];
    const unseen = names.filter((name) => !types.has(name));
    for (const name of unseen) types.add(name);
    return [...kin.filter((other) => this.#has(other)), ...unseen.flatMap((name) => this.#least(name, fields))];
  }

  /** Keys, and of an interface what its types must have; leaves where there would be nothing else, and any field where there are none. */
  #least(type: string, fields: ReadonlySet<string>): readonly string[] {
    const keys = this.#keysOf(type).flatMap((key) => [...this.#uses.usesOf(type, key)]);
    const own = (this.#types.get(type)?.fields ?? []).map(({ name }) => `${type}.${name.value}`);
    const isThere = keys.length > 0 || own.some((coordinate) => fields.has(coordinate));
    const told = own.filter((coordinate) => this.#has(coordinate));
    const leaves = told.filter((coordinate) => !this.#types.has(this.#uses.typeAt(coordinate)));
    const least = leaves.length > 0 ? leaves : told.slice(0, 1);
    return [...keys.filter((coordinate) => this.#has(coordinate)), ...(isThere ? [] : least)];
  }

  #keysOf(type: string): readonly string[] {
    const joins = (this.#types.get(type)?.directives ?? []).filter((node) => graphOf(node) === this.#place.graph);
    return joins.flatMap((node) => (this.#leadsOn(type, node) ? [] : (textOf(node, "key") ?? [])));
  }

  /** By a key that holds objects the shadow could be entered at the field, past what that needs: others do. */
  #leadsOn(type: string, directive: ConstDirectiveNode): boolean {
    if (!isNested(directive)) return false;
    const joins = (this.#types.get(type)?.directives ?? []).filter((node) => graphOf(node) === this.#place.graph);
    return type !== this.#place.type || joins.some((node) => textOf(node, "key") !== undefined && !isNested(node));
  }

  /** Whether the member has the field: one that names no member is in all that have its type. */
  #has(coordinate: string): boolean {
    const type = this.#types.get(typeOf(coordinate));
    const field = type?.fields?.find(({ name }) => `${type.name.value}.${name.value}` === coordinate);
    const graphs = (field?.directives ?? []).filter(isJoin).map(graphOf);
    const ofType = (type?.directives ?? []).map(graphOf);
    return (graphs.length > 0 ? graphs : ofType).includes(this.#place.graph);
  }

  #definition(node: DefinitionNode): DefinitionNode {
    if (isFielded(node)) return this.#type(node);
    switch (node.kind) {
      case Kind.ENUM_TYPE_DEFINITION:
        if (node.name.value === "join__Graph") return this.#graphs(node);
        return { ...this.#copied(node), values: node.values?.map((value) => this.#copied(value)) ?? [] };
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        return { ...this.#copied(node), fields: node.fields?.map((field) => this.#copied(field)) ?? [] };
      case Kind.UNION_TYPE_DEFINITION:
        return node.types?.some(({ name }) => this.#hasType(name.value)) ? this.#copied(node, this.#isOfShadow) : node;
      case Kind.SCALAR_TYPE_DEFINITION:
        return this.#copied(node);
      default:
        return node;
    }
  }

  #type(node: FieldedType): FieldedType {
    const type = node.name.value;
    if (!this.#hasType(type)) return node;
    const graphs = (node.directives ?? []).filter(({ name }) => name.value === "join__type");
    const fields = node.fields?.map((field) => this.#field(type, field, graphs)) ?? [];
    const copied = this.#copied(node, (directive) => this.#isOfShadow(directive) && !this.#leadsOn(type, directive));
    const isThere = copied.directives?.some((directive) => graphOf(directive) === this.#name);
    const directives = isThere ? copied.directives : [...(copied.directives ?? []), joinType(this.#name)];
    return { ...copied, ...(directives === undefined ? {} : { directives }), fields };
  }

  #hasType(type: string): boolean {
    return [...this.#fields].some((coordinate) => typeOf(coordinate) === type);
  }

  /** Of what a type implements or a union holds, that which is in the shadow. */
  readonly #isOfShadow = (node: ConstDirectiveNode): boolean => {
    const name = textOf(node, "interface") ?? textOf(node, "member");
    return name === undefined || this.#hasType(name);
  };

  #field(type: string, node: FieldDefinitionNode, graphs: readonly ConstDirectiveNode[]): FieldDefinitionNode {
    const { graph, ...place } = this.#place;
    const coordinate = `${type}.${node.name.value}`;
    const isIn = this.#fields.has(coordinate);
    const named = (node.directives ?? []).some(isJoin)
      ? []
      : [...new Set(graphs.map(graphOf))].map((name) => joinField(name));
    const directives = [...(node.directives ?? []), ...named].flatMap((directive) => {
      if (graphOf(directive) !== graph || !isIn) return [directive];
      const copy = this.#isForeign(type, node.name.value)
        ? joinField(this.#name, ["external"])
        : this.#inShadow(directive);
      if (type === place.type && node.name.value === place.field) return [copy];
      return this.#isIdle(type, node.name.value, directive) ? [copy] : [directive, copy];
    });
    return { ...node, directives };
  }

  /** What the moved field needs only: else the shadow would be entered there, by ways that lead past it. */
  #isForeign(type: string, field: string): boolean {
    const { uses } = this.#place;
    const coordinate = `${type}.${field}`;
    if (!uses.has(coordinate) || this.#below.has(coordinate) || this.#keyFields.has(coordinate)) return false;
    const node = this.#types.get(type);
    // What is needed of an interface is not needed of this type alone.
    return (
      node?.kind === Kind.OBJECT_TYPE_DEFINITION && !interfacesOf(node).some((name) => uses.has(`${name}.${field}`))
    );
  }

  /** What the member has from others and named for the moved field only; the planner takes nothing idle. */
  #isIdle(type: string, field: string, directive: ConstDirectiveNode): boolean {
    if (!isTrue(directive, "external") && !isTrue(directive, "usedOverridden")) return false;
    return !this.#used.has(`${type}.${field}`) && !this.#uses.isOfInterface(type, field, this.#place.graph);
  }

  #copied<Node extends { readonly directives?: Directives }>(
    node: Node,
    isCopied: (directive: ConstDirectiveNode) => boolean = () => true,
  ): Node {
    const directives = (node.directives ?? []).flatMap((directive) =>
      graphOf(directive) === this.#place.graph && isCopied(directive)
        ? [directive, this.#inShadow(directive)]
        : [directive],
    );
    return { ...node, directives };
  }

  #inShadow(node: ConstDirectiveNode): ConstDirectiveNode {
    return withArgument(node, "graph", () => ({ kind: Kind.ENUM, value: this.#name }));
  }

  #graphs(node: EnumTypeDefinitionNode): EnumTypeDefinitionNode {
    const values = (node.values ?? []).flatMap((value) => {
      if (value.name.value !== this.#place.graph) return [value];
      const directives = (value.directives ?? []).map((directive) =>
        withArgument(directive, "name", (name) =>
          name.kind === Kind.STRING ? { ...name, value: `${name.value}${MARK}${this.#index}` } : name,
        ),
      );
      return [value, { ...value, name: { ...value.name, value: this.#name }, directives }];
    });
    return { ...node, values };
  }
}

const isNested = (node: ConstDirectiveNode) => textOf(node, "key")?.includes("{") === true;
const interfacesOf = ({ interfaces = [] }: FieldedType) => interfaces.map(({ name }) => name.value);
const typeOf = (coordinate: string) => coordinate.slice(0, coordinate.indexOf("."));
