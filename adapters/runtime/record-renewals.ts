import type { CacheMetrics, CacheResult, RefreshResult } from "./call/cache-metrics.ts";
import type { RefreshLine } from "./call/refresh-line.ts";
import type { CallContext } from "./source.ts";

/** Fetches these records and remembers them. Throws UpstreamError when not all could be fetched. */
export type RenewRecords = (ids: readonly string[], context: CallContext) => Promise<void>;

export interface RecordRenewalsOptions {
  readonly source: string;
  /** Kind of the records, for the metrics. */
  readonly kind: string;
  readonly line: RefreshLine;
  readonly metrics: CacheMetrics;
}

/** Renewals of one kind of records: each record at most once at a time, in the line of its source. */
export class RecordRenewals {
  readonly #options: RecordRenewalsOptions;
  readonly #underWay = new Set<string>();

  constructor(options: RecordRenewalsOptions) {
    this.#options = options;
  }

  start(ids: readonly string[], renew: RenewRecords): void {
    const due = ids.filter((id) => !this.#underWay.has(id));
    const [first] = due;
    if (first === undefined) return;
    for (const id of due) this.#underWay.add(id);
    // No two renewals under way hold the same id, so one of them names the whole.
    this.#options.line.add(`records ${this.#options.kind} ${first}`, {
      renew: async (context) => {
        try {
          await renew(due, context);
          this.#end(due, "renewed");
        } catch (error) {
          this.#end(due, "failed");
          throw error;
        }
      },
      drop: () => this.#end(due, "dropped"),
    });
  }

  tell(result: CacheResult, count: number): void {
    const { source, kind, metrics } = this.#options;
    if (count > 0) metrics.recordsFound(source, kind, result, count);
  }

  #end(ids: readonly string[], result: RefreshResult): void {
    const { source, kind, metrics } = this.#options;
    for (const id of ids) this.#underWay.delete(id);
    metrics.refreshed(source, kind, result);
  }
}
