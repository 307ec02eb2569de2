import { describe, expect, test } from "vitest";
import { type DetailedPortal, startDetailedPortal } from "#tests/support/detailed-portal.ts";

interface Found {
  readonly total: number;
  readonly relation: string;
  readonly items: readonly { readonly id: string; readonly summary: Readonly<Record<string, unknown>> }[];
}

const BY_NUMBER = { search: { filters: ["number"] } };

async function find({ ask }: DetailedPortal, condition: string) {
  const { data, errors = [] } = await ask(
    `{ hubNodeSearch(searches: [{ kind: LISTING, first: 10, offset: 0, ${condition} }]) {
      total relation items { id summary { title numbers } }
    } }`,
  );
  const [page] = (data?.["hubNodeSearch"] ?? []) as readonly (Found | null)[];
  return { page, codes: errors.map(({ extensions }) => extensions.code) };
}

const about = (number: string | undefined) => `about: { typeName: "Patent", key: "${number}" }`;

describe("a number that only the details tell", () => {
  test("is asked of a source that looks at numbers; what it gives is believed where its detail says so", async () => {
    await using portal = await startDetailedPortal(BY_NUMBER);
    const { page, codes } = await find(portal, about(portal.patents[1]));
    expect(codes).toEqual([]);
    expect(page).toMatchObject({
      total: 1,
      relation: "EXACT",
      items: [{ summary: { title: "挂牌2", numbers: [portal.patents[1]] } }],
    });
    expect(portal.paths().at(-1)).toBe("/one/2");
    expect((await find(portal, `filter: { numbers: ["${portal.patents[2]}"] }`)).page).toMatchObject({ total: 1 });
    expect((await find(portal, `text: "${portal.patents[0]}"`)).page).toMatchObject({ total: 1 });
  });

  test("is held against the details of a source that finds loosely", async () => {
    await using portal = await startDetailedPortal({ ...BY_NUMBER, finds: () => ["1", "2", "3"] });
    const { page } = await find(portal, about(portal.patents[2]));
    expect(page).toMatchObject({ total: 1, items: [{ summary: { title: "挂牌3" } }] });
  });

  test("is not there where a source that looks at numbers has none", async () => {
    await using portal = await startDetailedPortal({ ...BY_NUMBER, finds: () => [] });
    expect((await find(portal, about(portal.patents[2]))).page).toMatchObject({ total: 0, relation: "EXACT" });
  });

  test("that cannot be checked is a failure alone, and a lower bound beside one that can", async () => {
    await using portal = await startDetailedPortal({ ...BY_NUMBER, finds: () => ["1", "2"] });
    portal.breakDetails(["2"]);
    expect(await find(portal, about(portal.patents[1]))).toEqual({ page: null, codes: ["NODE_UNAVAILABLE"] });
    expect((await find(portal, about(portal.patents[0]))).page).toMatchObject({ total: 1, relation: "AT_LEAST" });
  });

  test("cannot be asked of a source that does not look at numbers, or looks at nothing and gives all", async () => {
    await using blind = await startDetailedPortal();
    await using deaf = await startDetailedPortal({
      ...BY_NUMBER,
      count: 25,
      finds: () => Array.from({ length: 25 }, (_, index) => String(index + 1)),
    });
    for (const portal of [blind, deaf]) {
      expect(await find(portal, about(portal.patents[0]))).toEqual({ page: null, codes: ["NODE_CANNOT_ANSWER"] });
      expect(portal.paths().filter((path) => path.startsWith("/one/"))).toEqual([]);
    }
  });
});

test("a filter that only the details could answer is not offered, and nothing is said by it", async () => {
  const kind = {
    fields: { title: "title", seller: "dw", patentNumberText: "zl" },
    detail: {
      request: { path: "/one/{id}" },
      decode: { format: "json", rows: "data" },
      adds: ["seller", "patentNumberText"],
    },
    actions: [],
  };
  await using portal = await startDetailedPortal({ kind });
  expect(await find(portal, 'filter: { party: "某公司" }')).toEqual({ page: null, codes: ["NODE_CANNOT_ANSWER"] });
  const { data } = await portal.ask("{ hubNodeInformation { kinds { filters } } }");
  expect(data).toMatchObject({ hubNodeInformation: { kinds: [{ filters: [] }] } });
});

describe("a harvest", () => {
  const harvest = async ({ ask }: DetailedPortal, cursor: string | null) => {
    const { data } = await ask(
      `query ($cursor: String) { hubNodeHarvest(kind: LISTING, cursor: $cursor, first: 100) {
        cursor items { id summary { title numbers } }
      } }`,
      { cursor },
    );
    return data?.["hubNodeHarvest"] as { readonly cursor: string | null; readonly items: Found["items"] };
  };

  async function harvestAll(portal: DetailedPortal) {
    const batches: Found["items"][] = [];
    let cursor: string | null = null;
    do {
      const batch: Awaited<ReturnType<typeof harvest>> = await harvest(portal, cursor);
      batches.push(batch.items);
      cursor = batch.cursor;
    } while (cursor !== null);
    return batches;
  }

  test("reads the numbers that only details tell, few a batch, and none of them again the same day", async () => {
    await using portal = await startDetailedPortal({ count: 12 });
    portal.breakDetails(["4"]);
    const batches = await harvestAll(portal);
    expect(batches.map(({ length }) => length)).toEqual([5, 5, 2]);
    expect(batches.flat().map(({ summary }) => summary["numbers"])).toEqual(
      portal.patents.map((number, index) => (index === 3 ? [] : [number])),
    );
    portal.forget();
    await portal.later(6 * 3_600_000);
    await harvestAll(portal);
    expect(portal.paths().filter((path) => path.startsWith("/one/"))).toEqual(["/one/4"]);
  });

  test("reads no details where the list tells the numbers", async () => {
    const detail = { request: { path: "/one/{id}" }, decode: { format: "json", rows: "data" }, adds: ["description"] };
    await using portal = await startDetailedPortal({ count: 12, kind: { detail } });
    expect((await harvestAll(portal)).map(({ length }) => length)).toEqual([12]);
    expect(portal.paths().filter((path) => path.startsWith("/one/"))).toEqual([]);
  });
});
