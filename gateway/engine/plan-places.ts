import type { PlanPath } from "./compile-plan.ts";
import type { Gathered } from "./merge-answer.ts";

/** The objects at a plan's path, each once. */
export function objectsAt(root: Gathered, path: PlanPath): readonly Gathered[] {
  const found: Gathered[] = [];
  gather(root, path, 0, found);
  return found;
}

function gather(value: unknown, path: PlanPath, depth: number, into: Gathered[]): void {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    // A path without "@" goes into lists all the same.
    const next = path[depth] === "@" ? depth + 1 : depth;
    for (let index = 0; index < value.length; index++) gather(value[index], path, next, into);
    return;
  }
  const key = path[depth];
  if (key === undefined) into.push(value as Gathered);
  else gather((value as Gathered)[key], path, depth + 1, into);
}

/** Where each of the objects at a plan's path stands, in the same order: for errors only. */
export function placesAt(root: Gathered, path: PlanPath): readonly PlanPath[] {
  const places: PlanPath[] = [];
  walk(root, path, [], places);
  return places;
}

function walk(value: unknown, path: PlanPath, place: PlanPath, into: PlanPath[]): void {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    const rest = path[0] === "@" ? path.slice(1) : path;
    for (const [index, item] of value.entries()) walk(item, rest, [...place, index], into);
    return;
  }
  const [key, ...rest] = path;
  if (key === undefined) into.push(place);
  else walk((value as Gathered)[key], rest, [...place, key], into);
}
