import type { Answer } from "./monolith.ts";

type Path = readonly (string | number)[];

export type Difference =
  | { readonly kind: "data"; readonly at: string; readonly wanted: string; readonly got: string }
  /** Equal, with other keys first. */
  | { readonly kind: "order"; readonly at: string }
  /** Null because of an error in one answer, without a word in the other. */
  | { readonly kind: "untold"; readonly at: string; readonly wanted: string }
  | { readonly kind: "invented"; readonly at: string; readonly got: string }
  /** Another error than the one that happened. */
  | { readonly kind: "message"; readonly at: string; readonly wanted: string; readonly got: string }
  /** An error where nothing is null. */
  | { readonly kind: "stray"; readonly at: string; readonly got: string }
  /** No answer at all. */
  | { readonly kind: "thrown"; readonly got: string };

/** What an answer has otherwise than the reference has it. */
export function differences(wanted: Answer, got: Answer): readonly Difference[] {
  const data = firstDifference(wanted.data ?? null, got.data ?? null, []);
  if (data !== null) return [data];
  return [...nulls(wanted, got), ...strays(got)];
}

function firstDifference(wanted: unknown, got: unknown, path: Path): Difference | null {
  if (Object.is(wanted, got)) return null;
  const told: Difference = { kind: "data", at: path.join("."), wanted: shown(wanted), got: shown(got) };
  if (typeof wanted !== "object" || typeof got !== "object" || wanted === null || got === null) return told;
  if (Array.isArray(wanted) || Array.isArray(got)) {
    if (!Array.isArray(wanted) || !Array.isArray(got) || wanted.length !== got.length) return told;
    return first(wanted, (item, index) => firstDifference(item, got[index], [...path, index]));
  }
  const [own, others] = [Object.entries(wanted), Object.keys(got)];
  if (own.length !== others.length || own.some(([key]) => !Object.hasOwn(got, key))) return told;
  const source = got as Readonly<Record<string, unknown>>;
  const inner = first(own, ([key, value]) => firstDifference(value, source[key], [...path, key]));
  if (inner !== null) return inner;
  return own.every(([key], index) => key === others[index]) ? null : { kind: "order", at: path.join(".") };
}

function first<Item>(
  items: readonly Item[],
  find: (item: Item, index: number) => Difference | null,
): Difference | null {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== null) return found;
  }
  return null;
}

/** By the place that is null: why, in each of the two. Errors below one that is null explain it as well. */
function nulls(wanted: Answer, got: Answer): readonly Difference[] {
  const [ours, theirs] = [reasons(wanted), reasons(got)];
  const told: Difference[] = [];
  for (const [at, why] of ours) {
    const also = theirs.get(at);
    if (also === undefined) told.push({ kind: "untold", at, wanted: why[0] ?? "" });
    else if (why.length === 1 && also.length === 1 && !isSame(why[0], also[0])) {
      told.push({ kind: "message", at, wanted: why[0] ?? "", got: also[0] ?? "" });
    }
  }
  for (const [at, why] of theirs) if (!ours.has(at)) told.push({ kind: "invented", at, got: why[0] ?? "" });
  return told;
}

/** Who found a null where there may be none says so in other words. */
function isSame(wanted = "", got = ""): boolean {
  const isMissing = (message: string) => /^Cannot return null for non-nullable/.test(message);
  return wanted === got || (isMissing(wanted) && isMissing(got));
}

function reasons({ data = null, errors }: Answer): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { path, message } of errors) {
    const at = nullOn(data, path ?? []);
    if (at === null) continue;
    const key = at.join(".");
    const known = found.get(key) ?? [];
    if (!known.includes(message)) known.push(message);
    found.set(key, known);
  }
  return found;
}

function strays({ data = null, errors }: Answer): readonly Difference[] {
  return errors.flatMap(({ path = [], message }): Difference[] =>
    nullOn(data, path) === null ? [{ kind: "stray", at: path.join("."), got: message }] : [],
  );
}

/** The first place on the path that is null; null where there is none. */
function nullOn(data: unknown, path: Path): Path | null {
  let value = data;
  for (let length = 0; ; length++) {
    if (value === null) return path.slice(0, length);
    const key = path[length];
    if (key === undefined || typeof value !== "object" || value === undefined) return null;
    value = (value as Readonly<Record<string | number, unknown>>)[key];
  }
}

function shown(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
