import { describe, expect, test } from "vitest";
import { harvestQuestion, searchQuestion } from "#gateway/execute/contract-questions.ts";
import type { GatewayNode } from "#gateway/execute/gateway-node.ts";
import { regionOf } from "#schema/codes/regions.ts";
import { decodeNodeId } from "#schema/ids/node-id.ts";
import type { NodeFilter } from "#subgraphs/runtime/define-node.ts";
import type { NodeResponse } from "#subgraphs/runtime/node-service.ts";
import { type NodeSummary, readNodeSummary } from "#subgraphs/runtime/node-summary.ts";
import { askNode } from "./ask-node.ts";

type AskedNode = Pick<GatewayNode, "service" | "typeDefs">;

/** One kind of one node, whether its folder, or a manifest, tells it. */
export interface HarvestedKind {
  readonly code: string;
  readonly kind: string;
  readonly typeName: string;
  readonly filters: readonly string[];
  readonly node: () => AskedNode;
}

interface WireItem {
  readonly typeName: string;
  readonly id: string;
  readonly summary: Readonly<Record<string, unknown>>;
}
interface Batch {
  readonly cursor: string | null;
  readonly resume: string | null;
  readonly items: readonly WireItem[];
}
interface Page {
  readonly total: number;
  readonly relation: string;
  readonly items: readonly (WireItem | null)[];
}

const ENTITIES = `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }`;
const MOST_BATCHES = 500;

