import { vi } from "vitest";
import { shanghaiDay } from "#adapters/runtime/manners/shanghai-day.ts";

/**
 * Puts this process's clock at noon in China, from where it goes on: what is counted by day falls on one day, whenever
 * a test runs. Threads and child processes keep theirs.
 */
export function startAtNoon(): Disposable {
  const real = Date.now;
  const moved = Date.parse(`${shanghaiDay(real())}T12:00:00+08:00`) - real();
  const spy = vi.spyOn(Date, "now").mockImplementation(() => real() + moved);
  return { [Symbol.dispose]: () => spy.mockRestore() };
}
