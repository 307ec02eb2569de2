/** A graph before it is cut into members: who resolves what, and by which of Federation's means. */
export interface Graph {
  readonly members: readonly string[];
  readonly enums: readonly EnumModel[];
  readonly inputs: readonly InputModel[];
  readonly objects: ObjectModel[];
  readonly interfaces: InterfaceModel[];
  readonly unions: UnionModel[];
}

export interface EnumModel {
  readonly name: string;
  readonly values: readonly string[];
}

/** `fields` as they stand in SDL. */
interface InputModel {
  readonly name: string;
  readonly fields: readonly string[];
}

type ObjectKind =
  | "entity"
  /** Without a key: whole wherever it is, unless its fields are `split`. */
  | "value"
  /** Part of a key. */
  | "key"
  /** What a member that knows only an entity interface adds to all of its types. */
  | "interface-object"
  | "root";

export interface ObjectModel {
  readonly name: string;
  readonly kind: ObjectKind;
  /** Entities of a family have one space of numbers; a number's remainder tells which of the family's types it is. */
  readonly family: string;
  readonly keys: readonly Key[];
  readonly fields: Field[];
  readonly places: Place[];
}

export interface Key {
  /** As in @key(fields:). */
  readonly text: string;
  /** Its fields at the top. */
  readonly names: readonly string[];
}

/** A member in which the type is defined. */
export interface Place {
  readonly member: string;
  readonly keys: PlacedKey[];
  /** The member may know nothing of an entity that others know, and what it alone tells is null then. */
  canLose: boolean;
}

export interface PlacedKey {
  readonly key: Key;
  readonly isResolvable: boolean;
}

export interface Field {
  readonly name: string;
  /** As in SDL. */
  readonly type: string;
  /** As in SDL. */
  readonly args: readonly string[];
  /** Members that resolve it; of key fields: all that have one of its keys. */
  readonly owners: string[];
  /** Members that name it for @requires or @provides. */
  readonly externals: string[];
  readonly requires: string | null;
  /** Field sets by member. */
  readonly provides: Map<string, string>;
  /** The member that it was taken from with @override. */
  overriddenFrom: string | null;
  isHidden: boolean;
  /** Errors here would be seen or not, as the plan has it: there are none. */
  isSafe: boolean;
  /** Nor is it null where it may not be, which would take more with it or less, as the plan has it. */
  isWhole: boolean;
  isProvided: boolean;
  /** How a key's field tells the entity's number. */
  readonly part: KeyPart | null;
  /** A member that promises less than the others: null, though it never comes. */
  looserIn: string | null;
}

type KeyPart =
  | "id"
  | "text"
  | "number"
  | "row"
  | "column"
  /** An object that holds a part. */
  | "nested"
  /** Told by another field of the key. */
  | "derived";

/** One of entities has a key, and members that know it as an object (its `interface-object` of the same name). */
export interface InterfaceModel {
  readonly name: string;
  readonly types: readonly string[];
  readonly fields: readonly { readonly name: string; readonly type: string; readonly args: readonly string[] }[];
  readonly key: Key | null;
  readonly places: AbstractPlace[];
}

export interface UnionModel {
  readonly name: string;
  readonly types: readonly string[];
  readonly places: AbstractPlace[];
}

export interface AbstractPlace {
  readonly member: string;
  readonly types: readonly string[];
}

export const SCALARS = ["Int", "Float", "String", "Boolean", "ID", "Blob"] as const;

export function nameIn(type: string): string {
  return type.replaceAll(/[[\]!]/g, "");
}

export function objectOf(graph: Graph, name: string): ObjectModel | undefined {
  return graph.objects.find((object) => object.name === name);
}

export function placeOf({ places }: ObjectModel, member: string): Place | undefined {
  return places.find((place) => place.member === member);
}

/** Also what an interface's object in another member adds. */
export function fieldOf(
  graph: Graph,
  typeName: string,
  fieldName: string,
): { readonly owner: ObjectModel; readonly field: Field } {
  const own = objectOf(graph, typeName);
  const candidates = [own, graph.objects.find(({ kind, family }) => isObjectOf(kind) && family === own?.family)];
  for (const owner of candidates) {
    const field = owner?.fields.find(
      ({ name, owners, part }) => name === fieldName && (owners.length > 0 || part !== null),
    );
    if (owner !== undefined && field !== undefined) return { owner, field };
  }
  throw new Error(`no field ${typeName}.${fieldName}`);
}

const isObjectOf = (kind: ObjectKind) => kind === "interface-object";

/** Types of entities by the order of their remainders. */
export function typesOfFamily(graph: Graph, family: string): readonly string[] {
  return graph.objects.flatMap((object) => (object.kind === "entity" && object.family === family ? [object.name] : []));
}

/** What an object at a place of this type may be, in all of these members. */
export function typesAt(graph: Graph, typeName: string, members: readonly string[]): readonly string[] {
  const abstract = [...graph.interfaces, ...graph.unions].find(({ name }) => name === typeName);
  if (abstract === undefined) return [typeName];
  const places = members.map((member) => {
    const place = abstract.places.find((candidate) => candidate.member === member);
    if (place !== undefined) return place.types;
    return objectOf(graph, typeName) === undefined ? [] : abstract.types;
  });
  return abstract.types.filter((type) => places.every((types) => types.includes(type)));
}
