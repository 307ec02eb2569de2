import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";
import { atMost, type Bench, exactly, type Figure, NO_PROMISE } from "./bench.ts";
import { medianMs } from "./measure.ts";

const MAIN = fileURLToPath(new URL("../../gateway/main.ts", import.meta.url));
const READY_WITHIN_MS = 15_000;
const STOP_WITHIN_MS = 5_000;

/** `npm start` with its defaults, from the start of the process to the first "ready", on an empty folder and again. */
export const bench: Bench = {
  summary: "from the start of the process to ready, on an empty data folder and on the same one again",
  run: async () => {
    await using folder = await temporaryFolder();
    const bare = await medianMs(3, async () => {
      await once(spawn(process.execPath, ["--eval", "0"], { stdio: "ignore" }), "exit");
    });
    const first = await startAndStop(folder.path);
    const again = await startAndStop(folder.path);
    return [...toFigures("first start", first), ...toFigures("second start", again), beside(bare, again.readyMs)];
  },
};

interface Started {
  readonly readyMs: number;
  readonly stopMs: number;
  readonly exitCode: number | null;
}

async function startAndStop(dataDir: string): Promise<Started> {
  const startedAt = performance.now();
  const env = { ...process.env, PORT: "0", HUB_DATA_DIR: dataDir, HUB_LOG_LEVEL: "error" };
  const hub = spawn(process.execPath, [MAIN], { env, stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(hub, "exit");
  const url = await addressIn(hub.stdout);
  const ready = await fetch(`${url}/health/ready`);
  if (!ready.ok) throw new Error(`not ready: ${ready.status}`);
  const readyMs = performance.now() - startedAt;
  const stoppedAt = performance.now();
  hub.kill("SIGTERM");
  const [exitCode] = (await exited) as [number | null];
  return { readyMs, stopMs: performance.now() - stoppedAt, exitCode };
}

/** The address that the start prints once the hub is up. */
async function addressIn(output: AsyncIterable<Buffer>): Promise<string> {
  let text = "";
  for await (const chunk of output) {
    text += chunk.toString("utf8");
    const url = /(http:\/\/\S+)\/health\/ready/.exec(text)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error("the hub ended before it was up");
}

function toFigures(what: string, { readyMs, stopMs, exitCode }: Started): readonly Figure[] {
  return [
    { what: `${what}: ready after`, unit: "ms", promised: atMost(READY_WITHIN_MS), measured: readyMs },
    { what: `${what}: stopped after`, unit: "ms", promised: atMost(STOP_WITHIN_MS), measured: stopMs },
    { what: `${what}: exit code`, unit: "", promised: exactly(0), measured: exitCode ?? -1 },
  ];
}

function beside(bareMs: number, readyMs: number): Figure {
  return { what: "second start : bare node process", unit: "×", promised: NO_PROMISE, measured: readyMs / bareMs };
}
