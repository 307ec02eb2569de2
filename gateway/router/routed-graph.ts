import type { Logger } from "#adapters/runtime/logger.ts";
import { SettingsError } from "#adapters/runtime/settings/settings-error.ts";
import type { Timer } from "#adapters/runtime/timer.ts";
import type { FetchStore } from "#gateway/cache/fetch-store.ts";
import { Flights } from "#gateway/cache/flights.ts";
import { Renewals } from "#gateway/cache/renewals.ts";
import { createFederationEngine } from "#gateway/engine/federation-engine.ts";
import type { SubgraphAnswer } from "#gateway/engine/subgraph.ts";
import type { NodeMetrics } from "#gateway/execute/node-metrics.ts";
import type { RunOperation } from "#gateway/http/operation.ts";
import type { Planner } from "#gateway/plan/planner.ts";
import { startPlanner } from "#gateway/plan/start-planner.ts";
import { plainFetchCache } from "./plain-fetch-cache.ts";
import { createPlainSubgraph, type PlainState } from "./plain-subgraph.ts";
import { type PlainSubgraphFacts, readSubgraphs, readSupergraphFile } from "./read-supergraph.ts";
import { createRunPlainOperation } from "./run-plain-operation.ts";

/** One supergraph with all that answers over it: its planner, its subgraphs, its engine. */
export interface RoutedGraph {
  readonly subgraphs: readonly PlainSubgraphFacts[];
  readonly run: RunOperation;
  /** The operations that have plans, the last used first. */
  planned(): readonly string[];
  /** Plans those operations that this graph takes, until the signal says stop; how many they are. */
  prepare(operations: readonly string[], signal: AbortSignal): Promise<number>;
  /** When the last operation that began here has ended. */
  close(): Promise<void>;
}

export interface RoutedGraphParts {
  readonly logger: Logger;
  readonly metrics: NodeMetrics;
  readonly fetches: FetchStore;
  readonly timer: Timer;
  /** Identical questions to subgraphs share one. */
  readonly sharesInFlight: boolean;
  /** Which graph since the start: nothing that was fetched over one is given out over another. */
  readonly generation: number;
}

/** Whatever serves meanwhile is not held up. Throws SettingsError. */
export async function openRoutedGraph(file: string, parts: RoutedGraphParts): Promise<RoutedGraph> {
  const { logger, metrics, fetches, timer, generation } = parts;
  const sharing = parts.sharesInFlight ? { flights: new Flights<SubgraphAnswer>(timer), metrics } : undefined;
  await using opened = new AsyncDisposableStack();
  const planner = await openPlanner(await readSupergraphFile(file), file);
  opened.defer(() => planner.close());
  const subgraphs = readSubgraphs(planner.facts, file);
  const asked = subgraphs.map((facts) => createPlainSubgraph(facts, { timer, metrics, sharing }));
  for (const { close } of asked) opened.defer(close);
  const renewals = new Renewals(timer);
  opened.defer(async () => renewals.close());
  const engine = await createFederationEngine<PlainState>({
    planner,
    subgraphs: new Map(asked.map((subgraph) => [subgraph.name, subgraph])),
    cache: plainFetchCache({ store: fetches, metrics, renewals, generation }),
    allowsObjectScalars: true,
    describeMisfit,
  });
  const underWay = new Operations(createRunPlainOperation({ engine, logger }));
  const parted = opened.move();
  return {
    subgraphs,
    run: underWay.run,
    planned: () => engine.planned(),
    prepare: (operations, signal) => engine.prepare(operations, signal),
    close: async () => {
      await underWay.ended();
      await parted.disposeAsync();
    },
  };
}

/** Counts those under way. */
class Operations {
  readonly #run: RunOperation;
  readonly #ended = Promise.withResolvers<void>();
  #count = 0;
  #isClosing = false;

  constructor(run: RunOperation) {
    this.#run = run;
  }

  readonly run: RunOperation = async (operation, scope) => {
    this.#count += 1;
    try {
      return await this.#run(operation, scope);
    } finally {
      this.#count -= 1;
      this.#settle();
    }
  };

  ended(): Promise<void> {
    this.#isClosing = true;
    this.#settle();
    return this.#ended.promise;
  }

  #settle(): void {
    if (this.#isClosing && this.#count === 0) this.#ended.resolve();
  }
}

async function openPlanner(sdl: string, path: string): Promise<Planner> {
  try {
    return await startPlanner(sdl);
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replaceAll(/\s*\n\s*/g, "; ");
    throw new SettingsError(
      { zh: `supergraph 文件 ${path} 不能使用：${reason}`, en: `Supergraph file ${path} cannot be used: ${reason}` },
      { cause: error },
    );
  }
}

function describeMisfit(message: string, node: string | null) {
  return { message, extensions: { code: "NODE_BAD_RESPONSE", ...(node === null ? {} : { node }) } };
}
