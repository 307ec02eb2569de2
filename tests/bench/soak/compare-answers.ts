import type { HubAnswer } from "#tests/support/hub-client.ts";

type Path = readonly (string | number)[];

/** One place where an answer under faults is not what it should be. */
interface Difference {
  readonly path: Path;
  readonly reason: "wrong" | "null without an error" | "missing";
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** Records of lists that came in part and are not on the twin's page: nothing to hold them against. */
  readonly unverified: number;
}

/**
 * An answer under faults is right when it equals the fault-free one wherever no error is reported: a null is explained by
 * an error at its place, above it or below it, or by the problem told in its row; a list that says it came in part may hold other records of the same lists.
 */
export function compareAnswers(answer: HubAnswer, twin: HubAnswer): Comparison {
  const due = neutral(twin.data);
  const against = { errors: answer.errors.map(({ path }) => path ?? []), records: recordsOf(due), unverified: 0 };
  const differences = compare(neutral(answer.data), due, [], against);
  return { differences, unverified: against.unverified };
}

interface Against {
  readonly errors: readonly Path[];
  /** The twin's, by id. */
  readonly records: ReadonlyMap<string, unknown>;
  unverified: number;
}

function compare(value: unknown, due: unknown, path: Path, against: Against): readonly Difference[] {
  if (same(value, due)) return [];
  const isBelowError = against.errors.some((error) => isWithin(path, error));
  if (value === null) {
    const isExplained = isBelowError || against.errors.some((error) => isWithin(error, path));
    return isExplained ? [] : [{ path, reason: "null without an error" }];
  }
  if (isBelowError) return comparePart(value, path, against);
  if (Array.isArray(value) && Array.isArray(due) && value.length === due.length) {
    return value.flatMap((item, index) => compare(item, due[index], [...path, index], against));
  }
  if (!isObject(value) || !isObject(due)) return [{ path, reason: "wrong" }];
  if (tellsWhy(value["problem"])) return comparePart(value, path, against);
  return Object.keys(due).flatMap((key) =>
    key in value
      ? compare(value[key], due[key], [...path, key], against)
      : [{ path: [...path, key], reason: "missing" as const }],
  );
}

/** What is left below a reported error: each record in it is the twin's own, where the twin shows it. */
function comparePart(value: unknown, path: Path, against: Against): readonly Difference[] {
  return [...recordsOf(value)].flatMap(([id, record]) => {
    const due = against.records.get(id);
    if (due === undefined) against.unverified += 1;
    return due === undefined || isPartOf(record, due) ? [] : [{ path: [...path, id], reason: "wrong" as const }];
  });
}

/** Look-ups in bulk tell of a failure in their own row, as `problem { code }`. */
function tellsWhy(problem: unknown): boolean {
  return isObject(problem) && String(problem["code"]).startsWith("NODE_");
}

/** The same leaves, or null. */
function isPartOf(value: unknown, due: unknown): boolean {
  if (value === null || same(value, due)) return true;
  if (Array.isArray(value)) return Array.isArray(due);
  if (!isObject(value) || !isObject(due)) return false;
  return Object.entries(value).every(([key, inner]) => isPartOf(inner, due[key]));
}

/** Everything with an id, however deep. */
function recordsOf(value: unknown, found = new Map<string, unknown>()): Map<string, unknown> {
  if (Array.isArray(value)) for (const item of value) recordsOf(item, found);
  if (!isObject(value)) return found;
  if (typeof value["id"] === "string") found.set(value["id"], value);
  for (const inner of Object.values(value)) recordsOf(inner, found);
  return found;
}

/** Leaves that tell of the moment of asking, or of how the hub is doing, differ between any two hubs. */
const OF_THE_MOMENT = new Set(["fetchedAt", "lastSuccessAt", "freshness", "health"]);

function neutral(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data ?? null), (key, value: unknown) => {
    if (OF_THE_MOMENT.has(key)) return null;
    return typeof value === "string" ? value.replace(/^http:\/\/127\.0\.0\.1:\d+\//, "http://stand-in/") : value;
  });
}

function isWithin(path: Path, ancestor: Path): boolean {
  return ancestor.length <= path.length && ancestor.every((key, index) => path[index] === key);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
