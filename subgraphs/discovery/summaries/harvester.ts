import { randomInt } from "node:crypto";
import type { Logger } from "#adapters/runtime/logger.ts";
import { isRestReason } from "#schema/failure-reason.ts";
import { NodeCallError } from "#subgraphs/runtime/node-call-error.ts";
import type { ListedNode } from "#subgraphs/runtime/ports.ts";
import type { TakeDowns } from "#subgraphs/runtime/take-downs.ts";
import { type HarvestParts, harvestKind } from "./harvest-kind.ts";
import { dueMode, type HarvestTarget, type HarvestTimes, targetsOf, withdrawn } from "./harvest-plan.ts";
import type { HarvestMode, HarvestState } from "./store-protocol.ts";

export interface HarvesterParts extends HarvestParts {
  readonly takeDowns: Pick<TakeDowns, "has" | "list" | "onChange">;
  readonly times: HarvestTimes & { readonly startAfter: number };
  readonly logger: Logger;
}

/** What goes on with a kind of a node. */
export interface HarvestStanding {
  readonly node: string;
  readonly kind: string;
  readonly state: "running" | "waiting" | "failed";
  readonly mode: HarvestMode;
  /** Records met by the harvest that runs or was left off. */
  readonly met: number;
  /** Not asked again before; epoch milliseconds. */
  readonly until: number | null;
}

/** How often it is looked whether something is due. */
const LOOK_EVERY_MS = 30_000;
/** For so long after its last look a process is taken to harvest still. */
const HOLD_MS = 90_000;
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;
const DAY_MS = 24 * LONGEST_WAIT_MS;

/** Keeps the index filled: one kind after the other at each node, the nodes beside each other, each when it is due. */
export class Harvester {
  readonly #parts: HarvesterParts;
  readonly #standings = new Map<string, HarvestStanding & { readonly failures: number }>();
  readonly #busy = new Map<string, Promise<void>>();
  /** Tells this process from others that share the store. */
  readonly #holder = randomInt(1, 2 ** 47);
  #stopping = new AbortController();
  #cancelLook: () => void = () => {};
  #stopListening: () => void = () => {};

  constructor(parts: HarvesterParts) {
    this.#parts = parts;
  }

  get standings(): readonly HarvestStanding[] {
    return [...this.#standings.values()].map(({ failures: _, ...standing }) => standing);
  }

  start(): void {
    const { timer, times, takeDowns } = this.#parts;
    this.#stopListening = takeDowns.onChange(({ id }) => {
      if (takeDowns.has(id)) this.#forget([id]);
    });
    this.#forget(takeDowns.list().map(({ id }) => id));
    this.#cancelLook = timer.after(times.startAfter, () => this.#look());
  }

  /** What is under way ends after the batch that it waits for. */
  async stop(): Promise<void> {
    this.#stopListening();
    await this.#halt();
    // Another process may go on at once.
    const { writer, timer } = this.#parts;
    await writer.hold(this.#holder, timer.now(), 0).catch(() => false);
  }

  /** Forgets everything and reads it anew. */
  async rebuild(): Promise<void> {
    await this.#halt();
    await this.#parts.writer.reset();
    this.#standings.clear();
    this.#stopping = new AbortController();
    this.#look();
  }

  async #halt(): Promise<void> {
    this.#cancelLook();
    this.#stopping.abort(new Error("the harvest was stopped"));
    await Promise.allSettled(this.#busy.values());
  }

  #forget(ids: readonly string[]): void {
    const { writer, logger } = this.#parts;
    if (ids.length === 0) return;
    writer.remove(ids).catch((err: unknown) => logger.error({ err }, "records taken down are still in the index"));
  }

  #look(): void {
    const { signal } = this.#stopping;
    this.#begin(signal)
      .catch((err: unknown) => this.#parts.logger.error({ err }, "the index could not be looked after"))
      .finally(() => {
        if (signal.aborted) return;
        this.#cancelLook = this.#parts.timer.after(LOOK_EVERY_MS, () => this.#look());
      });
  }

  async #begin(signal: AbortSignal): Promise<void> {
    const { writer, others, timer } = this.#parts;
    if (!(await writer.hold(this.#holder, timer.now(), HOLD_MS))) return;
    const nodes = others.directory.list();
    const states = await writer.states();
    for (const { node, kind } of withdrawn(states, nodes)) await writer.drop(node, kind);
    if (signal.aborted) return;
    for (const node of nodes.filter(({ code, state }) => state === "LIVE" && !this.#busy.has(code))) {
      const work = this.#harvestNode(node, states, signal).finally(() => this.#busy.delete(node.code));
      this.#busy.set(node.code, work);
    }
  }

  async #harvestNode(node: ListedNode, states: readonly HarvestState[], signal: AbortSignal): Promise<void> {
    const { timer, times } = this.#parts;
    for (const target of targetsOf(node)) {
      const state = states.find((one) => one.node === target.node && one.kind === target.kind);
      const mode = dueMode(state, timer.now(), { ...times, ...target });
      const isResting = (this.#standings.get(keyOf(target))?.until ?? 0) > timer.now();
      if (mode !== null && !isResting && !signal.aborted) await this.#harvest(target, { mode, state, signal });
    }
  }

  async #harvest(
    target: HarvestTarget,
    job: { readonly mode: HarvestMode; readonly state: HarvestState | undefined; readonly signal: AbortSignal },
  ): Promise<void> {
    const { timer, logger } = this.#parts;
    const { node, kind } = target;
    const failures = this.#standings.get(keyOf(target))?.failures ?? 0;
    const standing = { node, kind, mode: job.mode, met: 0, until: null, failures } as const;
    const tell = (now: Partial<HarvestStanding & { readonly failures: number }>) => {
      this.#standings.set(keyOf(target), {
        ...standing,
        state: "running",
        ...this.#standings.get(keyOf(target)),
        ...now,
      });
    };
    tell({ ...standing, state: "running" });
    try {
      const outcome = await harvestKind(this.#parts, { target, ...job, onProgress: (met) => tell({ met }) });
      if (outcome.kind === "left-off") return tell({ state: "waiting", until: timer.now() + outcome.waitMs });
      this.#standings.delete(keyOf(target));
      const { met, removed, leftOut } = outcome;
      logger.info({ node, kind, met, removed, leftOut }, "harvested");
    } catch (error) {
      if (job.signal.aborted) return void this.#standings.delete(keyOf(target));
      const restMs = restOf(error);
      if (restMs !== null) return tell({ state: "waiting", until: timer.now() + restMs });
      const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures);
      tell({ state: "failed", until: timer.now() + waitMs, failures: failures + 1 });
      logger.warn({ node, kind, err: error }, "harvest failed; it goes on where it was left off");
    }
  }
}

/** By a rule of its own it is not asked now (quiet hours, the day's quota): for so long. */
function restOf(error: unknown): number | null {
  if (!(error instanceof NodeCallError) || !isRestReason(error.extensions.reason?.code)) return null;
  return Math.max(1_000, Math.min(error.extensions.retryAfterMs ?? FIRST_WAIT_MS, DAY_MS));
}

function keyOf({ node, kind }: HarvestTarget): string {
  return `${node} ${kind}`;
}
