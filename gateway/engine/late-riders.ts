import type { FetchStep, Step } from "./compile-plan.ts";

/** Whether a subgraph takes several look-ups as one question. */
type TakesBatches = (subgraph: string) => boolean;

/** A look-up, and how many questions are asked one after the other before it in its branch. */
interface Placed {
  readonly fetch: FetchStep;
  readonly depth: number;
}

/**
 * Spares requests: a parallel step ends with the longest of its branches, so that a look-up with which a shorter one ends
 * may wait until another comes to the same subgraph. Not for one that hangs: see Boarding.
 */
export function withRiders(step: Step, takesBatches: TakesBatches): Step {
  const hosts = new Map<number, number>();
  findRiders(step, takesBatches, hosts);
  return hosts.size === 0 ? step : marked(step, hosts, new Set(hosts.values()));
}

/** Notes with which other look-up each rider goes. */
function findRiders(step: Step, takesBatches: TakesBatches, hosts: Map<number, number>): void {
  const inside = innerSteps(step);
  if (step.kind === "parallel") {
    for (const branch of inside) {
      const others = inside.flatMap((other) => (other === branch ? [] : lookUpsIn(other, 0)));
      for (const { fetch, depth } of endsOf(branch, 0)) {
        const [soonest] = others
          .filter((other) => other.fetch.subgraph === fetch.subgraph && other.depth > depth)
          .toSorted((a, b) => a.depth - b.depth);
        if (soonest !== undefined && takesBatches(fetch.subgraph)) hosts.set(fetch.number, soonest.fetch.number);
      }
    }
  }
  for (const inner of inside) findRiders(inner, takesBatches, hosts);
}

/** Look-ups with which a step ends: nothing in it waits for them. */
function endsOf(step: Step, depth: number): readonly Placed[] {
  switch (step.kind) {
    case "fetch":
      return step.represent === null ? [] : [{ fetch: step, depth }];
    case "sequence": {
      const last = step.steps.at(-1);
      return last === undefined ? [] : endsOf(last, depth + lengthOf(step) - lengthOf(last));
    }
    case "parallel":
      return step.steps.flatMap((inner) => endsOf(inner, depth));
    case "condition":
      return [];
  }
}

/** Those that are met on the way through a step, whatever the operation's variables say. */
function lookUpsIn(step: Step, depth: number): readonly Placed[] {
  switch (step.kind) {
    case "fetch":
      return step.represent === null ? [] : [{ fetch: step, depth }];
    case "sequence": {
      let before = depth;
      return step.steps.flatMap((inner) => {
        const found = lookUpsIn(inner, before);
        before += lengthOf(inner);
        return found;
      });
    }
    case "parallel":
      return step.steps.flatMap((inner) => lookUpsIn(inner, depth));
    case "condition":
      return [];
  }
}

/** Questions that are asked one after the other. */
function lengthOf(step: Step): number {
  if (step.kind === "fetch") return 1;
  const lengths = innerSteps(step).map(lengthOf);
  return step.kind === "sequence" ? lengths.reduce((sum, length) => sum + length, 0) : Math.max(0, ...lengths);
}

function innerSteps(step: Step): readonly Step[] {
  if (step.kind === "fetch") return [];
  if (step.kind !== "condition") return step.steps;
  return [step.whenTrue, step.whenFalse].filter((inner) => inner !== null);
}

function marked(step: Step, hosts: ReadonlyMap<number, number>, isHost: ReadonlySet<number>): Step {
  const inside = (inner: Step) => marked(inner, hosts, isHost);
  switch (step.kind) {
    case "fetch":
      return { ...step, ridesWith: hosts.get(step.number) ?? null, isHost: isHost.has(step.number) };
    case "condition": {
      const { whenTrue, whenFalse } = step;
      return { ...step, whenTrue: whenTrue && inside(whenTrue), whenFalse: whenFalse && inside(whenFalse) };
    }
    default:
      return { ...step, steps: step.steps.map(inside) };
  }
}
