import type { Misfit } from "#adapters/manifest/dialect/row.ts";
import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import type { ListedRecords, RecordWindow } from "#adapters/manifest/search/record-finder.ts";
import type { RecordQuestion } from "#adapters/manifest/search/record-test.ts";
import { keepUntil } from "#adapters/runtime/shelf-life.ts";
import type { CallContext, Sourced, SourceHealth, SourceRuntime } from "#adapters/runtime/source.ts";
import { UNKNOWN_HEALTH } from "#adapters/runtime/unknown-health.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { type OfferedFiles, refusalOf } from "./offered-files.ts";
import type { LoadedFile, TakenFile } from "./snapshot-files.ts";
import type { SnapshotStore } from "./snapshot-store.ts";

/** A source whose records lie in files that its owner signed. */
export interface SnapshotClient {
  find(kind: string, question: RecordQuestion, window: RecordWindow, context: CallContext): Promise<ListedRecords>;
  records(kind: string, ids: readonly string[], context: CallContext): Promise<readonly Sourced<MappedRecord | null>[]>;
  /** Lines of the good file that were left out, the first of them; none before it was read. */
  misfits(kind: string): readonly Misfit[];
}

export interface SnapshotDeskOptions {
  readonly runtime: SourceRuntime;
  readonly offered: OfferedFiles;
  readonly openStore: (onLost: () => void) => SnapshotStore;
  readonly fileOf: (kind: string) => string;
  /** How often new files are looked for. */
  readonly everyMs: number;
  /** A file that was made longer ago is stale. */
  readonly maxAgeMs: number;
  /** A file that was made longer ago is given to nobody and deleted; null = no limit. */
  readonly keepAtMostMs: number | null;
}

interface FileState {
  loaded: LoadedFile | null;
  isRestored: boolean;
  checkedAt: number;
  refusal: { readonly refusal: string; readonly at: number } | null;
  checking: Promise<void> | null;
}

const ANSWER_TTL_MS = 60_000;
const CHECK_DEADLINE_MS = 120_000;

/** Looks for new files when it is asked, at most so often; answers from the last good ones. */
export class SnapshotDesk implements SnapshotClient {
  readonly #options: SnapshotDeskOptions;
  readonly #store: SnapshotStore;
  readonly #files = new Map<string, FileState>();

  constructor(options: SnapshotDeskOptions) {
    this.#options = options;
    this.#store = options.openStore(() => this.#lose());
  }

  async find(kind: string, question: RecordQuestion, window: RecordWindow, context: CallContext) {
    return this.#answer(kind, context, "find", async (loaded) => {
      const { records, total } = await this.#store.ask("find", [kind, question, window], context.signal);
      return { items: records.map((record) => this.#sourced(record, loaded)), total, relation: "EXACT" as const };
    });
  }

