import type { FetchShape } from "./fetch-shape.ts";

type Answered = Readonly<Record<string, unknown>>;

/** A copy that holds only what was asked for, under the subgraph's own keys: what may be kept of an answer. */
export function projectAnswer(source: Answered, shape: FetchShape): Answered {
  const typeName = source["__typename"];
  const copy: Record<string, unknown> = {};
  for (const { from, shape: inner } of shape.fieldsOf(typeof typeName === "string" ? typeName : undefined).list) {
    const value = source[from];
    if (value !== undefined) copy[from] = inner === null ? value : projectValue(value, inner);
  }
  return copy;
}

function projectValue(value: unknown, shape: FetchShape): unknown {
  if (Array.isArray(value)) return value.map((item) => projectValue(item, shape));
  if (typeof value !== "object" || value === null) return value;
  return projectAnswer(value as Answered, shape);
}
