import { describe, expect, test } from "vitest";
import { changedPatents } from "#adapters/cnipa-bulk/store/read-changes.ts";
import { numberOf, openCorpus, patent } from "./corpus.ts";

type Corpus = Awaited<ReturnType<typeof openCorpus>>;

/** All changes after a cursor, so many at a time. */
function readAll({ database }: Corpus, after: string | null, limit: number) {
  const numbers: string[] = [];
  const removed: string[] = [];
  for (let cursor = after, turn = 0; turn < 100; turn++) {
    const page = changedPatents(database, cursor, limit);
    numbers.push(...page.numbers);
    removed.push(...page.removed);
    if (page.isEnd) return { numbers, removed, cursor: page.cursor };
    cursor = page.cursor;
  }
  throw new Error("the changes never end");
}

describe("changes", () => {
  test.each([1, 2, 100])("give every patent from the first on, %i at a time", async (limit) => {
    await using corpus = await openCorpus();
    corpus.write(...[1, 2, 3].map((serial) => patent({ serial, title: `甲${serial}` })));
    expect(readAll(corpus, null, limit)).toMatchObject({ numbers: [1, 2, 3].map(numberOf), removed: [] });
  });

  test("after a cursor give only what was written, renewed or taken out since", async () => {
    await using corpus = await openCorpus();
    corpus.write(...[1, 2, 3].map((serial) => patent({ serial, title: `甲${serial}` })));
    const { cursor } = readAll(corpus, null, 2);
    expect(readAll(corpus, cursor, 2)).toEqual({ numbers: [], removed: [], cursor });
    corpus.write(
      patent({ serial: 2, title: "乙", kind: "B", published: "2022-01-04" }),
      patent({ serial: 4, title: "丙" }),
    );
    corpus.remove(3);
    const since = readAll(corpus, cursor, 2);
    expect([...new Set(since.numbers)].toSorted()).toEqual([2, 4].map(numberOf));
    expect(since.removed).toEqual([numberOf(3)]);
  });

  test.each(["", "junk", "7.1", "0.x"])("begin anew with a cursor of another index: %j", async (cursor) => {
    await using corpus = await openCorpus();
    corpus.write(patent({ serial: 1, title: "甲" }));
    expect(changedPatents(corpus.database, cursor, 10).numbers).toEqual([numberOf(1)]);
  });
});
