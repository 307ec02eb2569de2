import { expect } from "vitest";

/** Asserts that no window of time holds more arrivals (epoch ms, in order) than burst + rate × window, the window widened by `slackMs`. */
export function expectWithinRate(
  arrivals: readonly number[],
  { burst, requestsPerSecond }: { readonly burst: number; readonly requestsPerSecond: number },
  slackMs = 0,
): void {
  const excess = arrivals.flatMap((from, first) =>
    arrivals.slice(first).flatMap((to, more) => {
      const allowed = burst + (requestsPerSecond * (to - from + slackMs)) / 1_000;
      return more + 1 > allowed + 1e-6 ? [`${more + 1} within ${to - from} ms, allowed ${allowed}`] : [];
    }),
  );
  expect(excess).toEqual([]);
}
