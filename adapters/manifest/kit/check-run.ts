import type { Bilingual } from "#schema/ids/parsed.ts";
import type { CheckLevel, CheckResult, Finding } from "./conformance-report.ts";
import { KIT_CHECKS, type KitCheckId } from "./kit-checks.ts";

/** No more of what one check found is told. */
const MOST_FINDINGS = 20;

/** Gathers what the checks find. A check that nothing was asked of is skipped. */
export class CheckRun {
  readonly #made = new Set<KitCheckId>();
  readonly #failed = new Map<KitCheckId, Finding[]>();

  readonly #notNow: Finding[] = [];

  /** It could not be asked now, and nothing is wrong with that. */
  hold(about: string, message: Bilingual): void {
    if (!this.#notNow.some((one) => one.about === about)) this.#notNow.push({ about, message });
  }

  get notNow(): readonly Finding[] {
    return this.#notNow;
  }

  /** There was something to check it by, and it held there. */
  made(id: KitCheckId): void {
    this.#made.add(id);
  }

  fail(id: KitCheckId, about: string | null, message: Bilingual): void {
    this.made(id);
    const findings = this.#failed.get(id) ?? [];
    if (findings.length < MOST_FINDINGS) findings.push({ about, message });
    this.#failed.set(id, findings);
  }

  /** Holds or not. */
  expect(id: KitCheckId, holds: boolean, { about, zh, en }: Bilingual & { readonly about: string | null }): void {
    if (holds) this.made(id);
    else this.fail(id, about, { zh, en });
  }

  get results(): readonly CheckResult[] {
    return (Object.keys(KIT_CHECKS) as KitCheckId[]).map((id) => {
      const findings = this.#failed.get(id) ?? [];
      const outcome = findings.length > 0 ? "failed" : this.#made.has(id) ? "passed" : "skipped";
      const level = id.slice(0, id.indexOf("-")) as CheckLevel;
      return { id, level, outcome, title: KIT_CHECKS[id], findings };
    });
  }
}
