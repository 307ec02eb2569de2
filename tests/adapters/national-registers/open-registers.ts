import type { NationalRegisters } from "#adapters/national-registers/records.ts";
import * as sandboxModule from "#adapters/national-registers/sandbox/sandbox.ts";
import { source } from "#adapters/national-registers/source.ts";
import type { RunningSandbox } from "#adapters/runtime/sandbox/sandbox-module.ts";
import { serveSandbox } from "#adapters/runtime/sandbox/serve-sandbox.ts";
import { generateWorld } from "#adapters/runtime/sandbox/world/generate-world.ts";
import type { World } from "#adapters/runtime/sandbox/world/types.ts";
import { createTestRuntime } from "#tests/support/source-runtime.ts";

export const REGISTERS_WORLD: World = generateWorld({ seed: 2026, patents: 3_000 });

export interface OpenRegisters extends AsyncDisposable {
  readonly registers: NationalRegisters;
  readonly sandbox: RunningSandbox;
}

/** The client over its stand-in, in this process. */
export async function openRegisters(world: World = REGISTERS_WORLD): Promise<OpenRegisters> {
  const sandbox = await serveSandbox(sandboxModule, { world, settings: {}, clock: { now: Date.now } });
  const runtime = createTestRuntime(source.code, sandbox.url);
  const registers = await source.create(runtime, source.sandbox?.pointAt(sandbox.url, {}) ?? {});
  if (registers === null) throw new Error("the source is off");
  return {
    registers,
    sandbox,
    [Symbol.asyncDispose]: async () => {
      await runtime.close();
      await sandbox.stop();
    },
  };
}
