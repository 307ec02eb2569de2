import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { printDefinitions } from "#schema/print-definitions.ts";
import type { ComposeInput } from "./compose-worker.ts";
import type { ComposedService, Composer, Composition } from "./composer.ts";

export interface ComposerLimits {
  readonly timeLimitMs: number;
  readonly heapLimitMb: number;
}

/** Composition by @apollo/composition, in a worker with limits on time and memory, so that serving never waits for it. */
export function createApolloComposer(limits: ComposerLimits): Composer {
  return { compose: (services) => compose(services, limits) };
}

export const apolloComposer: Composer = createApolloComposer({ timeLimitMs: 60_000, heapLimitMb: 1_024 });

/** One in a turn of the event loop: others are being served. */
async function printed(services: readonly ComposedService[]): Promise<ComposeInput["services"]> {
  const texts: ComposeInput["services"][number][] = [];
  for (const { name, url, typeDefs } of services) {
    texts.push({ name, url: url ?? `node:${name}`, sdl: printDefinitions(typeDefs) });
    await setImmediate();
  }
  return texts;
}

async function compose(
  services: readonly ComposedService[],
  { timeLimitMs, heapLimitMb }: ComposerLimits,
): Promise<Composition> {
  const input: ComposeInput = { services: await printed(services) };
  const worker = new Worker(new URL("./compose-worker.ts", import.meta.url), {
    workerData: input,
    resourceLimits: { maxOldGenerationSizeMb: heapLimitMb },
  });
  const { promise, resolve } = Promise.withResolvers<Composition>();
  // A schema that takes too much is refused like one that does not fit, so that its node can be left out.
  const refuse = (code: string, message: string) => resolve({ kind: "refused", problems: [{ code, message }] });
  const timer = setTimeout(
    () => refuse("COMPOSITION_TIME", `composition took longer than ${timeLimitMs} ms`),
    timeLimitMs,
  );
  worker.once("message", resolve);
  worker.once("error", (error) => refuse("COMPOSITION_FAILED", error.message));
  worker.once("exit", () => refuse("COMPOSITION_FAILED", "the composition worker ended without a result"));
  return promise.finally(() => {
    clearTimeout(timer);
    void worker.terminate();
  });
}
