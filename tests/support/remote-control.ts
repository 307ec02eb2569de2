import { monitorEventLoopDelay } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { BroadcastChannel, isMainThread } from "node:worker_threads";

/** What a bench may ask of a hub that runs in a process of its own. */
export type Command =
  | { readonly kind: "move-clock"; readonly byMs: number }
  /** After a garbage collection, in every thread: what lies about uncollected is no growth. The heap is the main thread's. */
  | { readonly kind: "memory" }
  /** The longest stall of the event loop since last asked. */
  | { readonly kind: "stall" }
  | { readonly kind: "resources" };

export interface Answers {
  readonly "move-clock": null;
  readonly memory: { readonly rssBytes: number; readonly heapBytes: number; readonly externalBytes: number };
  readonly stall: { readonly longestMs: number };
  /** What keeps the process alive, by type. */
  readonly resources: Readonly<Record<string, number>>;
}

export interface Request {
  readonly id: number;
  readonly command: Command;
}

// Preloaded (`--import`) into a plain hub that was started with an IPC channel, and into each of its worker threads.
const realNow = Date.now;
let shiftMs = 0;
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
const delays = monitorEventLoopDelay({ resolution: 1 });
const collecting = new BroadcastChannel("collect garbage");
collecting.unref();
if (isMainThread) obeyParent();
else collecting.onmessage = () => collectGarbage();

function obeyParent(): void {
  Date.now = () => realNow() + shiftMs;
  delays.enable();
  process.on("message", ({ id, command }: Request) => process.send?.({ id, answer: obey(command) }));
  // The hub ends when it has drained, and with whoever started it.
  process.channel?.unref();
  process.on("disconnect", () => process.exit(1));
}

function obey(command: Command): Answers[Command["kind"]] {
  if (command.kind === "move-clock") {
    shiftMs += command.byMs;
    return null;
  }
  if (command.kind === "memory") {
    collecting.postMessage(null);
    collectGarbage();
    const { rss, heapUsed, external } = process.memoryUsage();
    return { rssBytes: rss, heapBytes: heapUsed, externalBytes: external };
  }
  if (command.kind === "stall") {
    const longestMs = delays.max / 1e6;
    delays.reset();
    return { longestMs };
  }
  const resources = process.getActiveResourcesInfo();
  return Object.fromEntries(
    [...new Set(resources)].map((type) => [type, resources.filter((other) => other === type).length]),
  );
}
