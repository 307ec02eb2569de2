import { setTimeout } from "node:timers/promises";
import { Pool } from "undici";
import { quantile } from "#tests/bench/load.ts";
import { offerId } from "#tests/support/stall-node.ts";

export interface LoadTold {
  readonly requests: number;
  readonly failed: number;
  readonly firstFailure: string | null;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** What clients ask meanwhile: the hub's own nodes, the lists of all nodes, and the records of the one that comes and goes. */
const QUESTIONS: readonly string[] = [
  "{ hubNodes { code state } }",
  "{ listings(first: 5) { total { value } nodes { id title } } }",
  '{ patent(number: "ZL202310123456.6") { title applicationNumber } }',
  `{ node(id: ${JSON.stringify(offerId("stall", 1))}) { __typename ... on Listing { title } } }`,
];

/** So many requests a second at even distances, whatever becomes of those before, until `isOver`. */
export async function steadyLoad(url: string, perSecond: number, isOver: () => boolean): Promise<LoadTold> {
  const times: number[] = [];
  const failures: string[] = [];
  const open = new Set<Promise<void>>();
  const pool = new Pool(url);
  const startedAt = performance.now();
  for (let count = 0; !isOver(); count += 1) {
    const dueAt = startedAt + (count * 1_000) / perSecond;
    const waitMs = dueAt - performance.now();
    if (waitMs > 1) await setTimeout(waitMs);
    const asking = ask(pool, QUESTIONS[count % QUESTIONS.length] ?? "").then((failure) => {
      times.push(performance.now() - dueAt);
      if (failure !== null) failures.push(failure);
      open.delete(asking);
    });
    open.add(asking);
  }
  await Promise.all(open);
  await pool.close();
  return {
    requests: times.length,
    failed: failures.length,
    firstFailure: failures[0] ?? null,
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
  };
}

/** Why it failed; null where it did not. */
async function ask(pool: Pool, query: string): Promise<string | null> {
  try {
    const { statusCode, body } = await pool.request({
      path: "/graphql",
      method: "POST",
      headers: { "content-type": "application/json", "cache-control": "no-store" },
      body: JSON.stringify({ query }),
    });
    const text = await body.text();
    const { data, errors } = JSON.parse(text) as { readonly data?: unknown; readonly errors?: unknown };
    return statusCode === 200 && data && errors === undefined ? null : `${statusCode} ${text.slice(0, 300)}`;
  } catch (error) {
    return String(error);
  }
}
