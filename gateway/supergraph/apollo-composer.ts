import { setImmediate } from "node:timers/promises";
import type { DocumentNode } from "graphql";
import { end, SpareProcess } from "#gateway/children/spare-process.ts";
import { printDefinitions } from "#schema/print-definitions.ts";
import type { ComposeInput } from "./compose-process.ts";
import type { ComposedService, Composer, Composition } from "./composer.ts";

export interface ComposerLimits {
  readonly timeLimitMs: number;
  readonly heapLimitMb: number;
}

const COMPOSE_PROCESS = new URL("./compose-process.ts", import.meta.url);

/** Composing is half as fast without a thread that compiles, and makes much that is garbage soon. */
const FLAGS = ["--v8-pool-size=1", "--max-semi-space-size=32"];

/** Composition by @apollo/composition, in a process with limits on time and memory, so that serving never waits for it. */
export function createApolloComposer({ timeLimitMs, heapLimitMb }: ComposerLimits): Composer {
  const processes = new SpareProcess({ script: COMPOSE_PROCESS, flags: FLAGS, heapLimitMb });
  return { compose: (services) => compose(services, processes, timeLimitMs) };
}

export const apolloComposer: Composer = createApolloComposer({ timeLimitMs: 60_000, heapLimitMb: 1_024 });

/** Of members that stay, whose documents are the same from one graph to the next. */
const texts = new WeakMap<DocumentNode, string>();

function textOf(typeDefs: DocumentNode): string {
  const text = texts.get(typeDefs) ?? printDefinitions(typeDefs);
  texts.set(typeDefs, text);
  return text;
}

/** One in a turn of the event loop: others are being served. */
async function printed(services: readonly ComposedService[]): Promise<ComposeInput["services"]> {
  const input: ComposeInput["services"][number][] = [];
  for (const { name, url, typeDefs } of services) {
    if (!texts.has(typeDefs)) await setImmediate();
    input.push({ name, url: url ?? `node:${name}`, sdl: textOf(typeDefs) });
  }
  return input;
}

async function compose(
  services: readonly ComposedService[],
  processes: SpareProcess,
  timeLimitMs: number,
): Promise<Composition> {
  const input: ComposeInput = { services: await printed(services) };
  const child = processes.take();
  const { promise, resolve } = Promise.withResolvers<Composition>();
  // A schema that takes too much is refused like one that does not fit, so that its node can be left out.
  const refuse = (code: string, message: string) => {
    resolve({ kind: "refused", problems: [{ code, message }] });
    end(child);
  };
  const timer = setTimeout(
    () => refuse("COMPOSITION_TIME", `composition took longer than ${timeLimitMs} ms`),
    timeLimitMs,
  );
  child.once("message", (composition: Composition) => {
    processes.giveBack(child);
    resolve(composition);
  });
  child.on("error", (error) => refuse("COMPOSITION_FAILED", error.message));
  child.once("exit", (code, signal) => {
    refuse("COMPOSITION_FAILED", `the composing process ended without a result (${signal ?? code})`);
  });
  child.send(input);
  return promise.finally(() => clearTimeout(timer));
}
