import { monitorEventLoopDelay } from "node:perf_hooks";

const RESOLUTION_MS = 20;
const NS_PER_MS = 1_000_000;

/** How late the event loop runs. */
export interface EventLoopLag {
  /** Median lag in milliseconds since the reading before. */
  read(): number;
  stop(): void;
}

/** Measures the lag of this thread's event loop. The median, so that one long stall (a collection, a cold plan) is no overload. */
export function watchEventLoop(): EventLoopLag {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  return {
    read: () => {
      // The histogram holds the time between two ticks, of which the resolution is meant.
      const lag = histogram.count === 0 ? 0 : histogram.percentile(50) / NS_PER_MS - RESOLUTION_MS;
      histogram.reset();
      return Math.max(0, lag);
    },
    stop: () => void histogram.disable(),
  };
}
