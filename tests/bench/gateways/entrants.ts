import { once } from "node:events";
import { existsSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { until } from "#tests/bench/load.ts";
import { type Child, type ChildOptions, startChild } from "./child-process.ts";
import { HIVE_SHARING_CONFIG, hiveProgram } from "./hive-package.ts";
import type { Stage } from "./stage.ts";

/** One who answers, in a process of its own. */
export interface Running extends AsyncDisposable {
  readonly url: string;
  readonly child: Child;
}

export interface Entrant {
  readonly name: string;
  /** Gives back bytes that it was given, whatever is asked: nothing of it can be compared. */
  readonly isFloor?: boolean;
  /** Null where it is not there: not built, or not to be installed. `answerFile` holds the bytes of the answer. */
  start(stage: Stage, answerFile: string): Promise<Running | null>;
}

const UP_WITHIN_MS = 60_000;
const STOCK = fileURLToPath(new URL("./stock.ts", import.meta.url));
const STOCK_IN_PROCESS = fileURLToPath(new URL("./stock-in-process.ts", import.meta.url));
const OURS_IN_PROCESS = fileURLToPath(new URL("./ours-in-process.ts", import.meta.url));
const FLOOR = fileURLToPath(new URL("./floor.ts", import.meta.url));
const QUIET = { HUB_LOG_LEVEL: "error" };

export const stock: Entrant = {
  name: "stock",
  start: ({ supergraphFile }) => run((port) => ({ args: [STOCK, supergraphFile, port] })),
};

export const stockInProcess: Entrant = {
  name: "stock",
  start: ({ supergraphFile }) => run((port) => ({ args: [STOCK_IN_PROCESS, supergraphFile, port] })),
};

export const oursInProcess = (settings: Readonly<Record<string, string>>): Entrant => ({
  name: "ours",
  start: ({ supergraphFile, folder }) =>
    run((port) => ({
      args: [OURS_IN_PROCESS, supergraphFile],
      env: { ...QUIET, PORT: port, HUB_DATA_DIR: join(folder, "data"), HUB_SANDBOXES: "false", ...settings },
    })),
});

export const hive: Entrant = { name: "hive", start: ({ supergraphFile }) => startHive(supergraphFile, []) };

export const hiveSharing: Entrant = {
  name: "hive",
  start: ({ supergraphFile }) => startHive(supergraphFile, ["--config-path", HIVE_SHARING_CONFIG]),
};

export const floor: Entrant = {
  name: "floor",
  isFloor: true,
  start: (_, answerFile) => run((port) => ({ args: [FLOOR, answerFile, port] })),
};

export const emptyFloor: Entrant = {
  name: "floor",
  isFloor: true,
  start: () => run((port) => ({ args: [FLOOR, "304", port] })),
};

/** `node gateway/main.ts --supergraph FILE --port N` with settings of its own. */
export function ours(name: string, settings: Readonly<Record<string, string>>): Entrant {
  return {
    name,
    start: async ({ supergraphFile, checkout }) => {
      if (!existsSync(join(checkout, "gateway/router"))) return null;
      return run((port) => ({
        args: [join(checkout, "gateway/main.ts"), "--supergraph", supergraphFile, "--port", port],
        env: { ...QUIET, ...settings },
        cwd: checkout,
      }));
    },
  };
}

async function startHive(supergraphFile: string, more: readonly string[]): Promise<Running | null> {
  const program = await hiveProgram();
  if (program === null) return null;
  return run((port) => ({
    args: [
      program,
      "supergraph",
      supergraphFile,
      "--hive-router-runtime",
      "--host",
      "127.0.0.1",
      "--port",
      port,
      ...more,
    ],
    env: { LOG_LEVEL: "error" },
  }));
}

/**
 * Starts it on a free port and waits until it answers. Every one has the V8 flags of this process, which `npm run bench`
 * shares with `npm start`.
 */
async function run(options: (port: string) => Omit<ChildOptions, "core">): Promise<Running> {
  const port = await freePort();
  await using starting = new AsyncDisposableStack();
  const { args, ...others } = options(String(port));
  const child = starting.use(startChild({ core: "measured", args: [...process.execArgv, ...args], ...others }));
  const url = `http://127.0.0.1:${port}/graphql`;
  const isUp = await until(async () => child.hasEnded() || (await answers(url)), UP_WITHIN_MS);
  if (!isUp || child.hasEnded()) throw new Error(`it did not come up\n${child.output()}`);
  const stack = starting.move();
  return { url, child, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

async function answers(url: string): Promise<boolean> {
  const body = JSON.stringify({ query: "{ __typename }" });
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body }).catch(
    () => null,
  );
  await response?.arrayBuffer();
  return response !== null && (response.ok || response.status === 304);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
