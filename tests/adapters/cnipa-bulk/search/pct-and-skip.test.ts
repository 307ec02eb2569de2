import { expect, test } from "vitest";
import { numberOf, openCorpus, patent } from "./corpus.ts";

test("an international application finds its national phases", async () => {
  await using corpus = await openCorpus();
  const pct = {
    applicationNumber: "PCT/CN2019/123456",
    publicationNumber: null,
    publicationDate: null,
    nationalEntryDate: null,
  };
  corpus.write(patent({ serial: 1, pct }), patent({ serial: 2 }));
  const found = (value: string) =>
    corpus
      .search({ filter: { kind: "number", of: "PCT", value, match: "EXACT" } })
      .hits.map((hit) => hit.applicationNumber);
  expect(found("PCT/CN2019/123456")).toEqual([numberOf(1)]);
  expect(found("PCT/CN2019/123457")).toEqual([]);
});

test("hits before a place may be skipped, with the same total and what follows told", async () => {
  await using corpus = await openCorpus();
  corpus.write(...Array.from({ length: 9 }, (_, index) => patent({ serial: index + 1 })));
  const whole = corpus.search({ first: 9 }).hits.map((hit) => hit.applicationNumber);
  const pages = [0, 4, 8, 12].map((skip) => corpus.search({ first: 4, skip }));
  expect(pages.flatMap(({ hits }) => hits.map((hit) => hit.applicationNumber))).toEqual(whole);
  expect(pages.map(({ hasNextPage }) => hasNextPage)).toEqual([true, true, false, false]);
  expect(pages.map(({ total }) => total.value)).toEqual([9, 9, 9, 9]);
  const after = corpus.search({ first: 1 }).hits[0]?.cursor ?? null;
  expect(corpus.search({ first: 1, after, skip: 1 }).hits[0]?.applicationNumber).toBe(whole[2]);
});
