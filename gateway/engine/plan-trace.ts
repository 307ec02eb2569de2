import type { FetchStep, Step } from "./compile-plan.ts";

/** A plan for people: what is asked of whom, in what order. */
export type ToldStep =
  | { readonly kind: "sequence" | "parallel"; readonly steps: readonly ToldStep[] }
  | {
      readonly kind: "condition";
      readonly variable: string;
      readonly whenTrue?: ToldStep;
      readonly whenFalse?: ToldStep;
    }
  | {
      readonly kind: "fetch";
      readonly fetch: number;
      readonly node: string;
      readonly path: string;
      readonly query: string;
    };

/** One bar of the waterfall; times in milliseconds from the start of the operation. */
interface ToldFetch {
  /** Number of the fetch in the plan. */
  readonly fetch: number;
  readonly node: string;
  readonly startMs: number;
  readonly durationMs: number;
  /** Entities that a cache had, and that were asked for; root fields count as one. */
  readonly kept: number;
  readonly asked: number;
  readonly errors: number;
}

export interface ToldTrace {
  readonly planMs: number;
  readonly totalMs: number;
  readonly plans: readonly ToldStep[];
  readonly fetches: readonly ToldFetch[];
}

/** How one operation was planned and run, written down while it runs. */
export class PlanTrace {
  readonly #startedAt = performance.now();
  readonly #numbers = new Map<FetchStep, number>();
  readonly #fetches: ToldFetch[] = [];
  #plans: readonly ToldStep[] = [];
  #planMs = 0;

  planned(steps: readonly Step[]): void {
    this.#planMs = this.#now();
    this.#plans = steps.map((step) => this.#tell(step));
  }

  /** To be called when the answer is there. */
  begin(step: FetchStep, counts: { readonly kept: number; readonly asked: number }): (errors: number) => void {
    const startMs = this.#now();
    return (errors) => {
      const fetch = this.#numberOf(step);
      const durationMs = rounded(this.#now() - startMs);
      this.#fetches.push({ fetch, node: step.subgraph, startMs: rounded(startMs), durationMs, ...counts, errors });
    };
  }

  read(): ToldTrace {
    return {
      planMs: rounded(this.#planMs),
      totalMs: rounded(this.#now()),
      plans: this.#plans,
      fetches: this.#fetches.toSorted((a, b) => a.startMs - b.startMs),
    };
  }

  #now(): number {
    return performance.now() - this.#startedAt;
  }

  #numberOf(step: FetchStep): number {
    const number = this.#numbers.get(step) ?? this.#numbers.size;
    this.#numbers.set(step, number);
    return number;
  }

  #tell(step: Step): ToldStep {
    switch (step.kind) {
      case "fetch":
        return {
          kind: "fetch",
          fetch: this.#numberOf(step),
          node: step.subgraph,
          path: step.path.join("."),
          query: step.query,
        };
      case "condition": {
        const { variable, whenTrue, whenFalse } = step;
        const branches = Object.entries({ whenTrue, whenFalse });
        const told = branches.flatMap(([name, inner]) => (inner === null ? [] : [[name, this.#tell(inner)] as const]));
        return { kind: "condition", variable, ...Object.fromEntries(told) };
      }
      default:
        return { kind: step.kind, steps: step.steps.map((inner) => this.#tell(inner)) };
    }
  }
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
