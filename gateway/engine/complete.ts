import type { FieldNode } from "graphql";
import type { FieldShape, ObjectShape, ValueShape } from "./output-shape.ts";

type Path = readonly (string | number)[];
export type Source = Readonly<Record<string, unknown>>;

/** A value that breaks what the schema promises, at its place in the answer. */
export interface Misfit {
  readonly path: Path;
  readonly message: string;
}

export interface Completion {
  readonly data: Record<string, unknown> | null;
  readonly misfits: readonly Misfit[];
}

interface Gathered {
  readonly root: Source;
  /** Objects at more than one place: completed once for all places that are alike. */
  readonly shared?: ReadonlySet<Source>;
}

const NONE: ReadonlySet<Source> = new Set();

/** Null where it may not stand: the parent becomes null instead. */
const BROKEN = Symbol("broken");

/** Answers have no prototype, so that every name is a key like any other, and stay fast objects. */
const Answer = function Answer() {} as unknown as new () => Record<string, unknown>;
Answer.prototype = Object.create(null);

/** From what a plan gathered to the answer (section "Value Completion" of the specification). */
export function complete(
  shape: ObjectShape,
  { root, shared = NONE }: Gathered,
  introspect: (node: FieldNode) => unknown,
): Completion {
  const completer = new Completer(shared, introspect);
  const data = completer.object(shape, root);
  return { data, misfits: completer.misfits };
}

class Completer {
  readonly misfits: Misfit[] = [];
  readonly #introspect: (node: FieldNode) => unknown;
  readonly #path: (string | number)[] = [];
  readonly #shared: ReadonlySet<Source>;
  readonly #answers = new Map<ObjectShape, Map<Source, Record<string, unknown> | null>>();

  constructor(shared: ReadonlySet<Source>, introspect: (node: FieldNode) => unknown) {
    this.#shared = shared;
    this.#introspect = introspect;
  }

  object({ typeName, fields }: ObjectShape, source: Source): Record<string, unknown> | null {
    const answer = new Answer();
    for (let index = 0; index < fields.length; index++) {
      const field = fields[index] as FieldShape;
      const { value: shape } = field;
      if (shape.kind === "typename") {
        answer[field.responseKey] = typeName;
        continue;
      }
      const value =
        shape.kind === "leaf"
          ? this.#leaf(field, shape, typeName, source[field.sourceKey])
          : this.#field(field, typeName, source);
      if (value === BROKEN) return null;
      answer[field.responseKey] = value;
    }
    return answer;
  }

  #field(field: FieldShape, typeName: string, source: Source): unknown {
    if (field.value.kind === "introspection") return this.#introspect(field.value.node);
    this.#path.push(field.responseKey);
    const value = this.#value(field.value, source[field.sourceKey], field, typeName);
    this.#path.pop();
    return value;
  }

  #leaf(field: FieldShape, shape: ValueShape & { kind: "leaf" }, typeName: string, value: unknown): unknown {
    if (value !== undefined && value !== null) {
      const checked = shape.check(value);
      if (checked !== undefined) return checked;
    } else if (!shape.isRequired) return null;
    this.#path.push(field.responseKey);
    const result = this.#checkedLeaf(shape, value, field, typeName);
    this.#path.pop();
    return result;
  }

  #value(shape: ValueShape, value: unknown, field: FieldShape, typeName: string): unknown {
    if (shape.kind === "leaf") return this.#checkedLeaf(shape, value, field, typeName);
    if (shape.kind === "typename" || shape.kind === "introspection") throw new Error("never inside a list");
    if (value === undefined || value === null) return shape.isRequired ? this.#missing(field, typeName) : null;
    const completed =
      shape.kind === "list"
        ? this.#list(shape, value, field, typeName)
        : this.#composite(shape, value, field, typeName);
    return completed === null && shape.isRequired ? BROKEN : completed;
  }

  #checkedLeaf(shape: ValueShape & { kind: "leaf" }, value: unknown, field: FieldShape, typeName: string): unknown {
    if (value === undefined || value === null) return shape.isRequired ? this.#missing(field, typeName) : null;
    const checked = shape.check(value);
    if (checked !== undefined) return checked;
    this.#tell(`${typeName}.${field.name} is no ${shape.typeName}`);
    return shape.isRequired ? BROKEN : null;
  }

  #list({ item }: ValueShape & { kind: "list" }, value: unknown, field: FieldShape, typeName: string): unknown {
    if (!Array.isArray(value)) {
      this.#tell(`${typeName}.${field.name} is no list`);
      return null;
    }
    const path = this.#path;
    const items: unknown[] = new Array(value.length);
    let isBroken = false;
    for (let index = 0; index < value.length; index++) {
      path.push(index);
      const completed = this.#value(item, value[index], field, typeName);
      path.pop();
      if (completed === BROKEN) isBroken = true;
      items[index] = completed;
    }
    return isBroken ? null : items;
  }

  #composite(
    { shape, typeName: expected }: ValueShape & { kind: "object" },
    value: unknown,
    field: FieldShape,
    typeName: string,
  ): Record<string, unknown> | null {
    if (typeof value !== "object" || Array.isArray(value)) {
      this.#tell(`${typeName}.${field.name} is no ${expected}`);
      return null;
    }
    const source = value as Source;
    const found = shape.only ?? shape.of(String(source["__typename"] ?? expected));
    if (found !== undefined) {
      return this.#shared.size > 0 && this.#shared.has(source) ? this.#once(found, source) : this.object(found, source);
    }
    this.#tell(`${typeName}.${field.name} is no ${expected}`);
    return null;
  }

  #once(shape: ObjectShape, source: Source): Record<string, unknown> | null {
    const answers = this.#answers.get(shape) ?? new Map<Source, Record<string, unknown> | null>();
    this.#answers.set(shape, answers);
    const known = answers.get(source);
    if (known !== undefined) return known;
    const before = this.misfits.length;
    const answer = this.object(shape, source);
    // What breaks the schema is told at each of its places.
    if (this.misfits.length === before) answers.set(source, answer);
    return answer;
  }

  #missing(field: FieldShape, typeName: string): typeof BROKEN {
    this.#tell(`Cannot return null for non-nullable field ${typeName}.${field.name}`);
    return BROKEN;
  }

  #tell(message: string): void {
    this.misfits.push({ path: [...this.#path], message });
  }
}
