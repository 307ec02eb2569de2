import type { AssetIdentity } from "./asset-identity.ts";
import { WEIGHTS } from "./weigh-record.ts";

/** A record by which a thing was found. */
export interface Finding {
  readonly node: string;
  readonly kind: string;
  readonly typeName: string;
  readonly id: string;
  readonly origin: "LIVE" | "INDEX";
  /** In the list in which it was found, from 1. */
  readonly rank: number;
  readonly weight: number;
  /** Epoch milliseconds. */
  readonly fetchedAt: number | null;
  readonly region: string | null;
  readonly classes: readonly string[];
  readonly year: string | null;
  /** Tells its list that it was shown. */
  readonly shown: () => void;
}

/** One thing, by whomever it was found; more findings may come while it waits and after it was shown. */
export class SearchHit {
  readonly identity: AssetIdentity;
  /** Application number, agency code … as soon as one of its records tells it. */
  main: string | null;
  readonly #findings: Finding[] = [];
  #isShown = false;

  constructor(identity: AssetIdentity) {
    this.identity = identity;
    this.main = identity.main;
  }

  /** The record that stands for it: the original before a platform's copy, and none other once it was shown. */
  get record(): Finding {
    const [first] = this.#findings;
    if (first === undefined) throw new Error("a hit without a record");
    return this.#findings.reduce((best, one) => (this.#comesFirst(one, best) ? one : best), first);
  }

  /** One finding for each record, the live one where the index has it too. */
  get findings(): readonly Finding[] {
    return this.#findings;
  }

  /** Reciprocal ranks summed over the nodes, times the best weight of its records. */
  get score(): number {
    const best = new Map<string, number>();
    for (const { node, rank } of this.#findings) {
      best.set(node, Math.max(best.get(node) ?? 0, (WEIGHTS.k + 1) / (WEIGHTS.k + rank)));
    }
    const ranks = [...best.values()].reduce((sum, one) => sum + one, 0);
    return ranks * Math.max(...this.#findings.map(({ weight }) => weight));
  }

  add(finding: Finding): void {
    if (this.#isShown) finding.shown();
    const place = this.#findings.findIndex(({ id }) => id === finding.id);
    const known = this.#findings[place];
    if (known === undefined) {
      this.#findings.push(finding);
      return;
    }
    const isBetter = known.origin === "INDEX" && finding.origin === "LIVE";
    if (isBetter) this.#findings[place] = finding;
    // Of the two, one list waits for it to be shown.
    (isBetter ? known : finding).shown();
  }

  show(): void {
    const { record } = this;
    this.#isShown = true;
    for (const finding of this.#findings) finding.shown();
    // What is found later stands behind it.
    this.#findings.sort((a, b) => Number(b.id === record.id) - Number(a.id === record.id));
  }

  /** Rough size in memory. */
  get bytes(): number {
    return this.#findings.reduce((sum, { id, classes }) => sum + 2 * id.length + 24 * classes.length + 320, 200);
  }

  #comesFirst(one: Finding, best: Finding): boolean {
    if (this.#isShown) return false;
    const { family } = this.identity;
    return one.kind === family && best.kind !== family;
  }
}
