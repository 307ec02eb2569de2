import type { GraphQLSchema } from "graphql";
import { buildSchemaInTurns } from "#schema/build-schema.ts";
import { KnownDefinitions } from "#schema/known-definitions.ts";
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

/** Schemas: of the graph that is served, and of the one before it, to which a member that leaves again leads back. */
const KEPT = 2;

/** Shared by the graphs that say the same: those whose nodes only do otherwise what they did before. */
export class PlannedGraphs {
  readonly #start: (supergraphSdl: string) => Promise<Planner>;
  readonly #known = new KnownDefinitions();
  /** By their texts; the last one first. */
  #schemas: readonly (readonly [readonly string[], GraphQLSchema])[] = [];
  #last: SharedGraph | null = null;

  constructor(start: (supergraphSdl: string) => Promise<Planner> = startPlanner) {
    this.#start = start;
  }

  /** Rejects for a supergraph that cannot be read. */
  async take(supergraphSdl: string): Promise<PlannedGraph> {
    const known = this.#last?.supergraphSdl === supergraphSdl && this.#last.users > 0 ? this.#last : null;
    const graph = known ?? new SharedGraph(supergraphSdl, this.#make(supergraphSdl));
    this.#last = graph;
    return graph.take();
  }

  async #make(supergraphSdl: string): Promise<Made> {
    const planner = await this.#start(supergraphSdl);
    try {
      return { planner, schema: await this.#schemaOf(planner.facts.apiSdl) };
    } catch (error) {
      await planner.close();
      throw error;
    }
  }

  async #schemaOf(apiSdl: readonly string[]): Promise<GraphQLSchema> {
    const known = this.#schemas.find(([text]) => isSame(text, apiSdl));
    const made = known ?? ([apiSdl, await buildSchemaInTurns(apiSdl, this.#known)] as const);
    this.#schemas = [made, ...this.#schemas.filter((one) => one !== made)].slice(0, KEPT);
    return made[1];
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
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
