import type { ChongqingKjy01 } from "#adapters/chongqing-kjy01/client/kjy01-client.ts";
import * as sandbox from "#adapters/chongqing-kjy01/sandbox/sandbox.ts";
import { source } from "#adapters/chongqing-kjy01/source.ts";
import type { SourceRuntimeOptions } from "#adapters/runtime/create-source-runtime.ts";
import type { RunningSandbox } from "#adapters/runtime/sandbox/sandbox-module.ts";
import { serveSandbox } from "#adapters/runtime/sandbox/serve-sandbox.ts";
import { generateWorld } from "#adapters/runtime/sandbox/world/generate-world.ts";
import type { World } from "#adapters/runtime/sandbox/world/types.ts";
import type { Clock } from "#adapters/runtime/source.ts";
import { createTestRuntime } from "./source-runtime.ts";

const KJY01_WORLD: World = generateWorld({ seed: 7, patents: 1_200 });

export interface Kjy01Bench extends AsyncDisposable {
  readonly client: ChongqingKjy01;
  readonly sandbox: RunningSandbox;
  readonly world: World;
}

export interface Kjy01BenchOptions {
  /** Of the sandbox: its log-ins last two hours by it. */
  readonly clock?: Clock;
  readonly runtime?: Partial<SourceRuntimeOptions>;
}

/** The sandbox of kjy01 on a port of its own, and a client that points at it. */
export async function startKjy01(options: Kjy01BenchOptions = {}): Promise<Kjy01Bench> {
  const clock = options.clock ?? { now: Date.now };
  const running = await serveSandbox(sandbox, { world: KJY01_WORLD, settings: {}, clock });
  const runtime = createTestRuntime(source.code, running.url, options.runtime);
  const settings = source.sandbox?.pointAt(running.url, {}) ?? {};
  const client = await source.create(runtime, settings);
  if (client === null) throw new Error("kjy01 is off");
  return {
    client,
    sandbox: running,
    world: KJY01_WORLD,
    [Symbol.asyncDispose]: async () => {
      await runtime.close();
      await running.stop();
    },
  };
}
