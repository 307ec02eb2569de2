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
  /** The same topics asked for in English. */
  readonly english: number;
  /** Of the best node alone. */
  readonly bestNode: number;
  /** Patents found at two nodes, whose copy prints a number that passes its check. */
  readonly pairs: number;
  readonly merged: number;
  readonly falseMerges: number;
}

/** Every so many copies are printed with a wrong check character: nothing may be merged on it. */
const MISPRINTED = { each: 41, at: 40 } as const;

/** Topics are what the generator lets a thing be about: the object that its title names. */
export async function judgeSeed(seed: number, patents: number): Promise<Judgement> {
  await using hub = await startTestHub({ patents, env: { HUB_SANDBOX_SEED: String(seed) } });
  const world = generateWorld({ seed, patents });
  const topics = TECHNICAL_FIELDS.flatMap(({ objects }) => objects);
  const scores: number[] = [];
  const byNode = new Map<string, number[]>();
  const found: Edge[] = [];
  const english: number[] = [];
  for (const [topic, topicEn] of topics) {
    const relevant = relevantTo(topic, world);
    scores.push(await scoreOf(hub, { query: topic, kinds: KINDS }, relevant));
    english.push(await scoreOf(hub, { query: topicEn, kinds: KINDS }, relevant));
    for (const node of ["national", "sichuan", "chongqing"]) {
      const score = await scoreOf(hub, { query: topic, kinds: KINDS, filter: { nodes: [node] } }, relevant);
      byNode.set(node, [...(byNode.get(node) ?? []), score]);
    }
    found.push(...(await walk(hub, { query: topic, kinds: ["PATENT"], first: 100 })));
  }
  return {
    ndcg: mean(scores),
    english: mean(english),
    bestNode: Math.max(...[...byNode.values()].map(mean)),
    ...countMerges(found, misprinted(world)),
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

function countMerges(
  edges: readonly Edge[],
  misprints: ReadonlySet<string>,
): Pick<Judgement, "pairs" | "merged" | "falseMerges"> {
  const hits = edges.map(({ foundBy }) => foundBy.map(({ record }) => keyOf(record.id)));
  const times = new Map<string, number>();
  for (const key of hits.flat()) times.set(key, (times.get(key) ?? 0) + 1);
  const pairs = [...times].flatMap(([key, count]) => (count > 1 && !misprints.has(key) ? [key] : []));
  const merged = new Set(hits.flatMap((keys) => (keys.length > 1 ? keys : [])));
  return {
    pairs: pairs.length,
    merged: pairs.filter((key) => merged.has(key)).length,
    falseMerges: hits.filter((keys) => new Set(keys).size > 1 || keys.filter((key) => misprints.has(key)).length > 1)
      .length,
  };
}

function misprinted({ patents }: World): ReadonlySet<string> {
  const found = patents.filter((_patent, index) => index % MISPRINTED.each === MISPRINTED.at);
  return new Set(found.map(({ applicationNumber }) => bodyOf(applicationNumber)));
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
