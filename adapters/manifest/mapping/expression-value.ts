const DEEPEST = 16;
const MOST_ENTRIES = 5_000;
const LONGEST_TEXT = 64_000;

/** What an expression gives. */
export type ExpressionValue = string | number | boolean | null | readonly (string | number | boolean)[];

const converted = new WeakMap<object, unknown>();

/** JSON-like → what CEL reckons with: whole numbers are its integers; what is too deep, too long or too much is cut off. */
export function toCel(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return convert(value, { depth: 0, left: MOST_ENTRIES });
  const known = converted.get(value);
  if (known !== undefined) return known;
  const made = convert(value, { depth: 0, left: MOST_ENTRIES });
  if (typeof made === "object" && made !== null) converted.set(value, made);
  return made;
}

interface Walk {
  readonly depth: number;
  left: number;
}

function convert(value: unknown, walk: Walk): unknown {
  if (typeof value === "string") return value.length > LONGEST_TEXT ? value.slice(0, LONGEST_TEXT) : value;
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value === "boolean" || typeof value === "bigint") return value;
  if (typeof value !== "object" || value === null || walk.depth >= DEEPEST) return null;
  return Array.isArray(value) ? convertList(value, walk) : convertMap(value, walk);
}

function convertList(list: readonly unknown[], walk: Walk): unknown {
  const below = { depth: walk.depth + 1, left: walk.left };
  const items: unknown[] = [];
  for (const item of list) {
    if (below.left <= 0) break;
    below.left -= 1;
    items.push(convert(item, below));
  }
  walk.left = below.left;
  return items;
}

function convertMap(map: object, walk: Walk): unknown {
  const below = { depth: walk.depth + 1, left: walk.left };
  const entries = new Map<string, unknown>();
  for (const [key, item] of Object.entries(map)) {
    if (below.left <= 0) break;
    below.left -= 1;
    entries.set(key, convert(item, below));
  }
  walk.left = below.left;
  return entries;
}

/** Undefined for what no field can hold (maps, durations, bytes). */
export function fromCel(value: unknown): ExpressionValue | undefined {
  if (Array.isArray(value)) {
    const items = value.slice(0, 1_000).map(fromScalar);
    return items.every((item) => item !== undefined && item !== null) ? items : undefined;
  }
  return fromScalar(value);
}

function fromScalar(value: unknown): string | number | boolean | null | undefined {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
