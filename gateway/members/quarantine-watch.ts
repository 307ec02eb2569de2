import type { Logger } from "#adapters/runtime/logger.ts";
import type { Timer } from "#adapters/runtime/timer.ts";
import type { GatewayNode } from "#gateway/execute/gateway-node.ts";
import type { NodeStates } from "#gateway/execute/node-states.ts";
import type { NodeResponse } from "#subgraphs/runtime/node-service.ts";

export interface QuarantineLimits {
  /** So many answers in a row, over so long, that are not what the node's schema promises. */
  readonly misfits: number;
  readonly misfitMs: number;
  /** So many questions in a row, over so long, without any answer. Meanwhile older answers stand in (stale-if-error). */
  readonly failures: number;
  readonly failureMs: number;
  /** When it is tried again; twice as long after every trial that fails, up to the most. */
  readonly trialMs: number;
  readonly mostTrialMs: number;
}

const HOUR_MS = 3_600_000;

/** A node that is away for less than a day costs its own fields only, and what is kept of it is given. */
const LIMITS: QuarantineLimits = {
  misfits: 30,
  misfitMs: 60_000,
  failures: 30,
  failureMs: 24 * HOUR_MS,
  trialMs: HOUR_MS / 6,
  mostTrialMs: 6 * HOUR_MS,
};

export interface QuarantineWatchParts {
  readonly timer: Timer;
  readonly states: NodeStates;
  readonly logger: Logger;
  readonly limits?: QuarantineLimits;
  /** Told of every node that is set apart, and of those that answered rightly when they were tried again. */
  readonly told?: QuarantineTold;
}

/** What of a node's answers led to it. */
export type QuarantineFinding = "misfit" | "failure";

export interface QuarantineTold {
  quarantined(code: string, finding: QuarantineFinding): void;
  recovered(code: string): void;
}

interface Record {
  /** Of the row that goes on. */
  finding: QuarantineFinding;
  inARow: number;
  since: number;
  /** Until it is tried again, the last time it was quarantined. */
  trialMs: number;
  isOnTrial: boolean;
  /** While it waits for its trial. */
  cancelTrial: (() => void) | null;
}

/**
 * Sets nodes apart that do not keep to their own schema, or have been away for long: they are asked no more, their types stay
 * and answer NODE_UNAVAILABLE. After a while each is tried again by one question of a client's.
 */
export class QuarantineWatch {
  readonly #parts: QuarantineWatchParts;
  readonly #limits: QuarantineLimits;
  /** Of nodes in trouble. */
  readonly #records = new Map<string, Record>();
  #isClosed = false;

  constructor(parts: QuarantineWatchParts) {
    this.#parts = parts;
    this.#limits = parts.limits ?? LIMITS;
  }

  /** What a node that was asked said. */
  answered(node: GatewayNode, response: NodeResponse): void {
    const finding = findingOf(node, response);
    if (finding === undefined) this.#answeredRightly(node.code);
    else this.#enter(node.code, finding);
  }

  /** It was quarantined for its answers, here or by another process, and is to be tried again. */
  adopt(code: string): void {
    const known = this.#records.get(code);
    if (this.#isClosed || known?.cancelTrial) return;
    this.#planTrial(code, known ?? this.#begin(code, "misfit", undefined));
  }

  /** It is well, or has left. */
  forget(code: string): void {
    this.#records.get(code)?.cancelTrial?.();
    this.#records.delete(code);
  }

  close(): void {
    this.#isClosed = true;
    for (const code of [...this.#records.keys()]) this.forget(code);
  }

  #answeredRightly(code: string): void {
    const known = this.#records.get(code);
    // What it was asked before it was set apart says nothing of it now.
    if (known === undefined || (known.cancelTrial !== null && this.#parts.states.of(code) === "QUARANTINED")) return;
    this.forget(code);
    if (known.isOnTrial) this.#parts.told?.recovered(code);
  }

  #enter(code: string, finding: QuarantineFinding): void {
    const now = this.#parts.timer.now();
    const known = this.#records.get(code);
    const record = known?.finding === finding || known?.isOnTrial === true ? known : this.#begin(code, finding, known);
    record.finding = finding;
    record.inARow += 1;
    const [count, overMs] =
      finding === "misfit"
        ? [this.#limits.misfits, this.#limits.misfitMs]
        : [this.#limits.failures, this.#limits.failureMs];
    const isEnough = record.inARow >= count && now - record.since >= overMs;
    // Questions that were on their way do not count again.
    if ((isEnough || record.isOnTrial) && this.#parts.states.of(code) === "LIVE") this.#quarantine(code, record);
  }

  #begin(code: string, finding: QuarantineFinding, known: Record | undefined): Record {
    const now = this.#parts.timer.now();
    const fresh: Record = { finding, inARow: 0, since: now, trialMs: 0, isOnTrial: false, cancelTrial: null };
    const record = known === undefined ? fresh : Object.assign(known, { finding, inARow: 0, since: now });
    this.#records.set(code, record);
    return record;
  }

  #quarantine(code: string, record: Record): void {
    const { states, logger, told } = this.#parts;
    const { finding, inARow } = record;
    this.#planTrial(code, record);
    states.set(code, "QUARANTINED");
    logger.error({ node: code, finding, inARow, trialMs: record.trialMs }, "node is quarantined: it is asked no more");
    told?.quarantined(code, finding);
  }

  #planTrial(code: string, record: Record): void {
    const { states, logger, timer } = this.#parts;
    record.trialMs = Math.min(this.#limits.mostTrialMs, Math.max(this.#limits.trialMs, 2 * record.trialMs));
    record.isOnTrial = false;
    record.inARow = 0;
    record.cancelTrial?.();
    record.cancelTrial = timer.after(record.trialMs, () => {
      record.cancelTrial = null;
      // Somebody else has decided meanwhile.
      if (states.of(code) !== "QUARANTINED") return this.forget(code);
      record.isOnTrial = true;
      states.set(code, "LIVE");
      logger.warn({ node: code }, "quarantined node is tried again");
    });
  }
}

/** Of a node here, that its resolvers throw; of one elsewhere, that its answers are not what they must be. */
function findingOf({ url }: GatewayNode, { data, errors = [] }: NodeResponse): QuarantineFinding | undefined {
  const code = errors[0]?.extensions.code;
  if (code === "NODE_BAD_RESPONSE" && url !== undefined) return "misfit";
  if (data) return undefined;
  if (code === "INTERNAL" || code === "NODE_BAD_RESPONSE") return "misfit";
  return code === "NODE_UNAVAILABLE" || code === "NODE_TIMEOUT" ? "failure" : undefined;
}
