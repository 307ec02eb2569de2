import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";

/** With so many patents in the world, more Chinese publications than OPS lets one reach. */
const PATENTS = 2_000;
const WINDOW = 2_000;

const PAGE = /* GraphQL */ `query ($after: String) {
  worldPatents(filter: { offices: ["CN"] }, first: 100, after: $after) {
    total { value relation } notices { code } nodes { publicationNumber } pageInfo { endCursor hasNextPage }
  }
}`;

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub({ patents: PATENTS });
});
afterAll(() => hub.stop());

test("everything that a search finds is paged once, beyond what OPS lets one reach, with little more than a question a page", async () => {
  await hub.resetCounts();
  const seen: string[] = [];
  let pages = 0;
  let total = { value: 0, relation: "" };
  for (let after: string | null = null, more = true; more && pages < 60; pages++) {
    const page = await pageAfter(after);
    seen.push(...page.nodes.map(({ publicationNumber }) => publicationNumber));
    total = page.total;
    after = page.pageInfo.endCursor;
    more = page.pageInfo.hasNextPage;
  }
  expect(total.value).toBeGreaterThan(WINDOW);
  expect(total.relation).toBe("EXACT");
  expect(seen).toHaveLength(total.value);
  expect(new Set(seen).size).toBe(total.value);
  const { search = 0 } = (await hub.counts())["epo-ops"] ?? {};
  expect(search).toBeLessThanOrEqual(pages + 10);
});

test("hits with their patents and families cost one search, two bulk questions and one family a case", async () => {
  await hub.resetCounts();
  const { data, errors } = await hub.ask<Answer>(`{
    worldPatents(cql: "pn = EP", first: 10) { nodes { publicationNumber patent { title families { kind members { total { value } } } } } }
  }`);
  expect(errors).toEqual([]);
  expect(data?.worldPatents.nodes).toHaveLength(10);
  const counts = (await hub.counts())["epo-ops"] ?? {};
  expect(counts).toMatchObject({ search: 1, "biblio-by-publication": 1, "biblio-by-application": 1 });
  expect(counts["family"]).toBeLessThanOrEqual(10);
});

async function pageAfter(after: string | null): Promise<Page> {
  const { data, errors } = await hub.ask<Answer>(PAGE, { after });
  expect(errors).toEqual([]);
  if (data == null) throw new Error("no data");
  expect(data.worldPatents.notices).toEqual([]);
  return data.worldPatents;
}

interface Answer {
  readonly worldPatents: Page;
}

interface Page {
  readonly total: { readonly value: number; readonly relation: string };
  readonly notices: readonly object[];
  readonly nodes: readonly { readonly publicationNumber: string }[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}
