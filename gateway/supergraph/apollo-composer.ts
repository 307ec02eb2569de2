import { Worker } from "node:worker_threads";
import { print } from "graphql";
import type { ComposeInput } from "./compose-worker.ts";
import type { ComposedService, Composer, Composition } from "./composer.ts";

const TIME_LIMIT_MS = 60_000;
const HEAP_LIMIT_MB = 1_024;

/** Composition by @apollo/composition, in a worker with limits on time and memory, so that serving never waits for it. */
export const apolloComposer: Composer = { compose };

function compose(services: readonly ComposedService[]): Promise<Composition> {
  const input: ComposeInput = {
    services: services.map(({ name, url, typeDefs }) => ({ name, url: url ?? `node:${name}`, sdl: print(typeDefs) })),
  };
  const worker = new Worker(new URL("./compose-worker.ts", import.meta.url), {
    workerData: input,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB },
  });
  const { promise, resolve, reject } = Promise.withResolvers<Composition>();
  const timer = setTimeout(() => reject(new Error(`composition took longer than ${TIME_LIMIT_MS} ms`)), TIME_LIMIT_MS);
  worker.once("message", resolve);
  worker.once("error", reject);
  worker.once("exit", () => reject(new Error("the composition worker ended without a result")));
  return promise.finally(() => {
    clearTimeout(timer);
    void worker.terminate();
  });
}
