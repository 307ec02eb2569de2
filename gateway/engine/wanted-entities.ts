import type { Gathered } from "./gatherer.ts";
import type { Represent } from "./representations.ts";
import type { Representation } from "./subgraph.ts";

/** The distinct entities that objects stand for, and which objects each is of. */
export class WantedEntities {
  readonly keys: readonly string[];
  readonly #represent: Represent;
  readonly targets: readonly (readonly Gathered[])[];

  static of(objects: readonly Gathered[], represent: Represent): WantedEntities {
    const byKey = new Map<string, Gathered[]>();
    for (const object of objects) {
      const key = represent.keyOf(object);
      if (key === null) continue;
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, [object]);
      else known.push(object);
    }
    return new WantedEntities(represent, [...byKey.keys()], [...byKey.values()]);
  }

  private constructor(represent: Represent, keys: readonly string[], targets: readonly (readonly Gathered[])[]) {
    this.#represent = represent;
    this.keys = keys;
    this.targets = targets;
  }

  represent(): readonly Representation[] {
    return this.targets.map(([object]) => this.#represent.represent(object as Gathered));
  }

  typeNameOf(index: number): string | null {
    const typeName = this.targets[index]?.[0]?.["__typename"];
    return typeof typeName === "string" ? typeName : null;
  }

  /** Without those that are found otherwise. */
  without(isFound: (key: string, targets: readonly Gathered[]) => boolean): WantedEntities {
    const left = this.keys.flatMap((key, index) => (isFound(key, this.targets[index] ?? []) ? [] : [index]));
    if (left.length === this.keys.length) return this;
    return new WantedEntities(
      this.#represent,
      left.map((index) => this.keys[index] as string),
      left.map((index) => this.targets[index] ?? []),
    );
  }
}
