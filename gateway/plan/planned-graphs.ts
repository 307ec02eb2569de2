import type { GraphQLSchema } from "graphql";
import { LastTwo } from "#gateway/cache/last-two.ts";
import { buildSchemaInTurns } from "#schema/build-schema.ts";
import { KnownDefinitions } from "#schema/known-definitions.ts";
import { areSameTexts } from "#schema/same-texts.ts";
import type { Planner } from "./planner.ts";
import { startPlanner } from "./start-planner.ts";

/** The planner of a supergraph, and what clients see of it. */
export interface PlannedGraph {
  readonly planner: Planner;
  readonly schema: GraphQLSchema;
  /** When the last user has given it back, its planner rests, and is closed where nobody takes it up again. */
  giveBack(): Promise<void>;
}

type Made = Pick<PlannedGraph, "planner" | "schema">;

/** A member that leaves again, or goes back to what it was, does so within a minute of its coming. */
const RESTING_MS = 60_000;

/**
 * Shared by the graphs that say the same: those whose nodes only do otherwise what they did before, and the one that is served
 * again after a member has left, whose planner rests meanwhile.
 */
export class PlannedGraphs {
  readonly #start: (supergraphSdl: readonly string[]) => Promise<Planner>;
  readonly #restingMs: number;
  readonly #known = new KnownDefinitions();
  readonly #schemas = new LastTwo<readonly string[], GraphQLSchema>(areSameTexts);
  #last: SharedGraph | null = null;
  #resting: { readonly graph: SharedGraph; readonly wake: () => void } | null = null;

  constructor(
    start: (supergraphSdl: readonly string[]) => Promise<Planner> = startPlanner,
    restingMs: number = RESTING_MS,
  ) {
    this.#start = start;
    this.#restingMs = restingMs;
  }

  /** `supergraphSdl`: in parts. Rejects for a supergraph that cannot be read. */
  async take(supergraphSdl: readonly string[]): Promise<PlannedGraph> {
    const graph = this.#find(supergraphSdl) ?? this.#begin(supergraphSdl);
    this.#last = graph;
    return graph.take();
  }

  #find(supergraphSdl: readonly string[]): SharedGraph | null {
    const last = this.#last;
    if (last !== null && last.users > 0 && areSameTexts(last.supergraphSdl, supergraphSdl)) return last;
    const resting = this.#resting;
    if (resting === null || !areSameTexts(resting.graph.supergraphSdl, supergraphSdl)) return null;
    resting.wake();
    return resting.graph;
  }

  /** With the process of the one that rests, where there is one. */
  #begin(supergraphSdl: readonly string[]): SharedGraph {
    void this.#endRest();
    return new SharedGraph(supergraphSdl, this.#make(supergraphSdl), (graph) => this.#rest(graph));
  }

  async #rest(graph: SharedGraph): Promise<void> {
    const before = this.#endRest();
    const timer = setTimeout(() => void this.#endRest(), this.#restingMs).unref();
    const wake = () => {
      clearTimeout(timer);
      this.#resting = null;
    };
    this.#resting = { graph, wake };
    await before;
  }

  async #endRest(): Promise<void> {
    const resting = this.#resting;
    resting?.wake();
    await resting?.graph.close();
  }

  async #make(supergraphSdl: readonly string[]): Promise<Made> {
    const planner = await this.#start(supergraphSdl);
    try {
      return { planner, schema: await this.#schemaOf(planner.facts.apiSdl) };
    } catch (error) {
      await planner.close();
      throw error;
    }
  }

  async #schemaOf(apiSdl: readonly string[]): Promise<GraphQLSchema> {
    const known = this.#schemas.find(apiSdl);
    if (known !== undefined) return known;
    const made = await buildSchemaInTurns(apiSdl, this.#known, this.#schemas.last());
    this.#schemas.keep(apiSdl, made);
    return made;
  }
}

class SharedGraph {
  readonly supergraphSdl: readonly string[];
  users = 0;
  readonly #making: Promise<Made>;
  readonly #unused: (graph: SharedGraph) => Promise<void>;
  #planner: Planner | null = null;

  /** `unused`: told when the last user has given it back. */
  constructor(supergraphSdl: readonly string[], making: Promise<Made>, unused: (graph: SharedGraph) => Promise<void>) {
    this.supergraphSdl = supergraphSdl;
    this.#making = making;
    this.#unused = unused;
  }

  async take(): Promise<PlannedGraph> {
    this.users += 1;
    try {
      const { planner, schema } = await this.#making;
      this.#planner = planner;
      let isTaken = true;
      const giveBack = async () => {
        if (!isTaken) return;
        isTaken = false;
        this.users -= 1;
        if (this.users === 0) await this.#unused(this);
      };
      return { planner, schema, giveBack };
    } catch (error) {
      this.users -= 1;
      throw error;
    }
  }

  /** At once: its process is free for the next graph. */
  async close(): Promise<void> {
    await this.#planner?.close();
  }
}
