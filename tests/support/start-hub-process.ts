import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { askHub, type HeaderMap, type HubAnswer, type Variables } from "./hub-client.ts";
import type { Answers, Command, Request } from "./remote-control.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const REMOTE_CONTROL = new URL("./remote-control.ts", import.meta.url).href;
/** What `npm start` gives V8. */
const START_OPTIONS = startOptions();
const KILL_AFTER_MS = 30_000;

/** The hub as `npm start` runs it, in a process of its own, with a remote control beside it. */
export interface HubProcess extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  ask<Data = Readonly<Record<string, unknown>>>(
    query: string,
    variables?: Variables,
    headers?: HeaderMap,
  ): Promise<HubAnswer<Data>>;
  tell<C extends Command>(command: C): Promise<Answers[C["kind"]]>;
  /** Settles when the process is gone, however it went. */
  readonly exited: Promise<ExitState>;
  /** As an operator stops it: SIGTERM. */
  stop(): Promise<ExitState>;
}

interface ExitState {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface HubProcessOptions {
  readonly env: Readonly<Record<string, string>>;
  /** A store that is there already; a folder of its own otherwise. */
  readonly dataDir?: string;
}

export async function startHubProcess({ env, dataDir }: HubProcessOptions): Promise<HubProcess> {
  await using started = new AsyncDisposableStack();
  const folder = dataDir ?? started.use(await temporaryFolder()).path;
  const child = spawn(process.execPath, [...START_OPTIONS, "--import", REMOTE_CONTROL, "gateway/main.ts"], {
    cwd: ROOT,
    env: { PATH: process.env["PATH"], PORT: "0", HUB_LOG_LEVEL: "error", HUB_DATA_DIR: folder, ...env },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const exited = once(child, "exit").then(([code, signal]): ExitState => ({ code, signal }));
  const stop = async () => {
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS);
    const state = await exited;
    clearTimeout(timer);
    return state;
  };
  started.defer(async () => void (await stop()));
  if (child.stdout === null) throw new Error("no output of the hub to read");
  const url = await addressIn(child.stdout);
  const stack = started.move();
  return {
    url,
    pid: child.pid ?? 0,
    ask: (query, variables, headers) => askHub(url, query, variables, headers),
    tell: createTell(child),
    exited,
    stop,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function startOptions(): readonly string[] {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const { scripts } = JSON.parse(text) as { readonly scripts: { readonly start: string } };
  return scripts.start.split(" ").filter((word) => word.startsWith("--"));
}

/** The address that the start prints once the hub is up. */
async function addressIn(output: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  output.on("data", (chunk: Buffer) => {
    text += chunk.toString("utf8");
    const url = /(http:\/\/\S+)\/health\/ready/.exec(text)?.[1];
    if (url !== undefined) resolve(url);
  });
  output.once("end", () => reject(new Error("the hub ended before it was up")));
  return promise;
}

function createTell(child: ReturnType<typeof spawn>): HubProcess["tell"] {
  const waiting = new Map<number, (answer: never) => void>();
  let lastId = 0;
  child.on("message", ({ id, answer }: { readonly id: number; readonly answer: never }) => {
    waiting.get(id)?.(answer);
    waiting.delete(id);
  });
  return (command) => {
    lastId += 1;
    const request: Request = { id: lastId, command };
    child.send(request);
    return new Promise((resolve) => waiting.set(request.id, resolve));
  };
}
