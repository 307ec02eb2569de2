import type { FetchStep, Step } from "./compile-plan.ts";

/** A sequence, and look-ups on which nothing depends that go with later questions of it to the same subgraph. */
export interface RideStep {
  readonly kind: "ride";
  readonly steps: readonly Step[];
  readonly riders: readonly Rider[];
}

export interface Rider {
  readonly fetch: FetchStep;
  /** Of the step with which it goes. */
  readonly place: number;
}

/** Whether a subgraph takes several look-ups as one question. */
type TakesBatches = (subgraph: string) => boolean;

type Sequence = Extract<Step, { readonly kind: "sequence" }>;

/**
 * Spares requests: what stands beside a sequence is not waited for before the sequence has ended, so a look-up there may
 * wait until the sequence asks the same subgraph. Not for one that hangs: see Boarding.
 */
export function withRiders(step: Step, takesBatches: TakesBatches): Step {
  const inside = (inner: Step) => withRiders(inner, takesBatches);
  switch (step.kind) {
    case "parallel":
      return together(step.steps.map(inside), takesBatches);
    case "sequence":
      return { kind: "sequence", steps: step.steps.map(inside) };
    case "condition": {
      const { whenTrue, whenFalse } = step;
      return { ...step, whenTrue: whenTrue && inside(whenTrue), whenFalse: whenFalse && inside(whenFalse) };
    }
    default:
      return step;
  }
}

function together(steps: readonly Step[], takesBatches: TakesBatches): Step {
  const sequences = steps.filter((step) => step.kind === "sequence");
  const riders = new Map<Sequence, Rider[]>();
  const others = steps.filter((step) => {
    if (step.kind !== "fetch" || step.represent === null || !takesBatches(step.subgraph)) return true;
    const [soonest] = sequences
      .map((host) => ({ host, place: placeOf(step.subgraph, host) }))
      .filter(({ place }) => place > 0)
      .toSorted((a, b) => a.place - b.place);
    if (soonest === undefined) return true;
    const { host, place } = soonest;
    riders.set(host, [...(riders.get(host) ?? []), { fetch: step, place }]);
    return false;
  });
  const left = others.map((step): Step => {
    const own = step.kind === "sequence" ? riders.get(step) : undefined;
    return step.kind === "sequence" && own !== undefined ? { kind: "ride", steps: step.steps, riders: own } : step;
  });
  const [only] = left;
  return only !== undefined && left.length === 1 ? only : { kind: "parallel", steps: left };
}

/** Where a sequence, after its first step, comes to look something up there; -1 where it does not. */
function placeOf(subgraph: string, { steps }: Sequence): number {
  return steps.findIndex((step, place) => place > 0 && beginsAt(subgraph, step));
}

function beginsAt(subgraph: string, step: Step | undefined): boolean {
  switch (step?.kind) {
    case "fetch":
      return step.subgraph === subgraph && step.represent !== null;
    case "parallel":
      return step.steps.some((inner) => beginsAt(subgraph, inner));
    case "sequence":
    case "ride":
      return beginsAt(subgraph, step.steps[0]);
    default:
      return false;
  }
}
