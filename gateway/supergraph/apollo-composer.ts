import type { ChildProcess } from "node:child_process";
import { setImmediate } from "node:timers/promises";
import { LastTwo } from "#gateway/cache/last-two.ts";
import { HeardParts, partsOf } from "#gateway/children/parts.ts";
import { end, SpareProcess } from "#gateway/children/spare-process.ts";
import type { CostFacts } from "#gateway/guard/cost/cost-table.ts";
import { printDefinitions } from "#schema/print-definitions.ts";
import { areSameTexts } from "#schema/same-texts.ts";
import type { ComposeAnswer, ComposeQuestion, ServiceText } from "./compose-process.ts";
import type { Composed, ComposedService, Composer, Composition } from "./composer.ts";

export interface ComposerLimits {
  readonly timeLimitMs: number;
  readonly heapLimitMb: number;
}

const COMPOSE_PROCESS = new URL("./compose-process.ts", import.meta.url);

/** Characters of schemas that one thread composes in a second or two. */
const SMALL_TEXT = 1_000_000;

/** Composing makes much that is garbage soon. */
const YOUNG = "--max-semi-space-size=32";

/** Composition by @apollo/composition, in a process with limits on time and memory, so that serving never waits for it. */
export function createApolloComposer({ timeLimitMs, heapLimitMb }: ComposerLimits): Composer {
  const withFlags = (...flags: string[]) => new SpareProcess({ script: COMPOSE_PROCESS, flags, heapLimitMb });
  // Where it is soon done, a small machine's other processor is left to whoever is being served.
  const small = withFlags("--single-threaded", YOUNG);
  // It takes half as long with a thread that compiles.
  const large = withFlags("--v8-pool-size=1", YOUNG);
  const last = new LastTwo<readonly ServiceText[], Composed>(areSameServices);
  return {
    compose: async (services) => {
      const texts = await printed(services);
      const known = last.find(texts);
      if (known !== undefined) return known;
      const length = texts.flatMap(({ sdl }) => sdl).reduce((sum, text) => sum + text.length, 0);
      const composition = await compose(texts, length > SMALL_TEXT ? large : small, timeLimitMs);
      if (composition.kind === "composed") last.keep(texts, composition);
      return composition;
    },
  };
}

export const apolloComposer: Composer = createApolloComposer({ timeLimitMs: 60_000, heapLimitMb: 1_024 });

function areSameServices(a: readonly ServiceText[], b: readonly ServiceText[]): boolean {
  const isLike = ({ name, url, sdl }: ServiceText, other: ServiceText | undefined) =>
    name === other?.name && url === other.url && areSameTexts(sdl, other.sdl);
  return a.length === b.length && a.every((service, index) => isLike(service, b[index]));
}

/** One in a turn of the event loop: others are being served. */
async function printed(services: readonly ComposedService[]): Promise<readonly ServiceText[]> {
  const texts: ServiceText[] = [];
  for (const { name, url, typeDefs } of services) {
    await setImmediate();
    texts.push({ name, url: url ?? `node:${name}`, sdl: printDefinitions(typeDefs) });
  }
  return texts;
}

async function compose(
  services: readonly ServiceText[],
  processes: SpareProcess,
  timeLimitMs: number,
): Promise<Composition> {
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
  const parts = new HeardParts();
  child.on("message", (answer: ComposeAnswer) => {
    if (answer.kind === "part") return parts.hear(answer);
    processes.giveBack(child);
    resolve(answer.kind === "refused" ? answer : composedOf(parts, answer.costs));
  });
  child.on("error", (error) => refuse("COMPOSITION_FAILED", error.message));
  child.once("exit", (code, signal) => {
    refuse("COMPOSITION_FAILED", `the composing process ended without a result (${signal ?? code})`);
  });
  await ask(child, services);
  return promise.finally(() => clearTimeout(timer));
}

/** A part in a turn of the event loop. */
async function ask(child: ChildProcess, services: readonly ServiceText[]): Promise<void> {
  const tell = (question: ComposeQuestion) => child.send(question);
  for (const { name, url, sdl } of services) {
    tell({ kind: "service", name, url });
    for (const part of partsOf(sdl)) {
      tell({ kind: "definitions", sdl: part });
      await setImmediate();
    }
  }
  tell({ kind: "compose" });
}

function composedOf(parts: HeardParts, costs: Omit<CostFacts, "types">): Composed {
  return {
    kind: "composed",
    supergraphSdl: parts.texts("supergraphSdl"),
    costs: { ...costs, types: parts.pairs("costs") },
  };
}
