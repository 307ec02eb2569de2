import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { FromSandbox, ToSandbox } from "./ipc.ts";
import type { Fault, RunningSandbox, SandboxCounts } from "./sandbox-module.ts";

const RUNNER = fileURLToPath(new URL("./run-sandbox.ts", import.meta.url));
const KILL_AFTER_MS = 3_000;

export interface StartSandboxOptions {
  readonly seed: number;
  readonly patents: number;
  /** Absent or 0 = any free port. */
  readonly port?: number;
  /** Switches for this sandbox alone. Must survive JSON. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** A sandbox in a process of its own. */
export interface SandboxProcess extends RunningSandbox {
  readonly pid: number;
  /** Settles when the process is gone, however it went. */
  readonly exited: Promise<void>;
}

/**
 * Starts a source's sandbox in a child process and waits until it listens. Rejects with one clear line where it cannot
 * (port taken, module missing). The child dies with this process.
 */
export async function startSandbox(
  definition: { readonly module: URL },
  { seed, patents, port = 0, settings = {} }: StartSandboxOptions,
): Promise<SandboxProcess> {
  // The hub's own flags (a debugger's port, a test runner's loader) are not for the child.
  const child = fork(RUNNER, [], { execArgv: [], stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const channel = openChannel(child);
  channel.send({ kind: "start", module: definition.module.href, size: { seed, patents }, port, settings });
  const url = await channel.listening.catch(async (error: unknown) => {
    child.kill();
    await exited;
    throw error;
  });
  return {
    url,
    pid: child.pid ?? 0,
    exited,
    counts: () => channel.ask((id) => ({ kind: "counts", id })),
    resetCounts: async () => void (await channel.ask((id) => ({ kind: "reset", id }))),
    setFault: async (fault: Fault) => void (await channel.ask((id) => ({ kind: "fault", id, fault }))),
    stop: () => stop(child, exited),
  };
}

interface Channel {
  readonly listening: Promise<string>;
  send(message: ToSandbox): void;
  ask(message: (id: number) => ToSandbox): Promise<SandboxCounts>;
}

function openChannel(child: ChildProcess): Channel {
  const waiting = new Map<number, PromiseWithResolvers<SandboxCounts>>();
  const listening = Promise.withResolvers<string>();
  let lastId = 0;
  child.on("message", (message: FromSandbox) => {
    if (message.kind === "listening") return listening.resolve(message.url);
    if (message.kind === "failed") return listening.reject(new Error(`sandbox did not start: ${message.reason}`));
    waiting.get(message.id)?.resolve(message.counts);
    waiting.delete(message.id);
  });
  child.once("exit", (code) => {
    const gone = new Error(`sandbox process ended (code ${code})`);
    listening.reject(gone);
    for (const question of waiting.values()) question.reject(gone);
  });
  const send = (message: ToSandbox): void => void child.send(message);
  const ask = (make: (id: number) => ToSandbox): Promise<SandboxCounts> => {
    if (!child.connected) return Promise.reject(new Error("sandbox process is gone"));
    const question = Promise.withResolvers<SandboxCounts>();
    lastId += 1;
    waiting.set(lastId, question);
    send(make(lastId));
    return question.promise;
  };
  return { listening: listening.promise, send, ask };
}

async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS);
  await exited;
  clearTimeout(timer);
}
