import { setImmediate } from "node:timers/promises";

/** A tenth of a second of decoding is cut into turns of this length; requests and timers come in between. */
const TURN_MS = 4;

/** The thread is one, so the line is one: however many answers are decoded at once, one turn is taken per pass of the event loop. */
let line: Promise<void> = Promise.resolve();

/**
 * Runs work that would hold the serving thread too long. It yields after each small step (well below a millisecond); the
 * first step runs at once, so that small answers wait for nobody. Rejects with what the work throws.
 */
export async function inTurns<T>(work: Generator<void, T, void>): Promise<T> {
  let step = work.next();
  while (step.done !== true) {
    await nextTurn();
    const end = performance.now() + TURN_MS;
    while (step.done !== true && performance.now() < end) step = work.next();
  }
  return step.value;
}

function nextTurn(): Promise<void> {
  line = line.then(() => setImmediate());
  return line;
}
