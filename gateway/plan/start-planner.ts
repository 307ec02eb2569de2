import { Worker } from "node:worker_threads";
import type { Planner, QueryPlan } from "./planner.ts";

export async function startPlanner(supergraphSdl: string): Promise<Planner> {
  const worker = new Worker(new URL("./plan-worker.ts", import.meta.url), { workerData: { supergraphSdl } });
  worker.unref();
  const waiting = new Map<number, PromiseWithResolvers<QueryPlan>>();
  let next = 0;
  const facts = await new Promise<Pick<Planner, "apiSdl" | "possibleTypes" | "fieldNames">>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  worker.on("message", ({ id, plan, error }: { id: number; plan?: QueryPlan; error?: string }) => {
    const task = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) worker.unref();
    if (plan === undefined) task?.reject(new Error(error));
    else task?.resolve(plan);
  });
  return {
    ...facts,
    plan: (document) => {
      const task = Promise.withResolvers<QueryPlan>();
      waiting.set(next, task);
      worker.ref();
      worker.postMessage({ id: next++, document });
      return task.promise;
    },
    close: async () => void (await worker.terminate()),
  };
}
