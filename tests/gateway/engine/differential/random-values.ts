import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from "graphql";
import type { Random } from "./random.ts";

/** Values for arguments, as literals and variables; keeps the variables. */
export class RandomValues {
  readonly random: Random;
  readonly values: Record<string, unknown> = {};
  readonly #definitions = new Map<string, string>();
  /** Names by the type that the place has. */
  readonly #byType = new Map<string, string[]>();

  constructor(random: Random) {
    this.random = random;
  }

  /** "($a: Int = 3)", or nothing; only of variables that the text uses. */
  definitionsFor(text: string): string {
    const used = new Set(text.match(/\$\w+/g));
    const definitions = [...this.#definitions].filter(([name]) => used.has(`$${name}`)).map(([, printed]) => printed);
    return definitions.length === 0 ? "" : `(${definitions.join(", ")})`;
  }

  arguments(args: readonly GraphQLArgument[]): string {
    const given = args.flatMap((argument) =>
      isRequiredArgument(argument) || this.random.chance(0.55)
        ? [`${argument.name}: ${this.#value(argument.type, argument.defaultValue !== undefined, 0)}`]
        : [],
    );
    const order = this.random.chance(0.5) ? given : given.reverse();
    return order.length === 0 ? "" : `(${order.join(", ")})`;
  }

  /** " @skip(if: $b)", or nothing. */
  directives(probability: number): string {
    const { random } = this;
    const one = () =>
      ` @${random.pick(["skip", "include"])}(if: ${random.pick(["$on", "$on", "$off", "true", "false", "$maybe"])})`;
    if (!random.chance(probability)) return "";
    this.#define("on", "$on: Boolean!", random.chance(0.7));
    this.#define("off", "$off: Boolean = false", random.pick([undefined, true, false]));
    this.#define("maybe", "$maybe: Boolean! = true", random.pick([undefined, false]));
    const first = one();
    const second = random.chance(0.15) ? one() : "";
    return second.slice(0, 5) === first.slice(0, 5) ? first : first + second;
  }

  #define(name: string, printed: string, value: unknown): void {
    if (this.#definitions.has(name)) return;
    this.#definitions.set(name, printed);
    if (value !== undefined) this.values[name] = value;
  }

  /** With a default a place takes a variable that may be left out. */
  #value(type: GraphQLInputType, hasDefault: boolean, depth: number): string {
    const { random } = this;
    return random.chance(depth === 0 ? 0.45 : 0.25)
      ? `$${this.#variable(type, hasDefault)}`
      : this.#literal(type, depth);
  }

  // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one chance after another, none depends on the others
  #variable(type: GraphQLInputType, hasDefault: boolean): string {
    const { random } = this;
    const key = `${String(type)}${hasDefault}`;
    const names = this.#byType.get(key) ?? [];
    if (names.length > 0 && random.chance(0.5)) return random.pick(names);
    const name = `v${this.#definitions.size}`;
    this.#byType.set(key, [...names, name]);
    const isRequired = isNonNullType(type);
    const defaultValue = random.chance(0.25) ? ` = ${this.#constant(isRequired ? type.ofType : type, isRequired)}` : "";
    const stricter = !isRequired && random.chance(0.2) && !defaultValue.endsWith("null") ? "!" : "";
    const declared =
      isRequired && (hasDefault || defaultValue !== "") && random.chance(0.5)
        ? String(type).slice(0, -1)
        : `${type}${stricter}`;
    // A place that may not be null takes a variable that may, if one of the two has a default that is not null.
    this.#definitions.set(name, `$${name}: ${declared}${defaultValue}`);
    const mayBeAbsent = !declared.endsWith("!") || defaultValue !== "";
    const mayBeNull = !declared.endsWith("!") && !isRequired;
    if (!mayBeAbsent || random.chance(0.7)) {
      const isNull = mayBeNull && random.chance(0.15);
      this.values[name] = isNull ? null : this.#json(isNonNullType(type) ? type.ofType : type);
    }
    return name;
  }

  #literal(type: GraphQLInputType, depth: number): string {
    const { random } = this;
    if (isNonNullType(type)) return this.#literal(type.ofType, depth);
    if (depth < 2 && random.chance(0.08)) return "null";
    if (isListType(type)) {
      if (random.chance(0.15)) return this.#literal(nonNull(type.ofType), 2);
      return `[${Array.from({ length: random.int(3) }, () => this.#literal(nonNull(type.ofType), 2)).join(", ")}]`;
    }
    if (isInputObjectType(type)) {
      const fields = this.#chosen(Object.values(type.getFields()));
      return `{${fields.map((field) => `${field.name}: ${this.#value(field.type, field.defaultValue !== undefined, depth + 1)}`).join(", ")}}`;
    }
    return this.#constant(type, true);
  }

  #chosen(fields: readonly GraphQLInputField[]): readonly GraphQLInputField[] {
    return fields.filter((field) => isRequiredInputField(field) || this.random.chance(0.5));
  }

  /** A literal without variables. */
  #constant(type: GraphQLInputType, isRequired: boolean): string {
    const { random } = this;
    if (isNonNullType(type)) return this.#constant(type.ofType, true);
    if (!isRequired && random.chance(0.2)) return "null";
    const value = this.#json(type);
    return printed(value, type);
  }

  #json(type: GraphQLInputType): unknown {
    const { random } = this;
    if (isNonNullType(type)) return this.#json(type.ofType);
    if (isListType(type)) {
      if (random.chance(0.15)) return this.#json(type.ofType);
      return Array.from({ length: random.int(3) }, () => this.#json(type.ofType));
    }
    if (isInputObjectType(type)) {
      return Object.fromEntries(
        this.#chosen(Object.values(type.getFields())).map((field) => [field.name, this.#json(field.type)]),
      );
    }
    if (isEnumType(type)) return random.pick(type.getValues()).name;
    const values: Readonly<Record<string, readonly unknown[]>> = {
      Int: [0, 1, -7, 2_147_483_647],
      Float: [0.5, 3, -1e10],
      Boolean: [true, false],
      ID: ["7", 12, "知"],
    };
    return random.pick(values[type.name] ?? ["", "g", 'a "b"', "\\u0041"]);
  }
}

function nonNull(type: GraphQLInputType): GraphQLInputType {
  return isNonNullType(type) ? type.ofType : type;
}

function printed(value: unknown, type: GraphQLInputType): string {
  if (isNonNullType(type)) return printed(value, type.ofType);
  if (isListType(type)) {
    return Array.isArray(value)
      ? `[${value.map((item) => printed(item, type.ofType)).join(", ")}]`
      : printed(value, type.ofType);
  }
  if (isInputObjectType(type)) {
    const fields = Object.entries(value as object).flatMap(([name, inner]) => {
      const field = type.getFields()[name];
      return field === undefined ? [] : [`${name}: ${printed(inner, field.type)}`];
    });
    return `{${fields.join(", ")}}`;
  }
  return isEnumType(type) ? String(value) : JSON.stringify(value);
}
