import fc from "fast-check";
import { expect, test } from "vitest";
import type { PatentDocument } from "#adapters/cnipa-bulk/patent-record.ts";
import type { SearchCondition, SearchOrder, TextField } from "#adapters/cnipa-bulk/search/search-request.ts";
import { near, openCorpus, patent, text } from "./corpus.ts";
import { naiveSearch } from "./naive-search.ts";

type Corpus = Awaited<ReturnType<typeof openCorpus>>;

const RUNS = 25;
const FIELDS: readonly TextField[] = ["TITLE", "ABSTRACT", "CLAIMS", "APPLICANT", "INVENTOR"];

const piece = fc.constantFrom(
  "光",
  "学",
  "胶",
  "光学",
  "学胶",
  "，",
  " ",
  "led",
  "LEDs",
  "adhesive",
  "adhesives",
  "2.5",
  "𠮷",
);
const writing = fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join(""));
const sought = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(""));
const someFields = fc.subarray([...FIELDS], { minLength: 1 });

const documents = fc
  .array(
    fc.record({
      title: fc.option(writing),
      titleEn: fc.option(fc.constantFrom("Optical adhesives", "LED display"), { freq: 1 }),
      abstract: fc.option(writing),
      claim: writing,
      applicant: writing,
      region: fc.constantFrom("510107", "500103", "510000", null),
      inventors: fc.array(fc.constantFrom("光学", "张光", "李学"), { maxLength: 2 }),
      ipc: fc.subarray(["C09J4/02", "C09J40/00", "C08L1/02", "H04L29/08"]),
      type: fc.constantFrom("INVENTION" as const, "UTILITY_MODEL" as const),
      filingDate: fc.constantFrom("2020-01-01", "2020-06-01", "2021-06-01", null),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((all) => all.map(toDocument));

const leaf: fc.Arbitrary<SearchCondition> = fc.oneof(
  fc.tuple(sought, someFields, fc.constantFrom("PHRASE" as const, "PREFIX" as const)).map((args) => text(...args)),
  fc
    .tuple(sought, sought, fc.nat(4), fc.boolean(), someFields)
    .map(([one, other, distance, isOrdered, fields]) => near([one, other], distance, { fields, isOrdered })),
  fc.constantFrom<SearchCondition>(
    { kind: "class", scheme: "IPC", symbols: ["C09J4"] },
    { kind: "class", scheme: "IPC", symbols: ["C", "H04L29/08"] },
    { kind: "type", types: ["UTILITY_MODEL"] },
    { kind: "date", of: "FILING", from: "2020-06-01", to: null },
    { kind: "region", codes: ["510107", "510000"] },
  ),
);
const condition = fc.letrec<{ tree: SearchCondition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    leaf,
    fc
      .tuple(fc.constantFrom("and" as const, "or" as const), fc.array(tie("tree"), { maxLength: 3 }))
      .map(([kind, operands]): SearchCondition => ({ kind, operands })),
    tie("tree").map((operand): SearchCondition => ({ kind: "not", operand })),
  ),
})).tree;

test("finds and scores what a plain look at every text finds, however the index lies", async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(
      documents,
      fc.array(fc.tuple(condition, fc.option(leaf)), { minLength: 8, maxLength: 8 }),
      async (all, asked) => {
        await using corpus = await openCorpus();
        writeInSteps(corpus, all);
        for (const [query, filter] of asked) {
          const page = corpus.search({ query, filter, first: 100 });
          const expected = naiveSearch(all, query, filter);
          const scores = new Map(expected.map(({ document, score }) => [document.applicationNumber, score]));
          expect(page.total).toEqual({ value: expected.length, relation: "EXACT" });
          expect(new Set(page.hits.map((hit) => hit.applicationNumber))).toEqual(new Set(scores.keys()));
          for (const hit of page.hits) {
            if (hit.score !== null) expect(hit.score).toBeCloseTo(scores.get(hit.applicationNumber) ?? Number.NaN, 9);
          }
          const given = page.hits.map((hit) => hit.score ?? 0);
          expect(given).toEqual(given.toSorted((a, b) => b - a));
          found += page.hits.length;
        }
      },
    ),
    { numRuns: RUNS },
  );
  expect(found).toBeGreaterThan(100);
});

