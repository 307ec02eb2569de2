import { tellParent } from "./serve-parent.ts";

/** Characters in one message: reading one of several hundred thousand takes the parent many milliseconds in one go. */
const PART = 30_000;

type Item = string | readonly [name: string, text: string];

/** Some items of a list that belongs to the next answer. */
export interface Part {
  readonly kind: "part";
  readonly list: string;
  readonly items: readonly Item[];
}

/** A long answer: its lists in parts, then the rest. Long texts are cut by `cut`. */
export function tellInParts<Answer extends object>(
  lists: Readonly<Record<string, readonly Item[]>>,
  answer: Answer,
): void {
  for (const [list, items] of Object.entries(lists)) {
    for (const part of partsOf(items)) tellParent<Part>({ kind: "part", list, items: part });
  }
  tellParent(answer);
}

/** A text as a list, for who joins it again; an empty one is one part. */
export function cut(text: string): readonly string[] {
  return Array.from({ length: Math.max(1, Math.ceil(text.length / PART)) }, (_, index) =>
    text.slice(index * PART, (index + 1) * PART),
  );
}

/** Messages' worth of a list. */
export function* partsOf<One extends Item>(items: readonly One[]): Generator<readonly One[]> {
  let part: One[] = [];
  let length = 0;
  for (const item of items) {
    part.push(item);
    length += typeof item === "string" ? item.length : item[0].length + item[1].length;
    if (length < PART) continue;
    yield part;
    part = [];
    length = 0;
  }
  if (part.length > 0) yield part;
}

/** What was heard of an answer that comes in parts. */
export class HeardParts {
  readonly #lists = new Map<string, Item[]>();

  hear({ list, items }: Part): void {
    const heard = this.#lists.get(list) ?? [];
    heard.push(...items);
    this.#lists.set(list, heard);
  }

  texts(list: string): readonly string[] {
    return (this.#lists.get(list) ?? []) as readonly string[];
  }

  pairs(list: string): Readonly<Record<string, string>> {
    return Object.fromEntries((this.#lists.get(list) ?? []) as readonly (readonly [string, string])[]);
  }
}
