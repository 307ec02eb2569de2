import { afterAll, describe, expect, test } from "vitest";
import { type Answer, type Federation, type Members, serveFederation } from "./serve-federation.ts";

export interface Question {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly data: unknown;
  /** Places of the errors, or what those say that have none; no errors without it. */
  readonly errorsAt?: readonly (readonly (string | number)[] | string)[];
  /** What may be asked of each member, where more would be waste. */
  readonly fetches?: Readonly<Record<string, number>>;
}

/** One graph, and what clients get of it, by the sentence that says so. */
export function describeGraph(name: string, members: Members, questions: Readonly<Record<string, Question>>): void {
  describe(name, () => {
    let graph: Promise<Federation> | undefined;
    const open = () => {
      graph ??= serveFederation(members);
      return graph;
    };
    test.each(Object.entries(questions))("%s", async (_sentence, question) => {
      const { query, asked } = await open();
      const before = asked.length;
      const answer = await query(question.query, question.variables);
      expect(toPlaces(answer)).toEqual({ data: question.data, errorsAt: question.errorsAt ?? [] });
      if (question.fetches !== undefined) expect(countByMember(asked.slice(before))).toEqual(question.fetches);
    });
    afterAll(async () => (await graph)?.[Symbol.asyncDispose]());
  });
}

function toPlaces({ data, errors = [] }: Answer) {
  return { data, errorsAt: errors.map(({ path, message }) => path ?? message) };
}

function countByMember(asked: Federation["asked"]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { member } of asked) counts[member] = (counts[member] ?? 0) + 1;
  return counts;
}

/** Finds the row that has every key of a reference. */
export function byReference<Row extends object>(rows: readonly Row[]) {
  return (reference: Readonly<Record<string, unknown>>): Row | null =>
    rows.find((row) =>
      Object.entries(reference).every(
        ([key, value]) => key === "__typename" || JSON.stringify(row[key as keyof Row]) === JSON.stringify(value),
      ),
    ) ?? null;
}

/** The reference itself: whatever is asked for is made of its keys and of what was required. */
export const itself = <Reference>(reference: Reference): Reference => reference;
