import type { HubProcess } from "#tests/support/start-hub-process.ts";

const EVERY_MS = 5_000;
/** Told while it goes on: every so many looks. */
const TOLD_EVERY = 12;
/** Of the whole time; caches fill and code is compiled meanwhile. */
const WARM_UP_SHARE = 0.3;

interface Sample {
  readonly atMs: number;
  readonly rssMb: number;
  readonly heapMb: number;
}

/** Looks at a hub's memory all the time; the slope is that of the line through what is left after warm-up. */
export function watchProcess(hub: HubProcess) {
  const samples: Sample[] = [];
  const startedAt = performance.now();
  const look = async () => {
    const { rssBytes, heapBytes, externalBytes } = await hub.tell({ kind: "memory" });
    samples.push({ atMs: performance.now() - startedAt, rssMb: rssBytes / 2 ** 20, heapMb: heapBytes / 2 ** 20 });
    if (samples.length % TOLD_EVERY !== 0) return;
    const [rss, heap, external] = [rssBytes, heapBytes, externalBytes].map((bytes) => Math.round(bytes / 2 ** 20));
    process.stderr.write(
      `${samples.length / TOLD_EVERY} min: RSS ${rss} MB, heap ${heap} MB, external ${external} MB\n`,
    );
  };
  const timer = setInterval(() => void look(), EVERY_MS);
  return {
    end: () => {
      clearInterval(timer);
      const warm = samples.slice(Math.floor(samples.length * WARM_UP_SHARE));
      return {
        rssSlope: slopePerTenMinutes(warm, ({ rssMb }) => rssMb),
        heapSlope: slopePerTenMinutes(warm, ({ heapMb }) => heapMb),
        peakRssMb: Math.max(...samples.map(({ rssMb }) => rssMb)),
      };
    },
  };
}

/** Least squares. */
function slopePerTenMinutes(samples: readonly Sample[], read: (sample: Sample) => number): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanAt, meanValue] = [mean(samples.map(({ atMs }) => atMs)), mean(samples.map(read))];
  const covariance = mean(samples.map((sample) => (sample.atMs - meanAt) * (read(sample) - meanValue)));
  return (covariance / mean(samples.map(({ atMs }) => (atMs - meanAt) ** 2))) * 600_000;
}
