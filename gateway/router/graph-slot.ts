import type { Logger } from "#adapters/runtime/logger.ts";
import type { RunOperation } from "#gateway/http/operation.ts";
import type { RoutedGraph } from "./routed-graph.ts";

/** Plans are made for a new graph for so long; what is not planned by then is planned when asked. */
const PREPARE_MS = 10_000;

export interface GraphSlotParts {
  /** Throws where there is none to be had. */
  readonly open: (generation: number) => Promise<RoutedGraph>;
  /** A new graph serves: nothing that was made over the old one holds any more. */
  readonly forget: () => void;
  readonly logger: Logger;
}

/** What became of a new supergraph. */
export interface Replacement {
  readonly isReplaced: boolean;
  /** Operations of the old graph that have plans in the new one. */
  readonly plans: number;
}

/**
 * The graph that is served, and may be replaced while it is: operations under way end on the graph on which they began, and
 * one that cannot be opened leaves the old one serving.
 */
export class GraphSlot {
  readonly #parts: GraphSlotParts;
  #current: RoutedGraph;
  #generation = 0;
  /** One after the other. */
  #replacing: Promise<unknown> = Promise.resolve();
  readonly #retiring = new Set<Promise<void>>();
  readonly #closing = new AbortController();

  static async open(parts: GraphSlotParts): Promise<GraphSlot> {
    return new GraphSlot(parts, await parts.open(0));
  }

  private constructor(parts: GraphSlotParts, first: RoutedGraph) {
    this.#parts = parts;
    this.#current = first;
  }

  get subgraphs(): RoutedGraph["subgraphs"] {
    return this.#current.subgraphs;
  }

  readonly run: RunOperation = (operation, scope) => this.#current.run(operation, scope);

  replace(): Promise<Replacement> {
    const replacing = this.#replacing.then(() => this.#replace());
    this.#replacing = replacing;
    return replacing;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#replacing;
    await this.#current.close();
    await Promise.all(this.#retiring);
  }

  async #replace(): Promise<Replacement> {
    const { open, forget, logger } = this.#parts;
    const old = this.#current;
    try {
      const next = await open(this.#generation + 1);
      const plans = await next.prepare(
        old.planned(),
        AbortSignal.any([this.#closing.signal, AbortSignal.timeout(PREPARE_MS)]),
      );
      this.#generation += 1;
      this.#current = next;
      forget();
      this.#retire(old);
      logger.info({ subgraphs: next.subgraphs.length, plans }, "a new supergraph is served");
      return { isReplaced: true, plans };
    } catch (error) {
      logger.error({ err: error }, "the new supergraph cannot be served; the old one goes on");
      return { isReplaced: false, plans: 0 };
    }
  }

  #retire(old: RoutedGraph): void {
    const retiring = old.close().catch((error: unknown) => {
      this.#parts.logger.error({ err: error }, "the old supergraph was not closed");
    });
    this.#retiring.add(retiring);
    void retiring.then(() => this.#retiring.delete(retiring));
  }
}
