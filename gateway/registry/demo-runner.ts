import { parseDocument } from "yaml";
import { DEMOS } from "#adapters/manifest/demo/demos.ts";
import { type RunningDemo, startDemo } from "#adapters/manifest/demo/start-demo.ts";
import type { Logger } from "#adapters/runtime/logger.ts";
import { type NodeEntry, releaseInGraph } from "./node-entry.ts";
import type { NodeSecrets } from "./node-secrets.ts";

export interface DemoRunnerParts {
  /** Seed and size of generated data; null where there are no stand-ins. */
  readonly generated: { readonly seed: number; readonly patents: number } | null;
  readonly secrets: NodeSecrets;
  readonly logger: Logger;
}

/** A demo platform as it may be registered. */
export interface DemoText {
  readonly code: string;
  readonly text: string;
}

/** The stand-ins of demo platforms, which live as long as the hub does. */
export class DemoRunner {
  readonly #parts: DemoRunnerParts;
  readonly #running = new Map<string, Promise<RunningDemo>>();

  constructor(parts: DemoRunnerParts) {
    this.#parts = parts;
  }

  get names(): readonly string[] {
    return this.#parts.generated === null ? [] : DEMOS.map(({ name }) => name);
  }

  /** Starts the stand-in where it does not run yet; on that port if it is free. */
  async run(name: string, entry: NodeEntry | undefined): Promise<DemoText> {
    const demo = await this.#start(name, portOf(entry));
    return versioned(demo.manifest, entry);
  }

  /** Stand-ins of the demo platforms that are in the graph, where they were when they were plugged in. */
  async resume(entries: readonly NodeEntry[]): Promise<void> {
    const there = entries.filter((entry) => this.names.includes(entry.code) && releaseInGraph(entry) !== undefined);
    await Promise.all(
      there.map(async (entry) => {
        const port = portOf(entry);
        if (port === undefined) return;
        await this.#startAt(entry.code, port).catch((error: unknown) =>
          // Another hub on this machine may run it.
          this.#parts.logger.warn({ node: entry.code, err: error }, "the stand-in of a demo platform was not started"),
        );
      }),
    );
  }

  async stop(): Promise<void> {
    const running = [...this.#running.values()];
    this.#running.clear();
    await Promise.allSettled(running.map(async (demo) => (await demo).stop()));
  }

  async #start(name: string, port: number | undefined): Promise<RunningDemo> {
    const running = this.#running.get(name);
    if (running !== undefined) return running;
    if (port === undefined) return this.#startAt(name, 0);
    return this.#startAt(name, port).catch(() => this.#startAt(name, 0));
  }

  #startAt(name: string, port: number): Promise<RunningDemo> {
    const { generated, secrets } = this.#parts;
    if (generated === null) throw new Error("there are no stand-ins here");
    const starting = startDemo(name, { ...generated, port });
    this.#running.set(name, starting);
    starting.then(
      (demo) => secrets.addStandIn(codeOf(demo.manifest), demo.secrets),
      () => this.#running.delete(name),
    );
    return starting;
  }
}

/** Where the stand-in was when the platform was last registered. */
function portOf(entry: NodeEntry | undefined): number | undefined {
  const url = URL.parse(entry?.releases.at(-1)?.hosts[0] ?? "");
  return url?.hostname === "127.0.0.1" && url.port !== "" ? Number(url.port) : undefined;
}

function codeOf(text: string): string {
  return String(parseDocument(text).get("code"));
}

/** A text that differs from what was registered by its version (the stand-in moved) is a version of its own. */
function versioned(text: string, entry: NodeEntry | undefined): DemoText {
  const document = parseDocument(text);
  const code = String(document.get("code"));
  const last = entry?.releases.at(-1);
  const url = String(document.getIn(["sources"])).match(/http:\/\/127\.0\.0\.1:\d+/)?.[0];
  if (last === undefined || url === undefined || last.hosts.includes(url)) return { code, text };
  const [major = "1", minor = "0", patch = "0"] = last.version.split(".");
  document.set("version", `${major}.${minor}.${Number(patch) + 1}`);
  return { code, text: document.toString({ lineWidth: 0 }) };
}