  async records(kind: string, ids: readonly string[], context: CallContext) {
    return this.#answer(kind, context, "records", async (loaded) => {
      const records = await this.#store.ask("byIds", [kind, ids], context.signal);
      return records.map((record) => this.#sourced(record, loaded));
    });
  }

  misfits(kind: string): readonly Misfit[] {
    return this.#files.get(this.#options.fileOf(kind))?.loaded?.leftOut.first ?? [];
  }

  /** Down where there is no good file at all; degraded where the newest was refused. */
  health(): SourceHealth {
    const states = [...this.#files.values()];
    const taken = states.flatMap(({ loaded }) => loaded?.takenAt ?? []);
    const refusals = states.flatMap(({ refusal }) => refusal ?? []);
    const isDown = states.some(({ loaded }) => loaded === null);
    const state = states.length === 0 ? "UNKNOWN" : isDown ? "DOWN" : refusals.length > 0 ? "DEGRADED" : "UP";
    return {
      ...UNKNOWN_HEALTH,
      state,
      lastSuccessAt: taken.length === 0 ? null : Math.max(...taken),
      lastFailureAt: refusals.length === 0 ? null : Math.max(...refusals.map(({ at }) => at)),
      lastFailureKind: refusals.length === 0 ? null : "malformed",
    };
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  async #answer<T>(
    kind: string,
    context: CallContext,
    operation: string,
    ask: (loaded: LoadedFile) => Promise<T>,
  ): Promise<T> {
    const { clock } = this.#options.runtime;
    const startedAt = clock.now();
    try {
      const loaded = await this.#ready(this.#options.fileOf(kind), context);
      const value = await ask(loaded);
      const isStale = this.#isStale(loaded);
      const keepMs = this.#keepMs(loaded);
      const told = {
        outcome: isStale ? "STALE" : "OK",
        ageMs: clock.now() - loaded.takenAt,
        ...(Number.isFinite(keepMs) ? { keepMs: Math.max(0, keepMs) } : {}),
      } as const;
      this.#observe(context, { operation, startedAt, ...told });
      return value;
    } catch (error) {
      this.#observe(context, { operation, startedAt, outcome: "UNAVAILABLE", ageMs: 0 });
      throw error;
    }
  }

  /** The good file: waited for where there is none yet, looked after behind where there is. */
  async #ready(file: string, context: CallContext): Promise<LoadedFile> {
    const state = this.#stateOf(file);
    if (state.loaded !== null && this.#keepMs(state.loaded) <= 0) await this.#expire(file, state);
    const isDue = this.#options.runtime.clock.now() - state.checkedAt >= this.#options.everyMs;
    if (isDue || state.checking !== null) {
      const checked = this.#check(file, state);
      if (state.loaded === null) await this.#within(checked, context);
    }
    if (state.loaded !== null) return state.loaded;
    throw this.#failure({ kind: "unreachable", reason: state.refusal?.refusal ?? "no snapshot" });
  }

  async #expire(file: string, state: FileState): Promise<void> {
    const now = this.#options.runtime.clock.now();
    state.loaded = null;
    state.refusal ??= { refusal: "TOO_OLD", at: now };
    await this.#store.ask("expire", [file, now]);
  }

  #keepMs({ createdAt }: LoadedFile): number {
    return keepUntil(createdAt, this.#options.keepAtMostMs) - this.#options.runtime.clock.now();
  }

  #stateOf(file: string): FileState {
    const known = this.#files.get(file);
    if (known !== undefined) return known;
    const state: FileState = {
      loaded: null,
      isRestored: false,
      checkedAt: Number.NEGATIVE_INFINITY,
      refusal: null,
      checking: null,
    };
    this.#files.set(file, state);
    return state;
  }

  #check(file: string, state: FileState): Promise<void> {
    state.checking ??= this.#look(file, state).finally(() => {
      state.checking = null;
      state.checkedAt = this.#options.runtime.clock.now();
    });
    return state.checking;
  }

  async #look(file: string, state: FileState): Promise<void> {
    const { offered, runtime } = this.#options;
    try {
      if (!state.isRestored) {
        state.loaded = await this.#store.ask("restore", [file]);
        state.isRestored = true;
      }
      const found = await offered.look(file, this.#ownContext());
      if (found !== null) this.#took(file, state, await this.#store.ask("take", [file, found.bytes, found.seal]));
    } catch (error) {
      const problem = refusalOf(error);
      // A file that the owner took away again is no complaint: what was taken stays.
      if (problem.refusal === "MISSING" && state.loaded !== null) return;
      this.#refused(state, problem);
      runtime.logger.warn({ source: runtime.code, file, ...problem }, "no new snapshot could be taken");
    }
  }

  #took(file: string, state: FileState, taken: TakenFile): void {
    const { runtime } = this.#options;
    if (taken.kind === "refused") {
      this.#refused(state, taken);
      const { refusal, detail } = taken;
      runtime.logger.warn(
        { source: runtime.code, file, refusal, detail },
        "a snapshot was refused, the last good one stays",
      );
      return;
    }
    state.loaded = taken.loaded;
    state.refusal = null;
    runtime.measure("snapshot-records", this.#total());
    const { records, createdAt, leftOut } = taken.loaded;
    if (taken.kind === "taken" && leftOut.lines > 0)
      runtime.logger.warn(
        { source: runtime.code, file, lines: leftOut.lines, first: leftOut.first.map(({ line }) => line) },
        "lines of a snapshot were left out: they have fewer or more cells than there are columns",
      );
    if (taken.kind === "taken")
      runtime.logger.info({ source: runtime.code, file, records, createdAt }, "a snapshot was taken");
  }

  #refused(state: FileState, { refusal }: { readonly refusal: string }): void {
    state.refusal = { refusal, at: this.#options.runtime.clock.now() };
  }

  #total(): number {
    return [...this.#files.values()].reduce((sum, { loaded }) => sum + (loaded?.records ?? 0), 0);
  }

  /**
   * The thread ended and its memory with it: the good files are taken up again by the next question. A file over which it
   * ended has been seen, and is not looked at again before it changes.
   */
  #lose(): void {
    for (const state of this.#files.values()) {
      state.loaded = null;
      state.isRestored = false;
      state.checkedAt = Number.NEGATIVE_INFINITY;
    }
  }

  #sourced<T extends MappedRecord | null>(record: T, loaded: LoadedFile): Sourced<T> {
    const dated = record === null ? record : { ...record, updatedAt: record.updatedAt ?? loaded.createdAt };
    const freshness = this.#isStale(loaded) ? "STALE" : "FRESH";
    const limit = this.#options.keepAtMostMs === null ? {} : { keptFrom: Math.min(loaded.createdAt, loaded.takenAt) };
    return { value: dated as T, fetchedAt: loaded.takenAt, freshness, ...limit };
  }

  #isStale({ createdAt }: LoadedFile): boolean {
    return this.#options.runtime.clock.now() - createdAt > this.#options.maxAgeMs;
  }

  /** The hub looks for files on its own account: whoever happened to ask may leave. */
  #ownContext(): CallContext {
    return {
      signal: AbortSignal.timeout(CHECK_DEADLINE_MS),
      deadline: this.#options.runtime.clock.now() + CHECK_DEADLINE_MS,
      requestId: "snapshot",
      partition: "public",
      observe: () => {},
      isRefresh: true,
    };
  }

  async #within(work: Promise<void>, { deadline, signal }: CallContext): Promise<void> {
    const leftMs = Math.max(0, deadline - this.#options.runtime.clock.now());
    const over = AbortSignal.any([signal, AbortSignal.timeout(Math.min(leftMs, CHECK_DEADLINE_MS))]);
    const { promise, reject } = Promise.withResolvers<never>();
    const leave = () =>
      reject(this.#failure(signal.aborted ? { kind: "aborted" } : { kind: "timeout", phase: "deadline" }));
    if (over.aborted) leave();
    over.addEventListener("abort", leave, { once: true });
    try {
      await Promise.race([work, promise]);
    } finally {
      over.removeEventListener("abort", leave);
    }
  }

  #failure(failure: UpstreamError["failure"]): UpstreamError {
    return new UpstreamError(this.#options.runtime.code, failure);
  }

  #observe(
    context: CallContext,
    told: {
      readonly operation: string;
      readonly startedAt: number;
      readonly outcome: "OK" | "STALE" | "UNAVAILABLE";
      readonly ageMs: number;
      readonly keepMs?: number;
    },
  ): void {
    const { startedAt, ageMs, ...event } = told;
    const { clock, code } = this.#options.runtime;
    context.observe({
      ...event,
      source: code,
      upstreamCalls: 0,
      cacheHits: 0,
      ageMs: Math.max(0, ageMs),
      durationMs: clock.now() - startedAt,
      ttlMs: told.outcome === "OK" ? ANSWER_TTL_MS : 0,
      isPrivate: false,
    });
  }
}
