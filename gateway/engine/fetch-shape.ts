import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from "graphql";
import type { Rewrite } from "#gateway/plan/planner.ts";
import type { Represent } from "./representations.ts";
import type { TypeRelations } from "./type-relations.ts";

/** What a fetch asked for at one place: nothing else of an answer is taken over. */
export interface FetchShape {
  /** For objects of a type; undefined where an object does not say what it is. */
  fieldsOf(typeName: string | undefined): FetchedFields;
}

export interface FetchedFields {
  readonly list: readonly FetchedField[];
  /** Keys in the answer of what tells which entity of its type an object is; null where it is none to which others add. */
  readonly identity: readonly string[] | null;
}

/** A place below which other fetches add to entities, found by what `represent` makes. */
export interface EntityPlace {
  /** From the place of the shape, without "@". */
  readonly path: readonly (string | number)[];
  readonly represent: Represent;
}

export interface FetchedField {
  /** Key in the subgraph's answer. */
  readonly from: string;
  /** Key among what the plan gathers. */
  readonly to: string;
  /** Null for leaves. */
  readonly shape: FetchShape | null;
}

interface Parts {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly relations: TypeRelations;
}

/** Shape of a fetch's answer. For `_entities` that is the shape of each entity. */
export function fetchShapeOf(
  operationText: string,
  isEntities: boolean,
  rewrites: readonly Rewrite[],
  { relations, entities }: { readonly relations: TypeRelations; readonly entities: readonly EntityPlace[] },
): FetchShape {
  const { definitions } = parse(operationText, { noLocation: true });
  const fragments = new Map(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])),
  );
  const operation = definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  if (operation === undefined) throw new Error("a fetch without an operation");
  const [first] = operation.selectionSet.selections;
  const inner = first?.kind === Kind.FIELD ? first.selectionSet : undefined;
  const set = isEntities ? inner : operation.selectionSet;
  if (set === undefined) throw new Error("a fetch without a selection");
  const renames = rewrites.flatMap((rewrite) =>
    rewrite.kind === "KeyRenamer" ? [{ path: rewrite.path, to: rewrite.renameKeyTo }] : [],
  );
  return new SelectedShape({ fragments, relations }, [set], { renames, entities });
}

/** A key that the planner gave another name in the fetch, since two types could not both have it. */
interface Rename {
  /** Keys, and "... on TYPE" before those that are of that type only. */
  readonly path: readonly string[];
  readonly to: string;
}

interface Below {
  readonly renames: readonly Rename[];
  readonly entities: readonly EntityPlace[];
}

const CONDITION = "... on ";

/** Made per type when an object of it is first met. */
class SelectedShape implements FetchShape {
  readonly #parts: Parts;
  readonly #sets: readonly SelectionSetNode[];
  readonly #below: Below;
  readonly #byType = new Map<string | undefined, FetchedFields>();
  /** Where every object has the same fields. */
  readonly #isUniform: boolean;
  #any: FetchedFields | null = null;

  constructor(parts: Parts, sets: readonly SelectionSetNode[], below: Below) {
    this.#parts = parts;
    this.#sets = sets;
    this.#below = below;
    const hasConditions = sets.some(({ selections }) => selections.some(({ kind }) => kind !== Kind.FIELD));
    this.#isUniform = !hasConditions && !below.entities.some(({ path }) => path.length === 0);
  }

  fieldsOf(typeName: string | undefined): FetchedFields {
    if (this.#isUniform) {
      this.#any ??= this.#make(undefined);
      return this.#any;
    }
    const known = this.#byType.get(typeName);
    if (known !== undefined) return known;
    const fields = this.#make(typeName);
    // The name is the subgraph's word: names of no type would grow the map without end.
    if (this.#byType.size < 1_000) this.#byType.set(typeName, fields);
    return fields;
  }

  #make(typeName: string | undefined): FetchedFields {
    const nodes = new Map<string, FieldNode[]>();
    for (const set of this.#sets) this.#collect(set, typeName, nodes);
    const renames = this.#below.renames.flatMap((rename) => this.#past(rename, typeName));
    const list = [...nodes].map(([from, group]): FetchedField => {
      const sets = group.flatMap(({ selectionSet }) => (selectionSet === undefined ? [] : [selectionSet]));
      const to = renames.find(({ path }) => path.length === 1 && path[0] === from)?.to ?? from;
      const below = { renames: under(renames, from), entities: under(this.#below.entities, to) };
      return { from, to, shape: sets.length === 0 ? null : new SelectedShape(this.#parts, sets, below) };
    });
    return { list, identity: typeName === undefined ? null : this.#identity(typeName, list) };
  }

  #identity(typeName: string, list: readonly FetchedField[]): readonly string[] | null {
    for (const { path, represent } of this.#below.entities) {
      const leaves = path.length === 0 ? represent.leavesOf(typeName) : null;
      const told = leaves?.map((leaf) => list.find(({ to, shape }) => to === leaf && shape === null)?.from);
      if (told === undefined || told.includes(undefined)) continue;
      const identity = told.filter((from) => from !== undefined && from !== "__typename") as string[];
      if (identity.length > 0) return identity;
    }
    return null;
  }

  #collect({ selections }: SelectionSetNode, typeName: string | undefined, into: Map<string, FieldNode[]>): void {
    for (const node of selections) {
      if (node.kind === Kind.FIELD) {
        const key = node.alias?.value ?? node.name.value;
        const group = into.get(key);
        if (group === undefined) into.set(key, [node]);
        else group.push(node);
        continue;
      }
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : this.#parts.fragments.get(node.name.value);
      const condition = fragment?.typeCondition?.name.value;
      if (fragment !== undefined && this.#meets(typeName, condition))
        this.#collect(fragment.selectionSet, typeName, into);
    }
  }

  /** What is left of a rename's path below the conditions that it begins with. */
  #past({ path, to }: Rename, typeName: string | undefined): readonly Rename[] {
    const [first, ...rest] = path;
    if (first === undefined || !first.startsWith(CONDITION)) return [{ path, to }];
    return this.#meets(typeName, first.slice(CONDITION.length)) ? this.#past({ path: rest, to }, typeName) : [];
  }

  #meets(typeName: string | undefined, condition: string | undefined): boolean {
    if (condition === undefined || typeName === undefined) return true;
    // An interface object is known by the interface's name only: it may be any of its types.
    return this.#parts.relations.isOfType(typeName, condition) || this.#parts.relations.isOfType(condition, typeName);
  }
}

/** What goes on below a key. */
function under<Way extends { readonly path: readonly (string | number)[] }>(
  ways: readonly Way[],
  key: string,
): readonly Way[] {
  return ways
    .filter(({ path }) => path.length > 0 && path[0] === key)
    .map((way) => ({ ...way, path: way.path.slice(1) }));
}
