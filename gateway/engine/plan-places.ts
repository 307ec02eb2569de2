import type { PlanPath } from "./compile-plan.ts";
import type { Gathered, Gatherer } from "./gatherer.ts";

/** Where objects stand: what was found is known until something is merged, also on the way to what lies below it. */
export class Places {
  readonly #gatherer: Gatherer;
  readonly #known = new Map<string, readonly Gathered[]>();
  #version = -1;

  constructor(gatherer: Gatherer) {
    this.#gatherer = gatherer;
  }

  /** The objects at a plan's path without its "@" (lists are gone into wherever they stand), each once. */
  objectsAt({ keys, prefixes }: PlanPlace): readonly Gathered[] {
    const { root, shared, version } = this.#gatherer;
    if (version !== this.#version) this.#known.clear();
    this.#version = version;
    let depth = keys.length;
    let from: readonly Gathered[] | undefined;
    while (depth > 0 && from === undefined) {
      from = this.#known.get(prefixes[depth - 1] as string);
      if (from === undefined) depth -= 1;
    }
    if (from !== undefined && depth === keys.length) return from;
    const walk = new Walk(keys, shared);
    for (const object of from ?? [root]) walk.visit(object, depth);
    if (keys.length > 0) this.#known.set(prefixes[keys.length - 1] as string, walk.found);
    return walk.found;
  }
}

/** A path without "@", and its beginnings up to each of its keys as texts. */
export interface PlanPlace {
  readonly keys: PlanPath;
  readonly prefixes: readonly string[];
}

export function prefixesOf(keys: PlanPath): readonly string[] {
  return keys.map((_key, index) => keys.slice(0, index + 1).join("."));
}

class Walk {
  readonly found: Gathered[] = [];
  readonly #keys: PlanPath;
  readonly #shared: ReadonlySet<Gathered>;
  readonly #visited = new Set<Gathered>();

  constructor(keys: PlanPath, shared: ReadonlySet<Gathered>) {
    this.#keys = keys;
    this.#shared = shared;
  }

  visit(value: unknown, depth: number): void {
    if (typeof value !== "object" || value === null) return;
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) this.visit(value[index], depth);
      return;
    }
    const object = value as Gathered;
    if (this.#shared.size > 0 && this.#shared.has(object)) {
      if (this.#visited.has(object)) return;
      this.#visited.add(object);
    }
    const key = this.#keys[depth];
    if (key === undefined) this.found.push(object);
    else this.visit(object[key], depth + 1);
  }
}

interface Placed {
  readonly object: Gathered;
  readonly place: PlanPath;
}

/** All places of the objects at a plan's path: for errors only. */
export function placesAt({ root }: Gatherer, path: PlanPath): readonly Placed[] {
  const places: Placed[] = [];
  walk(root, path, [], places);
  return places;
}

function walk(value: unknown, path: PlanPath, place: PlanPath, into: Placed[]): void {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    const rest = path[0] === "@" ? path.slice(1) : path;
    for (const [index, item] of value.entries()) walk(item, rest, [...place, index], into);
    return;
  }
  const [key, ...rest] = path;
  if (key === undefined) into.push({ object: value as Gathered, place });
  else walk((value as Gathered)[key], rest, [...place, key], into);
}
