import { setImmediate } from "node:timers/promises";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { RunOperation } from "#gateway/http/operation.ts";

/** Plans are made for a new graph for so long; what is not planned by then is planned when asked. */
const PREPARE_MS = 10_000;

/** One composed graph with all that answers over it. */
export interface ServedGraph {
  readonly run: RunOperation;
  /** The operations that have plans, the last used first. */
  planned(): readonly string[];
  /** Plans those operations that this graph takes, until the signal says stop; how many they are. */
  prepare(operations: readonly string[], signal: AbortSignal): Promise<number>;
  /** When the last operation that began here has ended. */
  close(): Promise<void>;
}

export interface GraphSlotParts<Graph> {
  /** A new graph serves: nothing that was made over the old one and may be otherwise now holds any more. */
  readonly forget: (next: Graph, old: Graph) => void;
  readonly logger: Logger;
}

export interface Replaced<Graph> {
  readonly graph: Graph;
  /** Operations of the old graph that have plans in the new one. */
  readonly plans: number;
}

/** Makes the graph that is to come, with its number; throws where there is none to be had. */
export type OpenNext<Graph> = (generation: number, old: Graph) => Promise<Graph>;

/**
 * The graph that is served, and may be replaced while it is: operations under way end on the graph on which they began, and
 * one that cannot be opened leaves the old one serving.
 */
export class GraphSlot<Graph extends ServedGraph> {
  readonly #parts: GraphSlotParts<Graph>;
  #current: Graph;
  #generation = 0;
  /** One after the other. */
  #replacing: Promise<unknown> = Promise.resolve();
  readonly #retiring = new Set<Promise<void>>();
  readonly #closing = new AbortController();

  constructor(first: Graph, parts: GraphSlotParts<Graph>) {
    this.#parts = parts;
    this.#current = first;
  }

  get current(): Graph {
    return this.#current;
  }

  readonly run: RunOperation = (operation, scope) => this.#current.run(operation, scope);

  /** Rejects with what `open` throws, and when this is closed. */
  replace(open: OpenNext<Graph>): Promise<Replaced<Graph>> {
    const replacing = this.#replacing.then(() => this.#replace(open));
    this.#replacing = replacing.catch(() => {});
    return replacing;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#replacing;
    await this.#current.close();
    await Promise.all(this.#retiring);
  }

  async #replace(open: OpenNext<Graph>): Promise<Replaced<Graph>> {
    this.#closing.signal.throwIfAborted();
    const old = this.#current;
    const graph = await open(this.#generation + 1, old);
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(PREPARE_MS)]);
    const plans = await graph.prepare(old.planned(), signal);
    await setImmediate();
    this.#generation += 1;
    this.#current = graph;
    this.#parts.forget(graph, old);
    this.#retire(old);
    return { graph, plans };
  }

  #retire(old: Graph): void {
    const retiring = setImmediate()
      .then(() => old.close())
      .catch((error: unknown) => {
        this.#parts.logger.error({ err: error }, "the old graph was not closed");
      });
    this.#retiring.add(retiring);
    void retiring.then(() => this.#retiring.delete(retiring));
  }
}
