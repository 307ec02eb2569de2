type Path = readonly (string | number)[];
type Answer = Readonly<Record<string, unknown>>;

/**
 * What the engine has gathered so far for one operation. It merges the nodes' answers into one tree by reference, so that
 * holding on to the answers of root fields shows all of it; tests of mixed lists would fail if that changed.
 */
export class AnswerTree {
  readonly #root: Record<string, unknown> = Object.create(null);

  /** The answer to root fields, before the engine has it. */
  plant(answer: Answer): void {
    for (const [key, value] of Object.entries(answer)) this.#root[key] ??= value;
  }

  /** All that lies at a plan's path ("@" stands for every item of a list), in the engine's own order, without nulls. */
  at(path: Path): readonly unknown[] {
    return descend(this.#root, path).filter((value) => value !== null && value !== undefined);
  }
}

function descend(value: unknown, [step, ...rest]: Path): readonly unknown[] {
  if (step === undefined) return Array.isArray(value) ? value : [value];
  if (step === "@") return Array.isArray(value) ? value.flatMap((item) => descend(item, rest)) : [];
  return isObject(value) && Object.hasOwn(value, step) ? descend(value[step], rest) : [];
}

/**
 * Where each representation's object stands among the objects from which the engine drew them. It skips those of other
 * types, so a representation is the next object that holds all of its fields; undefined when there is none.
 */
export function placesAmong(
  objects: readonly unknown[],
  representations: readonly unknown[],
): readonly (number | undefined)[] {
  let next = 0;
  return representations.map((representation) => {
    for (let place = next; place < objects.length; place += 1) {
      if (!holds(objects[place], representation)) continue;
      next = place + 1;
      return place;
    }
    return undefined;
  });
}

function holds(value: unknown, part: unknown): boolean {
  if (Array.isArray(part))
    return Array.isArray(value) && value.length === part.length && part.every((item, i) => holds(value[i], item));
  if (!isObject(part)) return value === part;
  return isObject(value) && Object.entries(part).every(([key, item]) => holds(value[key], item));
}

function isObject(value: unknown): value is Answer {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