test("facets count every match", async () => {
  await fc.assert(
    fc.asyncProperty(documents, leaf, fc.integer({ min: 1, max: 4 }), async (all, query, facetTop) => {
      await using corpus = await openCorpus();
      writeInSteps(corpus, all);
      const fields = [
        "PATENT_TYPE",
        "FILING_YEAR",
        "CITY",
        "PROVINCE",
        "IPC_SUBCLASS",
        "IPC_SECTION",
        "APPLICANT_TYPE",
      ] as const;
      const { facets } = corpus.search({ query, facets: fields, facetTop });
      const matches = naiveSearch(all, query, null).map(({ document }) => document);
      for (const facet of facets) {
        const values = matches.map((document) => valuesOf(document, facet.field));
        const counts = Map.groupBy(values.flat(), (value) => value);
        const best = facet.buckets.map(({ value }) => value);
        for (const bucket of facet.buckets) expect(bucket.count).toBe(counts.get(bucket.value)?.length);
        expect(best.length).toBe(Math.min(facetTop, counts.size));
        const least = Math.min(...facet.buckets.map(({ count }) => count));
        for (const [value, all] of counts) if (!best.includes(value)) expect(all.length).toBeLessThanOrEqual(least);
        expect(facet.missing).toBe(values.filter((own) => own.length === 0).length);
        expect(facet.other).toBe(
          values.filter((own) => own.length > 0 && !own.some((value) => best.includes(value))).length,
        );
      }
    }),
    { numRuns: RUNS },
  );
});

test("pages neither repeat nor skip while records come, change and are taken down", async () => {
  const order = fc.record({
    field: fc.constantFrom<SearchOrder>("RELEVANCE", "FILING_DATE", "PUBLICATION_DATE", "GRANT_DATE"),
    direction: fc.constantFrom("ASC" as const, "DESC" as const),
  });
  await fc.assert(
    fc.asyncProperty(documents, documents, order, fc.integer({ min: 1, max: 5 }), async (before, later, by, first) => {
      await using corpus = await openCorpus();
      writeInSteps(corpus, before);
      const query = text("光");
      const whole = corpus.search({ query, order: by, first: 100 }).hits.map((hit) => hit.applicationNumber);
      const met: string[] = [];
      let after: string | null = null;
      let [step, isLast] = [0, false];
      while (!isLast) {
        const page = corpus.search({ query, order: by, first, after });
        met.push(...page.hits.map((hit) => hit.applicationNumber));
        after = page.hits.at(-1)?.cursor ?? after;
        isLast = !page.hasNextPage;
        // New records and new versions of old ones, some of which the query no longer finds.
        const change = later[step++];
        if (change !== undefined) corpus.write({ ...change, producedDate: `2022-01-${10 + (step % 20)}` });
        if (step % 3 === 0) corpus.seal();
      }
      expect(met).toEqual(whole);
    }),
    { numRuns: RUNS },
  );
});

test("what is taken down is on no later page", async () => {
  await using corpus = await openCorpus();
  corpus.write(...[1, 2, 3, 4].map((serial) => patent({ serial, title: "光学胶" })));
  const page = corpus.search({ query: text("光学"), first: 1 });
  corpus.remove(2);
  const rest = corpus.search({ query: text("光学"), after: page.hits[0]?.cursor ?? null });
  expect(page.total.value - rest.total.value).toBe(1);
  expect(rest.hits).toHaveLength(2);
});

/** Some of it in segments, some of those merged, some waiting. */
function writeInSteps(corpus: Corpus, all: readonly PatentDocument[]): void {
  for (const [index, document] of all.entries()) {
    corpus.write(document);
    if (index < 20) corpus.seal();
    else if (index % 4 === 0) corpus.search({});
  }
}

function toDocument(
  {
    claim,
    applicant,
    region,
    inventors,
    ...rest
  }: {
    readonly claim: string;
    readonly applicant: string;
    readonly region: string | null;
    readonly inventors: readonly string[];
  } & Pick<PatentDocument, "title" | "titleEn" | "abstract" | "ipc" | "type" | "filingDate">,
  index: number,
): PatentDocument {
  const party = { address: null, postCode: null, officeCode: "CN", uscc: null, sequence: 1 };
  return patent({
    serial: index + 1,
    ...rest,
    claim,
    applicants: [{ ...party, name: applicant, regionCode: region }],
    inventors: [...new Set(inventors)].map((name, at) => ({ name, sequence: at + 1, withheld: false })),
  });
}

function valuesOf(document: PatentDocument, field: string): readonly string[] {
  const region = document.applicants[0]?.regionCode ?? null;
  const subclasses = [...new Set(document.ipc.map((symbol) => symbol.slice(0, 4)))];
  const city = region === "500103" ? "500000" : region === "510107" ? "510100" : null;
  const values: Readonly<Record<string, readonly (string | null | undefined)[]>> = {
    PATENT_TYPE: [document.type],
    FILING_YEAR: [document.filingDate?.slice(0, 4)],
    PROVINCE: [region === null ? null : `${region.slice(0, 2)}0000`],
    CITY: [city],
    IPC_SUBCLASS: subclasses,
    IPC_SECTION: [...new Set(subclasses.map((subclass) => subclass.charAt(0)))],
    APPLICANT_TYPE: [typeOf(document.applicants[0]?.name ?? "")],
  };
  return (values[field] ?? []).filter((value) => value != null);
}

/** The invented names are no organisation's: two to four Chinese characters are a person's. */
function typeOf(name: string): string | null {
  return /^\p{Script=Han}{2,4}$/u.test(name.normalize("NFKC").trim()) ? "INDIVIDUAL" : null;
}
