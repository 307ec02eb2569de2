import type { OpenedNode } from "#gateway/open-nodes.ts";

type Held = Pick<OpenedNode, "close">;

/** Which graphs still use an open node: it is closed when the last of them has given it back. */
export class NodeHolds {
  /** By how they are closed: a node that is served by another schema is still the same one. */
  readonly #counts = new Map<Held["close"], number>();

  take(nodes: readonly Held[]): void {
    for (const { close } of nodes) this.#counts.set(close, (this.#counts.get(close) ?? 0) + 1);
  }

  /** Resolves when those that nobody uses any more are closed. */
  async giveBack(nodes: readonly Held[]): Promise<void> {
    const unused = nodes.filter(({ close }) => this.#without(close) === 0);
    await Promise.allSettled(unused.map(({ close }) => close()));
  }

  #without(close: Held["close"]): number {
    const left = (this.#counts.get(close) ?? 1) - 1;
    if (left === 0) this.#counts.delete(close);
    else this.#counts.set(close, left);
    return left;
  }
}
