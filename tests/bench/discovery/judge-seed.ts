import { generateWorld } from "#adapters/runtime/sandbox/world/generate-world.ts";
import type { World } from "#adapters/runtime/sandbox/world/types.ts";
import { TECHNICAL_FIELDS } from "#adapters/runtime/sandbox/world/vocabulary.ts";
import { decodeNodeId } from "#schema/ids/node-id.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";
import { mean, ndcgAtTen } from "./judge.ts";

const KINDS = ["PATENT", "LISTING", "DEMAND"];
const SEARCH = /* GraphQL */ `query ($query: String!, $kinds: [AssetKind!], $filter: SearchFilter, $first: Int, $after: String) {
  search(query: $query, kinds: $kinds, filter: $filter, first: $first, after: $after, deadlineMs: 10000) {
    edges { node { id } foundBy { record { id } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface Edge {
  readonly node: { readonly id: string };
  readonly foundBy: readonly { readonly record: { readonly id: string } }[];
}

interface Page {
  readonly edges: readonly Edge[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

/** How well one generated world is searched, judged by what its generator knows. */
export interface Judgement {
  readonly ndcg: number;
  /** Of the best node alone. */
  readonly bestNode: number;
  readonly pairs: number;
  readonly merged: number;
  readonly falseMerges: number;
}

/** Topics are what the generator lets a thing be about: the object that its title names. */
export async function judgeSeed(seed: number, patents: number): Promise<Judgement> {
  await using hub = await startTestHub({ patents, env: { HUB_SANDBOX_SEED: String(seed) } });
  const world = generateWorld({ seed, patents });
  const topics = TECHNICAL_FIELDS.flatMap(({ objects }) => objects.map(([zh]) => zh));
  const scores: number[] = [];
  const byNode = new Map<string, number[]>();
  const found: Edge[] = [];
  for (const topic of topics) {
    const relevant = relevantTo(topic, world);
    scores.push(await scoreOf(hub, { query: topic, kinds: KINDS }, relevant));
    for (const node of ["national", "sichuan", "chongqing"]) {
      const score = await scoreOf(hub, { query: topic, kinds: KINDS, filter: { nodes: [node] } }, relevant);
      byNode.set(node, [...(byNode.get(node) ?? []), score]);
    }
    found.push(...(await walk(hub, { query: topic, kinds: ["PATENT"], first: 100 })));
  }
  return {
    ndcg: mean(scores),
    bestNode: Math.max(...[...byNode.values()].map(mean)),
    ...countMerges(found),
  };
}

/** Keys of all records about a topic, over the nodes. */
function relevantTo(topic: string, { patents, offers, demands }: World): ReadonlySet<string> {
  const about = <T extends { readonly title: string }>(things: readonly T[], key: (thing: T) => string) =>
    things.filter(({ title }) => title.includes(topic)).map(key);
  return new Set([
    ...about(patents, ({ applicationNumber }) => bodyOf(applicationNumber)),
    ...about(offers, ({ id }) => id),
    ...about(demands, ({ id }) => id),
  ]);
}

async function scoreOf(hub: TestHub, variables: object, relevant: ReadonlySet<string>): Promise<number> {
  const { edges } = await pageOf(hub, { ...variables, first: 10 });
  return ndcgAtTen(
    edges.map(({ node }) => (relevant.has(keyOf(node.id)) ? 1 : 0)),
    relevant.size,
  );
}

async function walk(hub: TestHub, variables: object): Promise<readonly Edge[]> {
  const edges: Edge[] = [];
  let after: string | null = null;
  for (let isMore = true; isMore; ) {
    const page: Page = await pageOf(hub, { ...variables, after });
    edges.push(...page.edges);
    after = page.pageInfo.endCursor;
    isMore = page.pageInfo.hasNextPage;
  }
  return edges;
}

async function pageOf(hub: TestHub, variables: object): Promise<Page> {
  const { data, errors } = await hub.ask(SEARCH, { ...variables });
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return (data as { readonly search: Page }).search;
}

/** Pairs are patents of which both the register's record and the portal's copy were found, in one hit or in two. */
function countMerges(edges: readonly Edge[]): Pick<Judgement, "pairs" | "merged" | "falseMerges"> {
  const records = edges.map(({ foundBy }) => foundBy.map(({ record }) => keyOf(record.id)));
  const times = new Map<string, number>();
  for (const key of records.flat()) times.set(key, (times.get(key) ?? 0) + 1);
  return {
    pairs: [...times.values()].filter((count) => count > 1).length,
    merged: records.filter((keys) => keys.length > 1 && new Set(keys).size === 1).length,
    falseMerges: records.filter((keys) => new Set(keys).size > 1).length,
  };
}

/** Digits of the application number, for the register's record and for the portal's copy; the platform's own id otherwise. */
function keyOf(id: string): string {
  const { typename, key } = decodeNodeId(id) ?? { typename: "", key: "" };
  if (typename === "Patent") return bodyOf(key);
  return typename === "SichuanPatentRecord" ? key.replace(/^Z/, "") : key;
}

function bodyOf(applicationNumber: string): string {
  return applicationNumber.slice(2).split(".")[0] ?? "";
}
