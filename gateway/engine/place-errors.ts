import type { PlanPath } from "./compile-plan.ts";
import type { Misfit, Source } from "./complete.ts";
import type { ObjectShape, ValueShape } from "./output-shape.ts";

/** From a place among what a plan gathered to its places in the answer: each alias has its own, unasked fields end at their object. */
export function answerPaths(shape: ObjectShape, root: Source, path: PlanPath): readonly PlanPath[] {
  return inObject(shape, root, path, []);
}

function inObject(shape: ObjectShape, source: unknown, path: PlanPath, before: PlanPath): readonly PlanPath[] {
  const [key, ...rest] = path;
  if (key === undefined) return [before];
  const fields = shape.fields.filter(({ sourceKey }) => sourceKey === key);
  if (fields.length === 0) return [before];
  const value = isObject(source) ? source[key] : undefined;
  return fields.flatMap(({ responseKey, value: valueShape }) =>
    inValue(valueShape, value, rest, [...before, responseKey]),
  );
}

function inValue(shape: ValueShape, value: unknown, path: PlanPath, before: PlanPath): readonly PlanPath[] {
  const [index, ...rest] = path;
  if (index === undefined) return [before];
  if (shape.kind === "list") {
    if (typeof index !== "number") return [before];
    return inValue(shape.item, Array.isArray(value) ? value[index] : undefined, rest, [...before, index]);
  }
  if (shape.kind !== "object") return [before];
  // Of an interface object nothing else may be known.
  const typeName = (isObject(value) ? value["__typename"] : undefined) ?? shape.typeName;
  const inner = shape.shape.only ?? shape.shape.of(String(typeName));
  return inner === undefined ? [before] : inObject(inner, value, path, before);
}

/** Misfits that no error explains: one that lies above or below is why the value is missing. */
export function unexplained(misfits: readonly Misfit[], paths: readonly PlanPath[]): readonly Misfit[] {
  return misfits.filter((misfit) => !paths.some((path) => begins(path, misfit.path) || begins(misfit.path, path)));
}

function begins(path: PlanPath, start: PlanPath): boolean {
  return start.length <= path.length && start.every((key, index) => path[index] === key);
}

function isObject(value: unknown): value is Source {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
