import type { Metric, Registry } from "prom-client";

/** What became of one HTTP request; of closed sets all, so that no caller can grow the labels. */
export interface RequestSample<Outcome extends string = string> {
  /** Name of the route, never the path. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly outcome: Outcome;
  readonly durationMs: number;
}

interface Child {
  readonly labels: Readonly<Record<"route" | "method" | "status" | "outcome", string>>;
  /** Observations up to each bound and beyond the one before; one more for those beyond all. */
  readonly buckets: number[];
  count: number;
  sum: number;
}

const NAME = "hub_http_request_duration_seconds";
const HELP = "Time from the request's headers to the end of its answer";
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15] as const;

/**
 * A histogram as the registry takes it. Its own, since every request passes here: prom-client's sorts and joins the labels
 * at every observation, which is a good part of what a kept answer costs.
 */
export class RequestDurations {
  readonly name = NAME;
  readonly #children = new Map<string, Child>();
  /** The last one observed: requests of a kind come in a row. */
  #last: { readonly sample: RequestSample; readonly child: Child } | undefined;

  constructor(registry: Registry) {
    // The registry asks a metric for its name and its values, no more.
    registry.registerMetric(this as unknown as Metric);
  }

  observe(sample: RequestSample): void {
    const child = this.#childOf(sample);
    const seconds = sample.durationMs / 1_000;
    child.count += 1;
    child.sum += seconds;
    let place = 0;
    while (place < BOUNDS.length && seconds > (BOUNDS[place] ?? 0)) place += 1;
    child.buckets[place] = (child.buckets[place] ?? 0) + 1;
  }

  #childOf(sample: RequestSample): Child {
    const last = this.#last;
    if (last !== undefined && isSameKind(last.sample, sample)) return last.child;
    const child = this.#find(sample);
    this.#last = { sample, child };
    return child;
  }

  #find({ route, method, status, outcome }: RequestSample): Child {
    const key = `${route} ${method} ${status} ${outcome}`;
    const known = this.#children.get(key);
    if (known !== undefined) return known;
    const labels = { route, method, status: String(status), outcome };
    const made = { labels, buckets: Array<number>(BOUNDS.length + 1).fill(0), count: 0, sum: 0 };
    this.#children.set(key, made);
    return made;
  }

  async get() {
    const values = [...this.#children.values()].flatMap(toValues);
    return { name: NAME, help: HELP, type: "histogram", aggregator: "sum", values };
  }

  reset(): void {
    this.#children.clear();
    this.#last = undefined;
  }
}

function isSameKind(a: RequestSample, b: RequestSample): boolean {
  return a.outcome === b.outcome && a.status === b.status && a.route === b.route && a.method === b.method;
}

function toValues({ labels, buckets, count, sum }: Child) {
  let upTo = 0;
  const bounds = BOUNDS.map((bound, place) => {
    upTo += buckets[place] ?? 0;
    return { metricName: `${NAME}_bucket`, labels: { le: bound, ...labels }, value: upTo };
  });
  return [
    ...bounds,
    { metricName: `${NAME}_bucket`, labels: { le: "+Inf", ...labels }, value: count },
    { metricName: `${NAME}_sum`, labels, value: sum },
    { metricName: `${NAME}_count`, labels, value: count },
  ];
}
