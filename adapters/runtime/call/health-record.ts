import type { Clock, SourceHealth } from "#adapters/runtime/source.ts";
import type { UpstreamFailure } from "#adapters/runtime/upstream-error.ts";

/** So many failures in a row, and a source counts as down. */
const DOWN_AFTER = 3;

/** Not the upstream's doing: our own line was full, or nobody waited any more. */
const OWN_DOING: ReadonlySet<UpstreamFailure["kind"]> = new Set([
  "busy",
  "aborted",
  "off",
  "over-budget",
  "circuit-open",
]);

/** What the last calls said about a source. */
export class HealthRecord {
  readonly #clock: Clock;
  #lastSuccessAt: number | null = null;
  #lastFailureAt: number | null = null;
  #lastFailureKind: string | null = null;
  #failuresInRow = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  succeeded(): void {
    this.#lastSuccessAt = this.#clock.now();
    this.#failuresInRow = 0;
  }

  /** A private question that needs a log-in, or one that the upstream rejects by 4xx, says nothing about its health. */
  failed(failure: UpstreamFailure, isPrivate: boolean): void {
    if (OWN_DOING.has(failure.kind) || (isPrivate && failure.kind === "login-required")) return;
    if (failure.kind === "rejected" && failure.status < 500) return;
    if (failure.kind === "timeout" && (failure.phase === "queue" || failure.phase === "deadline")) return;
    this.#lastFailureAt = this.#clock.now();
    this.#lastFailureKind = failure.kind;
    this.#failuresInRow += 1;
  }

  read(): Pick<SourceHealth, "state" | "lastSuccessAt" | "lastFailureAt" | "lastFailureKind"> {
    return {
      state: this.#state(),
      lastSuccessAt: this.#lastSuccessAt,
      lastFailureAt: this.#lastFailureAt,
      lastFailureKind: this.#lastFailureKind,
    };
  }

  #state(): SourceHealth["state"] {
    if (this.#failuresInRow >= DOWN_AFTER) return "DOWN";
    if (this.#failuresInRow > 0) return this.#lastSuccessAt === null ? "DOWN" : "DEGRADED";
    return this.#lastSuccessAt === null ? "UNKNOWN" : "UP";
  }
}
