import type { CallEnd } from "#adapters/runtime/manners/breaker.ts";

/** How a call ended. */
export interface CallFate {
  readonly end: CallEnd;
  /** The host showed strain: it was slow, timed out, or asked for less. */
  readonly isStrained: boolean;
}

/** A slot at a host, held from the moment it was granted until the call is over. */
export class Turn {
  readonly lease: string;
  /** Epoch milliseconds. */
  readonly grantedAt: number;
  readonly #give: (turn: Turn, fate: CallFate) => void;
  #isOver = false;

  constructor(lease: string, grantedAt: number, give: (turn: Turn, fate: CallFate) => void) {
    this.lease = lease;
    this.grantedAt = grantedAt;
    this.#give = give;
  }

  /** Gives the slot back; only the first call counts. */
  end(fate: CallFate): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#give(this, fate);
  }
}
