import {
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isUnionType,
  parse,
  validate,
} from "graphql";
import { type Random, randomOf } from "./random.ts";
import { RandomValues } from "./random-values.ts";

export interface Operation {
  readonly text: string;
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What stands under the response keys at one place of the answer, so that equal keys mean the same. */
interface Scope {
  readonly keys: Map<string, Taken>;
}

interface Taken {
  /** Field and arguments. */
  readonly asked: string;
  readonly parent: string;
  readonly type: string;
  readonly inner: Scope;
}

/** Names that aliases like to take. */
const ALIASES = ["a", "b", "id", "name", "size", "sku", "tag", "cost", "title", "f0_name", "e0", "nick"] as const;
const DEEPEST = 5;

/** Null where what was made is not valid, which is rare. */
export function randomOperation(api: GraphQLSchema, seed: string): Operation | null {
  const random = randomOf("operation", seed);
  const operation = new Maker(api, random).make();
  const document = parse(operation.text, { noLocation: true });
  return validate(api, document).length === 0 ? { ...operation, document } : null;
}

class Maker {
  readonly #api: GraphQLSchema;
  readonly #random: Random;
  readonly #values: RandomValues;
  readonly #fragments = new Map<string, { readonly type: string; readonly text: string }>();
  #fieldsLeft: number;
  #fragmentCount = 0;

  constructor(api: GraphQLSchema, random: Random) {
    this.#api = api;
    this.#random = random;
    this.#values = new RandomValues(random);
    this.#fieldsLeft = 3 + random.int(random.pick([6, 14, 14, 30]));
  }

