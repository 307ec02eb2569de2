import type { OwnedSourceRuntime, SourceRuntimeOptions } from "#adapters/runtime/create-source-runtime.ts";
import type { RunningSandbox } from "#adapters/runtime/sandbox/sandbox-module.ts";
import { serveSandbox } from "#adapters/runtime/sandbox/serve-sandbox.ts";
import { generateWorld } from "#adapters/runtime/sandbox/world/generate-world.ts";
import type { World } from "#adapters/runtime/sandbox/world/types.ts";
import * as sandbox from "#adapters/sichuan-portal/sandbox/sandbox.ts";
import type { SichuanPortal } from "#adapters/sichuan-portal/sichuan-portal.ts";
import { source } from "#adapters/sichuan-portal/source.ts";
import { createTestRuntime } from "./source-runtime.ts";

export const SICHUAN_WORLD: World = generateWorld({ seed: 7, patents: 1_200 });

export interface SichuanBench extends AsyncDisposable {
  readonly portal: SichuanPortal;
  readonly sandbox: RunningSandbox;
  readonly runtime: OwnedSourceRuntime;
}

/** The sandbox of the Sichuan portal on a port of its own, and a client that points at it. */
export async function startSichuan(runtimeOptions: Partial<SourceRuntimeOptions> = {}): Promise<SichuanBench> {
  const running = await serveSandbox(sandbox, { world: SICHUAN_WORLD, settings: {}, clock: { now: Date.now } });
  const runtime = createTestRuntime(source.code, running.url, runtimeOptions);
  const portal = await source.create(runtime, source.sandbox?.pointAt(running.url, {}) ?? {});
  if (portal === null) throw new Error("the portal is off");
  return {
    portal,
    sandbox: running,
    runtime,
    [Symbol.asyncDispose]: async () => {
      await runtime.close();
      await running.stop();
    },
  };
}