/** What every kind that may be harvested must keep, asked of the node itself. */
export function describeHarvest({ code, kind, typeName, filters, node }: HarvestedKind): void {
  describe(`${code} ${kind}`, () => {
    test("is given once each, as many as a search counts, whatever the size of a batch", async () => {
      const items = await harvestAll(node(), kind, 100);
      const ids = items.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const page = await search(node(), { kind, first: 100, offset: 0 });
      if (page.relation === "EXACT") expect(ids.length).toBe(page.total);
      expect(page.items.flatMap((item) => (item === null || ids.includes(item.id) ? [] : [item.id]))).toEqual([]);
      if (ids.length <= 100) {
        expect((await harvestAll(node(), kind, 7)).map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
      }
    });

    test("has summaries of its own type, within the bounds of the contract, in the words of the filters", async () => {
      const items = await harvestAll(node(), kind, 100);
      expect(items.length).toBeGreaterThan(0);
      for (const item of items) {
        expect([item.typeName, decodeNodeId(item.id)?.typename]).toEqual([typeName, typeName]);
        const read = summaryOf(item);
        expect(toWire(read)).toEqual({ ...item.summary, text: read.text });
        expect(read.title).not.toBeNull();
        expect(read.licence).not.toBeNull();
        expect(read.fetchedAt).not.toBeNull();
        if (read.region !== null) expect(regionOf(read.region)).not.toBeNull();
        expect(Object.keys(read.codes).filter((filter) => !filters.includes(filter))).toEqual([]);
      }
    });

    test("is found by every code that its summaries name, and by no other of that filter", async () => {
      const summaries = (await harvestAll(node(), kind, 100)).map(summaryOf);
      const asked = [...codesOf(summaries)].flatMap(([filter, codes]) =>
        codes.slice(0, 4).map((one) => ({ filter, one })),
      );
      for (const { filter, one } of asked) {
        const page = await search(node(), { kind, first: 100, offset: 0, filter: { [filter]: [one] } });
        const found = new Set(page.items.map((item) => item?.id));
        const named = summaries.filter((summary) => summary.codes[filter]?.includes(one)).map(({ id }) => id);
        if (page.total > 100) continue;
        expect({ filter, one, missing: named.filter((id) => !found.has(id)) }).toEqual({ filter, one, missing: [] });
        // Regions hold what lies below them too; specialties are looked for within words.
        if (filter !== "regions" && filter !== "specialties") expect(found.size).toBe(named.length);
      }
    });

    test("can be fetched by the ids that are given, and pages end where the list does", async () => {
      const ids = (await harvestAll(node(), kind, 100)).slice(0, 20).map(({ id }) => id);
      const representations = ids.map((id) => ({ __typename: typeName, id }));
      const { data, errors = [] } = await askNode(node(), ENTITIES, { representations });
      expect(errors).toEqual([]);
      expect(data?.["_entities"]).toEqual(ids.map(() => ({ __typename: typeName })));
      const { total } = await search(node(), { kind, first: 1, offset: 0 });
      expect((await search(node(), { kind, first: 10, offset: Math.min(total, 9_000) + 1_000 })).items).toEqual([]);
    });

    test("refuses batches that are too large, and does not break over a cursor that it never gave", async () => {
      const large = await harvest(node(), { kind, first: 101, cursor: null, since: null });
      expect(large.errors?.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
      const { data, errors } = await harvest(node(), { kind, first: 2, cursor: "never given", since: null });
      if (errors === undefined)
        expect((data?.["hubNodeHarvest"] as Batch | undefined)?.items.length).toBeLessThanOrEqual(2);
      else expect(["BAD_CURSOR", "BAD_USER_INPUT"]).toContain(errors[0]?.extensions.code);
    });

    test("goes on behind its end with nothing, where it tells changes", async () => {
      const resume = await endOf(node(), kind);
      if (resume === null) return;
      const { data } = await harvest(node(), { kind, first: 100, cursor: resume, since: null });
      expect(data?.["hubNodeHarvest"]).toMatchObject({ items: [], removed: [], cursor: null, resume });
    });
  });
}

async function harvestAll(node: AskedNode, kind: string, first: number): Promise<readonly WireItem[]> {
  const items: WireItem[] = [];
  for await (const batch of batches(node, kind, first)) items.push(...batch.items);
  return items;
}

async function endOf(node: AskedNode, kind: string): Promise<string | null> {
  let resume: string | null = null;
  for await (const batch of batches(node, kind, 100)) resume = batch.resume;
  return resume;
}

async function* batches(node: AskedNode, kind: string, first: number): AsyncGenerator<Batch> {
  let cursor: string | null = null;
  for (let turn = 0; turn < MOST_BATCHES; turn++) {
    const { data, errors = [] }: NodeResponse = await harvest(node, { kind, first, cursor, since: null });
    expect(errors).toEqual([]);
    const batch = data?.["hubNodeHarvest"] as Batch;
    expect(batch.items.length).toBeLessThanOrEqual(first);
    yield batch;
    cursor = batch.cursor;
    if (cursor === null) return;
  }
  throw new Error(`the harvest of ${kind} does not end`);
}

function harvest(node: AskedNode, variables: Readonly<Record<string, unknown>>): Promise<NodeResponse> {
  return askNode(node, harvestQuestion(node.typeDefs), variables);
}

async function search(
  node: AskedNode,
  question: { readonly kind: string; readonly first: number; readonly offset: number; readonly filter?: NodeFilter },
): Promise<Page> {
  const { data, errors = [] } = await askNode(node, searchQuestion(node.typeDefs), { searches: [question] });
  expect(errors).toEqual([]);
  const [page] = (data?.["hubNodeSearch"] ?? []) as readonly Page[];
  if (page === undefined) throw new Error(`no page of ${question.kind}`);
  return page;
}

function summaryOf(item: WireItem): NodeSummary {
  const read = readNodeSummary(item);
  if (read === null) throw new Error(`${item.id} has no summary that can be read`);
  return read;
}

/** Back to the shape of the contract: what was cut or left out while reading is missing. */
function toWire({ typeName: _, id: __, codes, ...summary }: NodeSummary) {
  return { ...summary, codes: Object.entries(codes).map(([filter, values]) => ({ filter, codes: values })) };
}

function codesOf(summaries: readonly NodeSummary[]): ReadonlyMap<string, readonly string[]> {
  const all = summaries.flatMap(({ codes }) =>
    Object.entries(codes).flatMap(([name, list]) => list.map((one) => [name, one] as const)),
  );
  return new Map(
    [...Map.groupBy(all, ([name]) => name)].map(([name, pairs]) => [name, [...new Set(pairs.map(([, one]) => one))]]),
  );
}