  make(): { readonly text: string; readonly variables: Readonly<Record<string, unknown>> } {
    const mutation = this.#api.getMutationType();
    const isMutation = mutation !== null && mutation !== undefined && this.#random.chance(0.25);
    const root = isMutation ? mutation : this.#api.getQueryType();
    if (!root) throw new Error("no query type");
    const set = this.#set(root, { keys: new Map() }, 0, 1 + this.#random.int(4));
    const fragments = [...this.#fragments.values()].map(({ text }) => text).join("\n");
    const name = this.#random.chance(0.4) ? "Asked" : "";
    const definitions = this.#values.definitionsFor(set + fragments);
    const head =
      isMutation || name !== "" || definitions !== ""
        ? `${isMutation ? "mutation" : "query"} ${name}${definitions} `
        : "";
    const used = new Set(definitions.match(/\$\w+/g));
    const variables = Object.fromEntries(Object.entries(this.#values.values).filter(([key]) => used.has(`$${key}`)));
    return { text: `${head}${set}\n${fragments}`, variables };
  }

  #set(type: GraphQLCompositeType, scope: Scope, depth: number, count: number): string {
    const selections = Array.from({ length: count }, () => this.#selection(type, scope, depth)).filter(
      (text) => text !== "",
    );
    // Never empty, and sometimes with a name of a type among others.
    if (selections.length === 0 || this.#random.chance(0.1)) selections.push(this.#typename(scope));
    return `{ ${selections.join(" ")} }`;
  }

  #selection(type: GraphQLCompositeType, scope: Scope, depth: number): string {
    const { chance } = this.#random;
    const isRoot = depth === 0;
    if (isRoot && type.name === "Query" && chance(0.04)) return this.#introspection(scope);
    if (this.#fieldsLeft <= 0) return this.#field(type, scope, depth);
    if (isUnionType(type)) return chance(0.75) ? this.#inline(type, scope, depth) : this.#spread(type, scope, depth);
    if (chance(isAbstractType(type) ? 0.4 : 0.1)) return this.#inline(type, scope, depth);
    if (chance(0.12)) return this.#spread(type, scope, depth);
    if (chance(0.06)) return this.#typename(scope);
    return this.#field(type, scope, depth);
  }

  #field(type: GraphQLCompositeType, scope: Scope, depth: number): string {
    if (isUnionType(type)) return this.#typename(scope);
    const fields = Object.values(type.getFields()).filter((field) => this.#fits(field, depth));
    if (fields.length === 0) return "";
    const field = this.#random.pick(fields);
    const named = getNamedType(field.type);
    this.#fieldsLeft--;
    const asked = `${field.name}${this.#values.arguments(field.args)}`;
    const alias = this.#random.chance(0.3) ? this.#random.pick(ALIASES) : field.name;
    const taken = this.#take(scope, { key: alias, asked, parent: type.name, type: String(field.type) });
    const directives = this.#values.directives(0.1);
    const head = `${taken.key === field.name ? "" : `${taken.key}: `}${asked}${directives}`;
    if (!isCompositeType(named)) return head;
    return `${head} ${this.#set(named, taken.inner, depth + 1, 1 + this.#random.int(4))}`;
  }

  #fits({ type }: GraphQLField<unknown, unknown>, depth: number): boolean {
    return !isCompositeType(getNamedType(type)) || (depth < DEEPEST && this.#fieldsLeft > 0);
  }

  /** The key that is free for what is asked: the one wanted, if it can be had. */
  #take(
    scope: Scope,
    {
      key,
      asked,
      parent,
      type,
    }: { readonly key: string; readonly asked: string; readonly parent: string; readonly type: string },
  ): { readonly key: string; readonly inner: Scope } {
    const taken = scope.keys.get(key);
    if (taken === undefined) {
      const inner: Scope = { keys: new Map() };
      scope.keys.set(key, { asked, parent, type, inner });
      return { key, inner };
    }
    const isApart =
      taken.parent !== parent && [taken.parent, parent].every((name) => isObjectType(this.#api.getType(name)));
    if (taken.type === type && (taken.asked === asked || isApart)) return { key, inner: taken.inner };
    return this.#take(scope, { key: `${key}${scope.keys.size}`, asked, parent, type });
  }

  #typename(scope: Scope): string {
    const key = this.#random.chance(0.3) ? this.#random.pick(["kind", "a", "what"]) : "__typename";
    const taken = this.#take(scope, { key, asked: "__typename", parent: "", type: "String!" });
    return taken.key === "__typename" ? "__typename" : `${taken.key}: __typename`;
  }

  #inline(type: GraphQLCompositeType, scope: Scope, depth: number): string {
    this.#fieldsLeft--;
    const condition = this.#random.chance(0.1) ? "" : ` on ${this.#narrower(type).name}`;
    const target = condition === "" ? type : this.#api.getType(condition.slice(4));
    if (!isCompositeType(target)) return "";
    return `...${condition}${this.#values.directives(0.12)} ${this.#set(target, scope, depth, 1 + this.#random.int(3))}`;
  }

  #spread(type: GraphQLCompositeType, scope: Scope, depth: number): string {
    const directives = this.#values.directives(0.12);
    const known = [...this.#fragments].filter(([, fragment]) => fragment.type === type.name).map(([name]) => name);
    if (known.length > 0 && this.#random.chance(0.3)) return `...${this.#random.pick(known)}${directives}`;
    this.#fieldsLeft--;
    const target = this.#narrower(type);
    const name = `F${this.#fragmentCount++}`;
    const set = this.#set(target, scope, depth, 1 + this.#random.int(3));
    this.#fragments.set(name, { type: target.name, text: `fragment ${name} on ${target.name} ${set}` });
    return `...${name}${directives}`;
  }

  /** A type that something of this type may be of. */
  #narrower(type: GraphQLCompositeType): GraphQLCompositeType {
    const { pick } = this.#random;
    const types = isAbstractType(type) ? this.#api.getPossibleTypes(type) : [type];
    const abstract = Object.values(this.#api.getTypeMap()).filter(
      (other) => isAbstractType(other) && types.some((member) => this.#api.isSubType(other, member)),
    );
    const candidates = [type, ...types, ...types, ...abstract].filter(isCompositeType);
    return pick(candidates);
  }

  #introspection(scope: Scope): string {
    const { pick } = this.#random;
    const name = pick(Object.keys(this.#api.getTypeMap()));
    const asked = pick([
      `__type(name: "${name}") { name kind fields { name type { name kind ofType { name } } args { name defaultValue } } possibleTypes { name } }`,
      "__schema { queryType { name } mutationType { name } }",
      '__type(name: "Nothing") { name }',
    ]);
    const taken = this.#take(scope, { key: pick(["schema", "type"]), asked, parent: "Query", type: "introspection" });
    return `${taken.key}: ${asked}`;
  }
}
