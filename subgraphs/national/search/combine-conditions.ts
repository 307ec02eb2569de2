import type { SearchCondition } from "#adapters/cnipa-bulk/search/search-request.ts";

/** All hold. Nested ones are made flat; one alone stands by itself. */
export function allOf(conditions: readonly SearchCondition[]): SearchCondition {
  const operands = conditions.flatMap((one) => (one.kind === "and" ? one.operands : [one]));
  const [first] = operands;
  return first !== undefined && operands.length === 1 ? first : { kind: "and", operands };
}

/** One at least holds. Lists of one kind become one list, so that a store looks them up at once. */
export function anyOf(conditions: readonly SearchCondition[]): SearchCondition {
  const flat = conditions.flatMap((one) => (one.kind === "or" ? one.operands : [one]));
  const operands = flat.reduce<readonly SearchCondition[]>(joinTo, []);
  const [first] = operands;
  return first !== undefined && operands.length === 1 ? first : { kind: "or", operands };
}

function joinTo(before: readonly SearchCondition[], next: SearchCondition): readonly SearchCondition[] {
  for (const [index, one] of before.entries()) {
    const united = unite(one, next);
    if (united !== null) return before.with(index, united);
  }
  return [...before, next];
}

/** Two lists of alternatives of one kind as one; null where they are of two. */
function unite(one: SearchCondition, next: SearchCondition): SearchCondition | null {
  if (one.kind === "class" && next.kind === "class" && one.scheme === next.scheme) {
    return { ...one, symbols: distinct(one.symbols, next.symbols) };
  }
  if (one.kind === "legalStatus" && next.kind === "legalStatus") {
    return { ...one, codes: distinct(one.codes, next.codes) };
  }
  if (one.kind === "type" && next.kind === "type") return { ...one, types: distinct(one.types, next.types) };
  if (one.kind === "region" && next.kind === "region") {
    return { ...one, codes: distinct(one.codes, next.codes).toSorted() };
  }
  if (one.kind === "organization" && next.kind === "organization") {
    return { ...one, keys: distinct(one.keys, next.keys) };
  }
  if (one.kind === "agency" && next.kind === "agency") return { ...one, codes: distinct(one.codes, next.codes) };
  return null;
}

function distinct<T>(one: readonly T[], other: readonly T[]): readonly T[] {
  return [...new Set([...one, ...other])];
}
