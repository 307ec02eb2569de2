import { UpstreamBudget } from "#adapters/runtime/upstream-budget.ts";

/** The upstream calls of all who wait for one answer: it is paid for out of whichever budget has some left. */
export class PooledBudget extends UpstreamBudget {
  readonly #members = new Set<UpstreamBudget>();

  constructor() {
    super(0);
  }

  /** One without a budget pays for all. */
  add(budget: UpstreamBudget | undefined): void {
    this.#members.add(budget ?? new UpstreamBudget(Number.POSITIVE_INFINITY));
  }

  override get left(): number {
    return [...this.#members].reduce((sum, { left }) => sum + left, 0);
  }

  override take(): boolean {
    return [...this.#members].some((budget) => budget.take());
  }

  override giveBack(calls: number): void {
    const [first] = this.#members;
    first?.giveBack(calls);
  }

  override lend(): number {
    const [first] = this.#members;
    return first?.lend() ?? 0;
  }
}
