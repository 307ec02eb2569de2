import type { GraphQLSchema } from "graphql";
import { buildSchemaInTurns } from "#schema/build-schema.ts";
import type { Planner } from "./planner.ts";
import { startPlanner } from "./start-planner.ts";

/** The planner of a supergraph, and what clients see of it. */
export interface PlannedGraph {
  readonly planner: Planner;
  readonly schema: GraphQLSchema;
  /** When the last user has given it back, the planner is closed. */
  giveBack(): Promise<void>;
}

type Made = Pick<PlannedGraph, "planner" | "schema">;

/** Shared by the graphs that say the same: those whose nodes only do otherwise what they did before. */
export class PlannedGraphs {
  readonly #start: (supergraphSdl: string) => Promise<Planner>;
  #last: SharedGraph | null = null;

  constructor(start: (supergraphSdl: string) => Promise<Planner> = startPlanner) {
    this.#start = start;
  }

  /** Rejects for a supergraph that cannot be read. */
  async take(supergraphSdl: string): Promise<PlannedGraph> {
    const known = this.#last?.supergraphSdl === supergraphSdl && this.#last.users > 0 ? this.#last : null;
    const graph = known ?? new SharedGraph(supergraphSdl, make(this.#start, supergraphSdl));
    this.#last = graph;
    return graph.take();
  }
}

class SharedGraph {
  readonly supergraphSdl: string;
  users = 0;
  readonly #making: Promise<Made>;

  constructor(supergraphSdl: string, making: Promise<Made>) {
    this.supergraphSdl = supergraphSdl;
    this.#making = making;
  }

  async take(): Promise<PlannedGraph> {
    this.users += 1;
    try {
      const { planner, schema } = await this.#making;
      let isTaken = true;
      const giveBack = async () => {
        if (!isTaken) return;
        isTaken = false;
        this.users -= 1;
        if (this.users === 0) await planner.close();
      };
      return { planner, schema, giveBack };
    } catch (error) {
      this.users -= 1;
      throw error;
    }
  }
}

async function make(start: (sdl: string) => Promise<Planner>, supergraphSdl: string): Promise<Made> {
  const planner = await start(supergraphSdl);
  try {
    return { planner, schema: await buildSchemaInTurns(planner.facts.apiSdl) };
  } catch (error) {
    await planner.close();
    throw error;
  }
}
