import type { KindComparison } from "#adapters/manifest/kit/compare-manifests.ts";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { Timer } from "#adapters/runtime/timer.ts";
import { type NodeEntry, type Release, releaseInGraph } from "./node-entry.ts";
import type { ReadNodeText, ToldNode } from "./node-maker.ts";
import type { NodeRegistry } from "./node-registry.ts";
import { readRelease } from "./read-release.ts";

/** How often a version in the shadow is asked beside the one that is served. */
const EVERY_MS = 600_000;
const PATIENCE_MS = 120_000;

/** What the last comparison found. */
export interface ShadowReport {
  readonly version: string;
  /** Null where nothing is served. */
  readonly against: string | null;
  /** ISO 8601. */
  readonly comparedAt: string;
  readonly kinds: readonly KindComparison[];
}

export interface ShadowRunnerParts {
  readonly registry: NodeRegistry;
  readonly read: ReadNodeText;
  readonly timer: Timer;
  readonly logger: Logger;
}

/** Asks versions in the shadow as the served ones are asked, and compares; nothing of theirs is given to anybody. */
export class ShadowRunner {
  readonly #parts: ShadowRunnerParts;
  readonly #reports = new Map<string, ShadowReport>();
  readonly #stopping = new AbortController();
  #round: Promise<void> = Promise.resolve();
  #cancel: () => void = () => {};
  #unfollow: () => void = () => {};

  constructor(parts: ShadowRunnerParts) {
    this.#parts = parts;
  }

  /** Of the version that is in the shadow now. */
  reportOf({ code, releases }: NodeEntry): ShadowReport | null {
    const report = this.#reports.get(code);
    const shadow = releases.find(({ stage }) => stage === "SHADOW");
    return report !== undefined && report.version === shadow?.version ? report : null;
  }

  start(): void {
    this.#unfollow = this.#parts.registry.onChange((codes) => {
      for (const code of codes) this.#queue(code);
    });
    this.#again();
    for (const { code } of this.#parts.registry.entries) this.#queue(code);
  }

  async stop(): Promise<void> {
    this.#unfollow();
    this.#cancel();
    this.#stopping.abort();
    await this.#round;
  }

  #again(): void {
    this.#cancel = this.#parts.timer.after(EVERY_MS, () => {
      for (const { code } of this.#parts.registry.entries) this.#queue(code, true);
      this.#again();
    });
  }

  /** One after the other. */
  #queue(code: string, isDue = false): void {
    this.#round = this.#round.then(async () => {
      try {
        await this.#compare(code, isDue);
      } catch (error) {
        this.#parts.logger.warn({ node: code, err: error }, "a version in the shadow could not be compared");
      }
    });
  }

  async #compare(code: string, isDue: boolean): Promise<void> {
    const { registry, timer, logger } = this.#parts;
    const entry = registry.of(code);
    const shadow = entry?.releases.find(({ stage }) => stage === "SHADOW");
    if (entry === undefined || shadow === undefined || this.#stopping.signal.aborted) return;
    if (!isDue && this.reportOf(entry) !== null) return;
    const served = releaseInGraph(entry);
    const [candidate, standing] = [await this.#told(shadow), served === undefined ? null : await this.#told(served)];
    if (candidate === null) return;
    const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(PATIENCE_MS)]);
    const kinds = await candidate.compare(standing, signal);
    const [version, against] = [shadow.version, served?.version ?? null];
    const comparedAt = new Date(timer.now()).toISOString();
    this.#reports.set(code, { version, against, comparedAt, kinds });
    logger.info({ node: code, version, against, kinds: kinds.length }, "a version in the shadow was compared");
  }

  async #told(release: Release): Promise<ToldNode | null> {
    const read = await readRelease(this.#parts, release);
    return read.ok ? read.node : null;
  }
}
