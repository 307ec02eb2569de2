import type { Metric, Registry } from "prom-client";

type Labels = Readonly<Record<string, string>>;

export interface DurationHistogramOptions {
  readonly name: string;
  readonly help: string;
  /** Seconds, ascending. */
  readonly bounds: readonly number[];
}

/** Where durations of one kind are counted. */
export interface DurationSeries {
  observe(durationMs: number): void;
}

/**
 * A histogram as the registry takes it. Its own, since every request and every question passes here: prom-client's sorts and
 * joins the labels at every observation, which is a good part of what a kept answer costs.
 */
export class DurationHistogram {
  readonly name: string;
  readonly #options: DurationHistogramOptions;
  readonly #series: Series[] = [];

  constructor(registry: Registry, options: DurationHistogramOptions) {
    this.name = options.name;
    this.#options = options;
    // The registry asks a metric for its name and its values, no more.
    registry.registerMetric(this as unknown as Metric);
  }

  /** To be asked for once for each set of labels, and kept. */
  series(labels: Labels): DurationSeries {
    const made = new Series(labels, this.#options.bounds);
    this.#series.push(made);
    return made;
  }

  async get() {
    const { name, help } = this.#options;
    return {
      name,
      help,
      type: "histogram",
      aggregator: "sum",
      values: this.#series.flatMap((one) => one.values(name)),
    };
  }

  reset(): void {
    for (const one of this.#series) one.reset();
  }
}

class Series implements DurationSeries {
  readonly #labels: Labels;
  readonly #bounds: readonly number[];
  /** Observations up to each bound and beyond the one before; one more for those beyond all. */
  readonly #buckets: number[];
  #count = 0;
  #sum = 0;

  constructor(labels: Labels, bounds: readonly number[]) {
    this.#labels = labels;
    this.#bounds = bounds;
    this.#buckets = new Array<number>(bounds.length + 1).fill(0);
  }

  observe(durationMs: number): void {
    const seconds = durationMs / 1_000;
    this.#count += 1;
    this.#sum += seconds;
    let place = 0;
    while (place < this.#bounds.length && seconds > (this.#bounds[place] ?? 0)) place += 1;
    this.#buckets[place] = (this.#buckets[place] ?? 0) + 1;
  }

  reset(): void {
    this.#buckets.fill(0);
    this.#count = 0;
    this.#sum = 0;
  }

  values(name: string) {
    const labels = this.#labels;
    let upTo = 0;
    const bounds = this.#bounds.map((bound, place) => {
      upTo += this.#buckets[place] ?? 0;
      return { metricName: `${name}_bucket`, labels: { le: bound, ...labels }, value: upTo };
    });
    return [
      ...bounds,
      { metricName: `${name}_bucket`, labels: { le: "+Inf", ...labels }, value: this.#count },
      { metricName: `${name}_sum`, labels, value: this.#sum },
      { metricName: `${name}_count`, labels, value: this.#count },
    ];
  }
}
