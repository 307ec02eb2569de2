import type { Registry } from "prom-client";
import type { KindLook } from "#adapters/manifest/kit/look-at-kinds.ts";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { Timer } from "#adapters/runtime/timer.ts";
import { DriftBook, type DriftStanding } from "./drift-book.ts";
import { createDriftMetrics, type DriftMetrics, type ProbeResult } from "./drift-metrics.ts";
import { afterLook, alarmsOf, type DriftTold, tellDrift } from "./drift-standing.ts";
import { type NodeEntry, type Release, releaseInGraph } from "./node-entry.ts";
import type { ReadNodeText, ToldNode } from "./node-maker.ts";
import type { NodeRegistry } from "./node-registry.ts";

type ToldManifest = NonNullable<ToldNode["manifest"]>;

/** How often it is seen whether somebody is due; a node that has gone live is. */
const TICK_MS = 60_000;
const PATIENCE_MS = 120_000;
/** Who did not answer is asked again sooner. */
const SOONER = 6;

/** Nodes as they are in the graph. */
export interface LookedAt {
  /** That version is what the graph of this process has, and it is not paused. */
  isAsked(entry: NodeEntry, release: Release): boolean;
  /** Through the sources that it has open. */
  look(
    manifest: ToldManifest,
    limits: { readonly signal: AbortSignal; readonly deadline: number },
  ): Promise<Readonly<Record<string, KindLook>>>;
}

export interface DriftRunnerParts {
  readonly registry: NodeRegistry;
  readonly read: ReadNodeText;
  readonly node: LookedAt;
  readonly dataDir: string;
  /** How often a node is looked at; 0 = never. */
  readonly everyMs: number;
  readonly timer: Timer;
  readonly logger: Logger;
  readonly metrics: Registry;
}

/** Looks at what live nodes answer, and raises the alarm when it is not as it was. Takes nothing down. */
export class DriftRunner {
  readonly #parts: DriftRunnerParts;
  readonly #book: DriftBook;
  readonly #metrics: DriftMetrics;
  readonly #standings = new Map<string, DriftStanding>();
  /** Nodes that could not be looked at, and when they are again. */
  readonly #putOff = new Map<string, number>();
  readonly #stopping = new AbortController();
  #round: Promise<void> = Promise.resolve();
  #cancel: () => void = () => {};

  constructor(parts: DriftRunnerParts) {
    this.#parts = parts;
    this.#book = new DriftBook(parts.dataDir);
    this.#metrics = createDriftMetrics(parts.metrics, () => this.#findings());
  }

  /** Of the version that is served; null before it was looked at. */
  standingOf(entry: NodeEntry): DriftTold | null {
    const standing = this.#standings.get(entry.code);
    return standing !== undefined && standing.digest === liveRelease(entry)?.digest ? tellDrift(standing) : null;
  }

  start(): void {
    if (this.#parts.everyMs > 0) this.#again();
  }

  async stop(): Promise<void> {
    this.#cancel();
    this.#stopping.abort();
    await this.#round;
  }

  #again(): void {
    this.#cancel = this.#parts.timer.after(Math.min(TICK_MS, this.#parts.everyMs), () => {
      this.#round = this.#lookAtAll().then(() => {
        if (!this.#stopping.signal.aborted) this.#again();
      });
    });
  }

  /** One after the other. */
  async #lookAtAll(): Promise<void> {
    const { registry, timer, everyMs, logger } = this.#parts;
    for (const { code } of registry.entries) {
      if (this.#stopping.signal.aborted) return;
      if (timer.now() < (this.#putOff.get(code) ?? 0)) continue;
      try {
        await this.#lookAt(code);
      } catch (error) {
        this.#putOff.set(code, timer.now() + everyMs / SOONER);
        logger.warn({ node: code, err: error }, "the shape of a node's answers could not be looked at");
      }
    }
  }

  async #lookAt(code: string): Promise<void> {
    const release = this.#askedRelease(code);
    if (release === undefined || !this.#isDue(this.#standings.get(code), release)) return;
    const end = await this.#book.claim(code);
    if (end === undefined) return;
    try {
      await this.#lookAlone(code, release);
    } finally {
      await end();
    }
  }

  async #lookAlone(code: string, release: Release): Promise<void> {
    // Another gateway, or this one before its restart.
    const kept = await this.#book.read(code);
    if (kept !== undefined) this.#standings.set(code, kept);
    if (!this.#isDue(kept, release)) return;
    const manifest = await this.#read(release);
    if (manifest === undefined) return;
    const { timer, node } = this.#parts;
    const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(PATIENCE_MS)]);
    const kinds = await node.look(manifest, { signal, deadline: timer.now() + PATIENCE_MS });
    // What another version answered in the meantime, or one that was paused, says nothing.
    if (this.#stopping.signal.aborted || this.#askedRelease(code)?.digest !== release.digest) return;
    const at = new Date(timer.now()).toISOString();
    const standing = afterLook(kept, { at, release, probes: manifest.probes, kinds });
    this.#standings.set(code, standing);
    this.#metrics.looked(code, resultOf(standing));
    this.#tell(code, kept?.digest === release.digest ? kept : undefined, standing);
    await this.#book.write(code, standing);
  }

  #askedRelease(code: string): Release | undefined {
    const entry = this.#parts.registry.of(code);
    const release = entry === undefined ? undefined : liveRelease(entry);
    if (entry === undefined || release === undefined) return undefined;
    return this.#parts.node.isAsked(entry, release) ? release : undefined;
  }

  #isDue(standing: DriftStanding | undefined, { digest }: Release): boolean {
    if (standing?.digest !== digest) return true;
    const { timer, everyMs } = this.#parts;
    const wait = isUnanswered(standing) ? everyMs / SOONER : everyMs;
    return timer.now() - Date.parse(standing.askedAt) >= wait;
  }

  async #read({ digest }: Release): Promise<ToldManifest | undefined> {
    const read = await this.#parts.read(await this.#parts.registry.texts.read(digest));
    return read.ok ? read.node.manifest : undefined;
  }

  /** One line when something new is found, one when all is as it was. */
  #tell(code: string, before: DriftStanding | undefined, now: DriftStanding): void {
    const known = new Set(alarmsOf(before));
    const alarms = alarmsOf(now);
    const { version } = now;
    const { since } = tellDrift(now);
    if (alarms.some((alarm) => !known.has(alarm)))
      this.#parts.logger.warn(
        { event: "node-drift", node: code, version, since, findings: alarms },
        "a node's answers have changed",
      );
    if (alarms.length === 0 && known.size > 0)
      this.#parts.logger.info({ event: "node-drift-over", node: code, version }, "a node's answers are as they were");
  }

  #findings(): ReadonlyMap<string, number> {
    const found = this.#parts.registry.entries.flatMap((entry) => {
      const told = this.standingOf(entry);
      return told === null ? [] : [[entry.code, told.kinds.flatMap(({ findings }) => findings).length] as const];
    });
    return new Map(found);
  }
}

function liveRelease(entry: NodeEntry): Release | undefined {
  const release = releaseInGraph(entry);
  return release?.stage === "LIVE" ? release : undefined;
}

function isUnanswered({ kinds }: DriftStanding): boolean {
  return Object.values(kinds).some(({ unanswered }) => unanswered !== null);
}

function resultOf(standing: DriftStanding): ProbeResult {
  if (alarmsOf(standing).length > 0) return "drift";
  return isUnanswered(standing) ? "unanswered" : "good";
}
