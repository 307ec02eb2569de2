import type { Registry } from "prom-client";
import { DurationHistogram, type DurationSeries } from "./duration-histogram.ts";

/** What became of one HTTP request; of closed sets all, so that no caller can grow the labels. */
export interface RequestSample<Outcome extends string = string> {
  /** Name of the route, never the path. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly outcome: Outcome;
  readonly durationMs: number;
}

/** How long requests took, by what became of them. */
export class RequestDurations {
  readonly #histogram: DurationHistogram;
  readonly #series = new Map<string, DurationSeries>();
  /** The last one observed: requests of a kind come in a row. */
  #last: { readonly sample: RequestSample; readonly series: DurationSeries } | undefined;

  constructor(registry: Registry) {
    this.#histogram = new DurationHistogram(registry, {
      name: "hub_http_request_duration_seconds",
      help: "Time from the request's headers to the end of its answer",
      bounds: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
    });
  }

  observe(sample: RequestSample): void {
    this.#seriesOf(sample).observe(sample.durationMs);
  }

  #seriesOf(sample: RequestSample): DurationSeries {
    const last = this.#last;
    if (last !== undefined && isSameKind(last.sample, sample)) return last.series;
    const series = this.#find(sample);
    this.#last = { sample, series };
    return series;
  }

  #find({ route, method, status, outcome }: RequestSample): DurationSeries {
    const key = `${route} ${method} ${status} ${outcome}`;
    const known = this.#series.get(key);
    if (known !== undefined) return known;
    const made = this.#histogram.series({ route, method, status: String(status), outcome });
    this.#series.set(key, made);
    return made;
  }
}

function isSameKind(a: RequestSample, b: RequestSample): boolean {
  return a.outcome === b.outcome && a.status === b.status && a.route === b.route && a.method === b.method;
}
