import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Changes of the graph come in rows: whoever plugs in a node does so again within a minute. */
const KEPT_MS = 60_000;

export interface ProcessOptions {
  readonly script: URL;
  /** Of V8. */
  readonly flags: readonly string[];
  readonly heapLimitMb: number;
  /** How long one that nobody needs is kept. */
  readonly keptMs?: number;
}

/**
 * Processes for work that comes now and then, apart from the one that serves: what they take of memory and of the compiler's and
 * the collector's time is theirs, and a failure ends nobody else. One that was given back waits for the next piece of work: what
 * it runs is compiled by then, which takes longer than running it. It does not keep its parent alive, and ends when nobody has come
 * for a while.
 */
export class SpareProcess {
  readonly #options: ProcessOptions;
  #spare: { readonly child: ChildProcess; readonly leave: () => void } | null = null;

  constructor(options: ProcessOptions) {
    this.#options = options;
  }

  /** Whoever takes it hears nothing of those before. */
  take(): ChildProcess {
    const spare = this.#spare;
    spare?.leave();
    if (!spare?.child.connected) return this.#start();
    hold(spare.child);
    return spare.child;
  }

  /** Of a process that has done its work and is well; any other is to be ended. */
  giveBack(child: ChildProcess): void {
    for (const event of ["message", "error", "exit"]) child.removeAllListeners(event);
    child.on("error", () => {});
    if (this.#spare === null) this.#keep(child);
    else end(child);
  }

  #keep(child: ChildProcess): void {
    const giveUp = () => {
      leave();
      end(child);
    };
    const timer = setTimeout(giveUp, this.#options.keptMs ?? KEPT_MS).unref();
    const leave = () => {
      clearTimeout(timer);
      child.off("exit", leave);
      this.#spare = null;
    };
    child.on("exit", leave);
    letGo(child);
    this.#spare = { child, leave };
  }

  #start(): ChildProcess {
    const { script, flags, heapLimitMb } = this.#options;
    return fork(fileURLToPath(script), [], {
      // Nothing of the hub's settings and secrets, nor of how it is run and looked into.
      env: {},
      execArgv: [...flags, `--max-old-space-size=${heapLimitMb}`, "--disable-warning=ExperimentalWarning"],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
  }
}

/** At once, whatever it does. */
export function end(child: ChildProcess): void {
  child.kill("SIGKILL");
}

/** The parent stays alive for it. */
export function hold(child: ChildProcess): void {
  child.ref();
  child.channel?.ref();
}

/** The parent ends without it. */
export function letGo(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}
