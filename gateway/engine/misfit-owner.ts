import type { FetchStep, PlanPath, Step } from "./compile-plan.ts";
import type { Source } from "./complete.ts";
import type { FetchShape } from "./fetch-shape.ts";
import type { ObjectShape, ValueShape } from "./output-shape.ts";

/** A key among what the plan gathers, and the type of the object in which it stands. */
interface Place {
  readonly key: string;
  readonly typeName: string;
}

interface Answered {
  readonly shape: ObjectShape;
  readonly root: Source;
}

/** The one subgraph that was asked for what stands at a place of the answer; null where there are several, or none is known. */
export function misfitOwner(steps: readonly Step[], answered: Answered, path: PlanPath): string | null {
  const places = placesOf(answered.shape, answered.root, path);
  const owners = new Set(
    steps
      .flatMap(fetchesIn)
      .filter((step) => hasAsked(step, places))
      .map(({ subgraph }) => subgraph),
  );
  const [owner, another] = owners;
  return owner === undefined || another !== undefined ? null : owner;
}

function fetchesIn(step: Step): readonly FetchStep[] {
  switch (step.kind) {
    case "fetch":
      return [step];
    case "condition":
      return [step.whenTrue, step.whenFalse].flatMap((inner) => (inner === null ? [] : fetchesIn(inner)));
    default:
      return step.steps.flatMap(fetchesIn);
  }
}

function hasAsked({ keys, shape }: FetchStep, places: readonly Place[]): boolean {
  if (keys.length >= places.length || !keys.every((key, index) => places[index]?.key === key)) return false;
  return holds(shape, places.slice(keys.length));
}

function holds(shape: FetchShape | null, [place, ...below]: readonly Place[]): boolean {
  if (place === undefined) return true;
  const field = shape?.fieldsOf(place.typeName).list.find(({ to }) => to === place.key);
  return field !== undefined && holds(field.shape, below);
}

/** From a place in the answer to the keys under which plans gather it. */
function placesOf(shape: ObjectShape, source: unknown, path: PlanPath): readonly Place[] {
  const [responseKey, ...rest] = path;
  const field = shape.fields.find((one) => one.responseKey === responseKey);
  if (field === undefined) return [];
  const place = { key: field.sourceKey, typeName: shape.typeName };
  return [place, ...placesIn(field.value, isObject(source) ? source[field.sourceKey] : undefined, rest)];
}

function placesIn(shape: ValueShape, value: unknown, path: PlanPath): readonly Place[] {
  const [index, ...rest] = path;
  if (index === undefined) return [];
  if (shape.kind === "list") return placesIn(shape.item, Array.isArray(value) ? value[Number(index)] : undefined, rest);
  if (shape.kind !== "object") return [];
  const typeName = (isObject(value) ? value["__typename"] : undefined) ?? shape.typeName;
  const inner = shape.shape.only ?? shape.shape.of(String(typeName));
  return inner === undefined ? [] : placesOf(inner, value, path);
}

function isObject(value: unknown): value is Source {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
