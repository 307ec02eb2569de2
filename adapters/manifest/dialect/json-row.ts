import { maskContacts } from "#schema/codes/mask.ts";
import { type DottedPath, dottedPath } from "./dotted-path.ts";
import type { FittedLine } from "./fit-lines.ts";
import { LIST_LIMIT, type Misfit, RAW_LIMIT, type Row } from "./row.ts";

/** A record of JSON, or of anything that was turned into it. */
export function toJsonRow(value: unknown): Row {
  return new JsonRow(value);
}

/** A line of a table. */
export function toLineRow({ record, misfit }: FittedLine): Row {
  return new JsonRow(record, misfit ?? undefined);
}

class JsonRow implements Row {
  readonly value: unknown;
  readonly misfit: Misfit | undefined;

  constructor(value: unknown, misfit?: Misfit) {
    this.value = value;
    this.misfit = misfit;
  }

  text(path: string): string | null {
    const steps = dottedPath(path);
    // The common case without a list on the way: a column of a flat record.
    const [first] = steps;
    if (steps.length === 1 && first !== undefined) {
      const found = stepInto(this.value, first);
      if (!Array.isArray(found)) return toText(found);
    }
    for (const found of valuesAt(this.value, steps)) {
      const text = toText(found);
      if (text !== null) return text;
    }
    return null;
  }

  texts(path: string): readonly string[] {
    return valuesAt(this.value, dottedPath(path)).flatMap((found) => toText(found) ?? []);
  }

  rows(path: string): readonly Row[] {
    return valuesAt(this.value, dottedPath(path)).flatMap((found) => (isObject(found) ? new JsonRow(found) : []));
  }

  get raw(): string {
    return maskContacts(JSON.stringify(this.value)?.slice(0, RAW_LIMIT) ?? "");
  }
}

/** Every value at the end of a path; a list at its end, or on the way, stands for its members. */
export function valuesAt(value: unknown, path: DottedPath, limit = LIST_LIMIT): readonly unknown[] {
  let found: unknown[] = [value];
  for (const step of path) {
    const next: unknown[] = [];
    for (const one of found) collect(one, step, { into: next, limit });
    found = next;
  }
  const all = found.flat(1);
  return all.length > limit ? all.slice(0, limit) : all;
}

function collect(
  value: unknown,
  step: string | number,
  { into, limit }: { readonly into: unknown[]; readonly limit: number },
): void {
  const found = Array.isArray(value) && typeof step === "string" ? value : [value];
  for (const one of found) {
    if (into.length >= limit) return;
    const inner = stepInto(one, step);
    if (inner !== undefined) into.push(inner);
  }
}

function stepInto(value: unknown, step: string | number): unknown {
  if (typeof step === "number") return Array.isArray(value) ? value[step] : step === 0 ? value : undefined;
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

/** Texts, numbers and booleans have a text; what is null or has parts has none. */
function toText(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
