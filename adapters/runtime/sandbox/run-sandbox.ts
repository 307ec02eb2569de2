import type { FromSandbox, ToSandbox } from "./ipc.ts";
import type { RunningSandbox, SandboxModule } from "./sandbox-module.ts";
import { serveSandbox } from "./serve-sandbox.ts";
import { generateWorld } from "./world/generate-world.ts";

// The child's side: started by start-sandbox.ts with an IPC channel, it serves one sandbox until its parent is gone.
let running: RunningSandbox | null = null;

process.on("message", (message: ToSandbox) => {
  receive(message).catch((error: unknown) => report({ kind: "failed", reason: reasonOf(error) }));
});
process.on("disconnect", leave);
process.on("SIGTERM", leave);
// Ctrl-C goes to the whole process group: the parent decides when its sandboxes stop.
process.on("SIGINT", () => undefined);

async function receive(message: ToSandbox): Promise<void> {
  if (message.kind === "start") return start(message);
  if (running === null) return;
  if (message.kind === "reset") await running.resetCounts();
  if (message.kind === "fault") await running.setFault(message.fault);
  report({ kind: "done", id: message.id, counts: await running.counts() });
}

async function start(message: Extract<ToSandbox, { kind: "start" }>): Promise<void> {
  const module = (await import(message.module)) as SandboxModule;
  const world = generateWorld(message.size);
  const clock = { now: () => Date.now() };
  running = await serveSandbox(module, { world, clock, settings: message.settings, port: message.port });
  report({ kind: "listening", url: running.url });
}

function report(message: FromSandbox): void {
  if (process.connected) process.send?.(message);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function leave(): void {
  if (running === null) process.exit(0);
  void running.stop().then(() => process.exit(0));
}
