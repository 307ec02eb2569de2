import type { Logger } from "#adapters/runtime/logger.ts";
import { SettingsError } from "#adapters/runtime/settings/settings-error.ts";
import type { Timer } from "#adapters/runtime/timer.ts";
import type { FetchStore } from "#gateway/cache/fetch-store.ts";
import { Flights } from "#gateway/cache/flights.ts";
import { Renewals } from "#gateway/cache/renewals.ts";
import { createFederationEngine } from "#gateway/engine/federation-engine.ts";
import type { SubgraphAnswer } from "#gateway/engine/subgraph.ts";
import type { NodeMetrics } from "#gateway/execute/node-metrics.ts";
import type { Planner } from "#gateway/plan/planner.ts";
import { startPlanner } from "#gateway/plan/start-planner.ts";
import type { ServedGraph } from "#gateway/supergraph/graph-slot.ts";
import { OperationsUnderWay } from "#gateway/supergraph/operations-under-way.ts";
import { plainFetchCache } from "./plain-fetch-cache.ts";
import { createPlainSubgraph, type PlainState } from "./plain-subgraph.ts";
import { type PlainSubgraphFacts, readSubgraphs, readSupergraphFile } from "./read-supergraph.ts";
import { createRunPlainOperation } from "./run-plain-operation.ts";

/** One supergraph with all that answers over it: its planner, its subgraphs, its engine. */
export interface RoutedGraph extends ServedGraph {
  readonly subgraphs: readonly PlainSubgraphFacts[];
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
  const underWay = new OperationsUnderWay(createRunPlainOperation({ engine, logger }));
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

async function openPlanner(sdl: string, path: string): Promise<Planner> {
  try {
    return await startPlanner([sdl]);
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
