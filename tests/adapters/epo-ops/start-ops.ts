import type { EpoOpsClient } from "#adapters/epo-ops/client/epo-ops-client.ts";
import * as sandboxModule from "#adapters/epo-ops/sandbox/create-sandbox.ts";
import { source } from "#adapters/epo-ops/source.ts";
import type { OwnedSourceRuntime } from "#adapters/runtime/create-source-runtime.ts";
import type { RunningSandbox } from "#adapters/runtime/sandbox/sandbox-module.ts";
import { serveSandbox } from "#adapters/runtime/sandbox/serve-sandbox.ts";
import { generateWorld } from "#adapters/runtime/sandbox/world/generate-world.ts";
import type { World } from "#adapters/runtime/sandbox/world/types.ts";
import { createTestRuntime, QUICK_POLITENESS } from "#tests/support/source-runtime.ts";
import { ShiftedClock } from "./shifted-clock.ts";

export const WORLD: World = generateWorld({ seed: 7, patents: 600 });

/** The client against its sandbox, both on one clock that tests can move. */
export interface RunningOps extends AsyncDisposable {
  readonly client: EpoOpsClient;
  readonly sandbox: RunningSandbox;
  readonly runtime: OwnedSourceRuntime;
  readonly clock: ShiftedClock;
}

export async function startOps(switches: Readonly<Record<string, unknown>> = {}): Promise<RunningOps> {
  const clock = new ShiftedClock();
  const sandbox = await serveSandbox(sandboxModule, { world: WORLD, settings: switches, clock });
  const runtime = createTestRuntime("epo-ops", sandbox.url, {
    timer: clock,
    // Sandbox, client and tests share one thread here, which a hundred documents keep busy for a while.
    politeness: { ...QUICK_POLITENESS, tryTimeoutMs: 5_000 },
  });
  const client = await clientAt(sandbox.url, runtime);
  return {
    client,
    sandbox,
    runtime,
    clock,
    [Symbol.asyncDispose]: async () => {
      await runtime.close();
      await sandbox.stop();
    },
  };
}

export async function clientAt(url: string, runtime: OwnedSourceRuntime): Promise<EpoOpsClient> {
  const settings = source.sandbox?.pointAt(url, source.settings.parse({}));
  const client = settings && (await source.create(runtime, settings));
  if (!client) throw new Error("no client");
  return client;
}
