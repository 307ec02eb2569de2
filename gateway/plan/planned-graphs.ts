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
  /** When the last user has given it back, the planner is closed. */
  giveBack(): Promise<void>;
}

type Made = Pick<PlannedGraph, "planner" | "schema">;

/** Shared by the graphs that say the same: those whose nodes only do otherwise what they did before. */
export class PlannedGraphs {
  readonly #start: (supergraphSdl: readonly string[]) => Promise<Planner>;
  readonly #known = new KnownDefinitions();
  readonly #schemas = new LastTwo<readonly string[], GraphQLSchema>(areSameTexts);
  #last: SharedGraph | null = null;

  constructor(start: (supergraphSdl: readonly string[]) => Promise<Planner> = startPlanner) {
    this.#start = start;
  }

  /** `supergraphSdl`: in parts. Rejects for a supergraph that cannot be read. */
  async take(supergraphSdl: readonly string[]): Promise<PlannedGraph> {
    const last = this.#last;
    const isKnown = last !== null && last.users > 0 && areSameTexts(last.supergraphSdl, supergraphSdl);
    const graph = isKnown ? last : new SharedGraph(supergraphSdl, this.#make(supergraphSdl));
    this.#last = graph;
    return graph.take();
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

  constructor(supergraphSdl: readonly string[], making: Promise<Made>) {
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
