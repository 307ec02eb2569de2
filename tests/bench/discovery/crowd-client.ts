import { parentPort, workerData } from "node:worker_threads";
import { askHub } from "#tests/support/hub-client.ts";

/** Everybody in the crowd asks at the same moment; the milliseconds that each waited are told to whoever sent them. */
export interface Crowd {
  readonly url: string;
  readonly query: string;
  readonly variables: readonly Readonly<Record<string, unknown>>[];
}

const { url, query, variables } = workerData as Crowd;
parentPort?.postMessage(await Promise.all(variables.map(ask)));

async function ask(asked: Crowd["variables"][number]): Promise<number> {
  const startedAt = performance.now();
  const { errors } = await askHub(url, query, asked);
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return performance.now() - startedAt;
}
