import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const ALLOCATION = fileURLToPath(new URL("./print-allocation.ts", import.meta.url));

/** Middle of several runs, milliseconds: one run on a shared machine says little. */
export async function medianMs(rounds: number, run: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    await run();
    times.push(performance.now() - startedAt);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
}

/** Bytes that the guard allocates for a document, garbage included: in a process whose young heap is never collected. */
export async function bytesOfGuard(document: string): Promise<number> {
  const child = promisify(execFile)(process.execPath, ["--min-semi-space-size=128", "--expose-gc", ALLOCATION]);
  child.child.stdin?.end(document);
  return Number((await child).stdout);
}

/** Bytes that are held on to, on and off the heap. */
export function bytesHeld(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** One after the other, results in order. */
export async function inTurn<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await run(item));
  return results;
}
