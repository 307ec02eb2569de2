import type { NodeHints, NodeResponse } from "#subgraphs/runtime/node-service.ts";

/** How an answer may be kept: what all its parts allow together. */
export interface CachePolicy {
  /** How long, milliseconds; 0 = not at all. */
  readonly ttlMs: number;
  /** Age of its oldest part that was given past its time, milliseconds; null where none was. */
  readonly staleAgeMs?: number | null;
  /** For its caller alone. */
  readonly isPrivate: boolean;
  /** Codes of the nodes that it came from. */
  readonly nodes: ReadonlySet<string>;
  /** Words by which nodes ask to have it forgotten. */
  readonly tags: ReadonlySet<string>;
}

export type PolicyHints = Pick<NodeHints, "ttlMs" | "isPrivate" | "tags">;

/**
 * Gathers, part by part, how the answer of one operation may be kept; every part can only restrict it. While no part has
 * said anything the answer is not kept.
 */
export class AnswerPolicy {
  readonly #nodes = new Set<string>();
  readonly #tags = new Set<string>();
  #ttlMs = Number.POSITIVE_INFINITY;
  #staleAgeMs: number | null = null;
  #isPrivate = false;

  /** What a node answered, or what stands for an answer that it did not give: beside an error nothing is kept. */
  answered(node: string, { errors = [], extensions: { hub } }: NodeResponse): void {
    this.restrict(node, errors.length === 0 ? hub : { ...hub, ttlMs: 0 });
  }

  /** A part with the hints that hold for it: of a kept one, the time that is left. */
  restrict(node: string, { ttlMs, isPrivate, tags = [] }: PolicyHints): void {
    this.#nodes.add(node);
    for (const tag of tags) this.#tags.add(tag);
    // What is no number allows nothing.
    this.#ttlMs = Math.min(this.#ttlMs, ttlMs > 0 ? ttlMs : 0);
    this.#isPrivate ||= isPrivate;
  }

  /** A part of that age was given past its time: nobody may take the whole for fresh. */
  gaveStale(ageMs: number): void {
    this.#ttlMs = 0;
    this.#staleAgeMs = Math.max(this.#staleAgeMs ?? 0, ageMs);
  }

  read(): CachePolicy {
    return {
      staleAgeMs: this.#staleAgeMs,
      ttlMs: Number.isFinite(this.#ttlMs) ? this.#ttlMs : 0,
      isPrivate: this.#isPrivate,
      nodes: this.#nodes,
      tags: this.#tags,
    };
  }
}
