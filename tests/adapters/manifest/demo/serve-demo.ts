import iconv from "iconv-lite";
import type { RunningSandbox, SandboxModule } from "#adapters/runtime/sandbox/sandbox-module.ts";
import { serveSandbox } from "#adapters/runtime/sandbox/serve-sandbox.ts";
import { generateWorld } from "#adapters/runtime/sandbox/world/generate-world.ts";
import type { World } from "#adapters/runtime/sandbox/world/types.ts";

export const DEMO_WORLD: World = generateWorld({ seed: 2026, patents: 600 });

export interface DemoBench extends RunningSandbox, AsyncDisposable {}

/** A demo's sandbox in this process. */
export async function serveDemo(
  module: SandboxModule,
  {
    settings = {},
    clock = { now: () => Date.now() },
  }: Partial<Pick<Parameters<typeof serveSandbox>[1], "settings" | "clock">> = {},
): Promise<DemoBench> {
  const running = await serveSandbox(module, { world: DEMO_WORLD, settings, clock });
  return { ...running, [Symbol.asyncDispose]: running.stop };
}

/** 专利 → %D7%A8%C0%FB, as a GBK page's form sends it. */
export function gbkEscape(text: string): string {
  return [...iconv.encode(text, "gbk")].map((byte) => `%${byte.toString(16).padStart(2, "0").toUpperCase()}`).join("");
}

export async function gbkText(response: Response): Promise<string> {
  return new TextDecoder("gbk", { fatal: true }).decode(await response.arrayBuffer());
}
