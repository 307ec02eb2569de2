import type { z } from "zod";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { Timer } from "#adapters/runtime/timer.ts";
import type { NodeCaller, NodeDirectory } from "./ports.ts";
import type { TakeDowns } from "./take-downs.ts";

/** A store that a node keeps of its own, and fills while the hub runs: the one which sees the others, or one that was harvested. */
export interface StoreDefinition<Store = unknown, Settings extends z.ZodObject = z.ZodObject> {
  /** Section of its settings: "summaries" for HUB_SUMMARIES_… */
  readonly section: string;
  readonly settings: Settings;
  /** Null where the settings leave it off. */
  open(runtime: StoreRuntime, settings: z.infer<Settings>): OpenStore<Store> | null;
}

/** What the hub lends to a store. */
export interface StoreRuntime {
  /** Folder of this hub's stores (`HUB_DATA_DIR`). */
  readonly dataDir: string;
  readonly timer: Timer;
  readonly logger: Logger;
  readonly takeDowns: TakeDowns;
}

export interface OpenStore<Store> {
  /** What the node's resolvers get of it. */
  readonly store: Store;
  /** What goes on behind begins; called once, when the hub listens. */
  start(others: StandingOthers): void;
  /** What an operator may have done at present, by name. */
  tasks(): Readonly<Record<string, OperatorTask>>;
  /** For the operator's view. */
  status(): Promise<Readonly<Record<string, unknown>>>;
  close(): Promise<void>;
}

/** The other nodes, outside of any client's request. */
export interface StandingOthers {
  readonly directory: NodeDirectory;
  /** Asks under a request of the hub's own. */
  callerFor(request: {
    readonly requestId: string;
    readonly signal: AbortSignal;
    readonly deadline: number;
  }): NodeCaller;
}

/** Begins it and returns at once; `status` tells how it goes on. */
type OperatorTask = () => Promise<void>;

/** Keeps the types of a definition while checking its shape. */
export function defineStore<Store, Settings extends z.ZodObject>(
  definition: StoreDefinition<Store, Settings>,
): StoreDefinition<Store, Settings> {
  return definition;
}
