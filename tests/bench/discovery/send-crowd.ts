import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Crowd } from "./crowd-client.ts";

/** How long each waited, from a thread of their own: clients do not share the hub's. */
export async function sendCrowd(crowd: Crowd): Promise<readonly number[]> {
  const worker = new Worker(new URL("./crowd-client.ts", import.meta.url), { workerData: crowd });
  try {
    const [times] = await once(worker, "message");
    return times as readonly number[];
  } finally {
    await worker.terminate();
  }
}
