import { tmpdir } from "node:os";
import {
  createSourceRuntime,
  type OwnedSourceRuntime,
  type SourceRuntimeOptions,
} from "#adapters/runtime/create-source-runtime.ts";
import { type Politeness, SANDBOX_POLITENESS } from "#adapters/runtime/politeness.ts";

/** Quick limits, so that hanging shows within a test's patience; no retry. Only for tests of failures: a busy machine is slow too. */
export const QUICK_POLITENESS: Politeness = {
  ...SANDBOX_POLITENESS,
  requestsPerSecond: 1_000,
  burst: 1_000,
  concurrency: 16,
  connectTimeoutMs: 500,
  tryTimeoutMs: 250,
  retry: { attempts: 0, minDelayMs: 1, maxDelayMs: 2 },
};

/** No limit that a busy machine could meet. */
const PATIENT_POLITENESS: Politeness = { ...QUICK_POLITENESS, connectTimeoutMs: 5_000, tryTimeoutMs: 20_000 };

/** A runtime whose source may connect to that upstream only. */
export function createTestRuntime(
  code: string,
  upstreamUrl: string,
  options: Partial<SourceRuntimeOptions> = {},
): OwnedSourceRuntime {
  return createSourceRuntime({
    code,
    politeness: PATIENT_POLITENESS,
    allowHosts: [new URL(upstreamUrl).host],
    dataDir: tmpdir(),
    generated: null,
    random: () => 0.5,
    ...options,
  });
}
