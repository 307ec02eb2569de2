import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Commands, Kind } from "./control.ts";
import { type Core, onCore } from "./cores.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const PROBE = new URL("./probe.ts", import.meta.url).href;
const STOP_WITHIN_MS = 5_000;

export interface ChildOptions {
  readonly core: Core;
  /** A script with its arguments, after options of node's own. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export interface Child extends AsyncDisposable {
  tell<K extends Kind>(kind: K, request: Commands[K]["request"]): Promise<Commands[K]["answer"]>;
  /** What it says of itself once it is up; rejects when it ends instead. */
  readonly ready: Promise<Readonly<Record<string, string>>>;
  readonly hasEnded: () => boolean;
  /** The last of what it wrote. */
  readonly output: () => string;
}

/** A process of the bench, on its core; it ends with the bench, whatever happens (see obey). */
export function startChild({ core, args, env = {}, cwd = ROOT }: ChildOptions): Child {
  const [command = "", ...rest] = onCore(core, [process.execPath, "--import", PROBE, ...args]);
  const child = spawn(command, rest, {
    cwd,
    env: { PATH: process.env["PATH"], NODE_ENV: "production", ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const output = keepOutput(child);
  const exited = once(child, "exit");
  exited.catch(() => {});
  const ready = readiness(child, output);
  ready.catch(() => {});
  return {
    tell: createTell(child),
    ready,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    output,
    [Symbol.asyncDispose]: () => stop(child, exited),
  };
}

function keepOutput(child: ChildProcess): () => string {
  let text = "";
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString("utf8")).slice(-4_000);
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  return () => text;
}

function readiness(child: ChildProcess, output: () => string): Promise<Readonly<Record<string, string>>> {
  const { promise, resolve, reject } = Promise.withResolvers<Readonly<Record<string, string>>>();
  child.on("message", (message: { readonly ready?: Readonly<Record<string, string>> }) => {
    if (message.ready !== undefined) resolve(message.ready);
  });
  child.once("error", reject);
  child.once("exit", (code, signal) => reject(new Error(`ended (${code ?? signal})\n${output()}`)));
  return promise;
}

interface Reply {
  readonly id?: number;
  readonly answer?: unknown;
  readonly error?: string;
}

function createTell(child: ChildProcess): Child["tell"] {
  const waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  child.on("message", ({ id, answer, error }: Reply) => {
    if (id === undefined) return;
    if (error === undefined) waiting.get(id)?.resolve(answer);
    else waiting.get(id)?.reject(new Error(error));
    waiting.delete(id);
  });
  child.once("exit", () => {
    for (const { reject } of waiting.values()) reject(new Error("the process ended before it answered"));
  });
  return (kind, request) => {
    lastId += 1;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    waiting.set(lastId, { resolve, reject });
    child.send({ id: lastId, kind, request }, (error) => {
      if (error !== null) reject(error);
    });
    return promise as Promise<never>;
  };
}

async function stop(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS);
  await exited.catch(() => {});
  clearTimeout(timer);
}
