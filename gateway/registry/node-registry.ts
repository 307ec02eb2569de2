import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Logger } from "#adapters/runtime/logger.ts";
import { SettingsError } from "#adapters/runtime/settings/settings-error.ts";
import type { Timer } from "#adapters/runtime/timer.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { PlugInActor } from "#subgraphs/runtime/plug-in.ts";
import { BrokenRegistry } from "./broken-registry.ts";
import { KeptTexts } from "./kept-texts.ts";
import type { NodeEntry } from "./node-entry.ts";
import { RegistryBook } from "./registry-book.ts";
import type { RegistryAct, RegistryEvent, UnknownEvent } from "./registry-event.ts";
import { RegistryFile } from "./registry-file.ts";

const FOLDER = "registry";
const EVENTS = "events.jsonl";
/** How soon a change by another process is noticed. */
const LOOK_EVERY_MS = 1_000;
/** How often a writer lets others go before it gives up. */
const MOST_TURNS = 100;

/** The nodes that were plugged in, kept in the data folder; every process that shares it sees the same. */
export interface NodeRegistry {
  readonly entries: readonly NodeEntry[];
  of(code: string): NodeEntry | undefined;
  /** Reads what other processes wrote meanwhile, at once. Throws BrokenRegistry. */
  readOn(): Promise<void>;
  /** Why it could not be read to its end, and so nothing can be written; null where it could. */
  readonly broken: Bilingual | null;
  /**
   * Writes what happened, and resolves to the node after it; undefined where it cannot happen to the node as it is then.
   * `decide` sees the node as the last event left it, and may be asked again.
   */
  write(
    code: string,
    by: PlugInActor,
    decide: (entry: NodeEntry | undefined) => RegistryAct | undefined,
  ): Promise<NodeEntry | undefined>;
  /** What owners gave. */
  readonly texts: KeptTexts;
  /** What servers of nodes elsewhere said of themselves. */
  readonly words: KeptTexts;
  /** Looks for what other processes write, from now on. */
  follow(): void;
  /** Told of every change, by whichever process; the function returned ends it. */
  onChange(listener: (codes: ReadonlySet<string>) => void): () => void;
  close(): void;
}

export interface RegistryOptions {
  readonly dataDir: string;
  readonly timer: Timer;
  readonly logger: Logger;
}

/** Reads the registry of this data folder. Throws SettingsError when an event is missing or not known: who left must not come back. */
export async function openRegistry({ dataDir, timer, logger }: RegistryOptions): Promise<NodeRegistry> {
  const path = join(dataDir, FOLDER, EVENTS);
  const registry = new OpenRegistry(join(dataDir, FOLDER), { timer, logger });
  try {
    await registry.readOn();
  } catch (error) {
    if (!(error instanceof BrokenRegistry)) throw error;
    throw new SettingsError({ zh: `${path}：${error.text.zh}`, en: `${path}: ${error.text.en}` });
  }
  return registry;
}

class OpenRegistry implements NodeRegistry {
  readonly texts: KeptTexts;
  readonly words: KeptTexts;
  readonly #file: RegistryFile;
  readonly #timer: Timer;
  readonly #logger: Logger;
  readonly #book = new RegistryBook();
  readonly #listeners = new Set<(codes: ReadonlySet<string>) => void>();
  /** Reading and writing take turns. */
  #turn: Promise<unknown> = Promise.resolve();
  #stop: () => void = () => {};
  #isClosed = false;

  constructor(folder: string, { timer, logger }: Pick<RegistryOptions, "timer" | "logger">) {
    this.#file = new RegistryFile(join(folder, EVENTS));
    this.texts = new KeptTexts(join(folder, "manifests"), "yaml");
    this.words = new KeptTexts(join(folder, "schemas"), "json");
    this.#timer = timer;
    this.#logger = logger;
  }

  get entries(): readonly NodeEntry[] {
    return this.#book.entries;
  }

  of(code: string): NodeEntry | undefined {
    return this.#book.of(code);
  }

  get broken(): Bilingual | null {
    return this.#book.broken?.text ?? null;
  }

  readOn(): Promise<void> {
    return this.#take(() => this.#readOn());
  }

  write(
    code: string,
    by: PlugInActor,
    decide: (entry: NodeEntry | undefined) => RegistryAct | undefined,
  ): Promise<NodeEntry | undefined> {
    return this.#take(async () => {
      for (let turn = 0; turn < MOST_TURNS; turn += 1) {
        await this.#readOn();
        const what = decide(this.of(code));
        if (what === undefined) return undefined;
        const at = new Date(this.#timer.now()).toISOString();
        const event: RegistryEvent = { seq: this.#book.seq + 1, id: randomUUID(), at, by, code, what };
        if (!this.#book.allows(event)) return undefined;
        await this.#file.append(event);
        await this.#readOn();
        if (this.#book.hasAccepted(event.id)) return this.of(code);
      }
      throw new Error("the registry is written to all the time");
    });
  }

  onChange(listener: (codes: ReadonlySet<string>) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  follow(): void {
    let told: unknown = null;
    const look = () => {
      this.readOn()
        .catch((error: unknown) => {
          // One that is broken stays so: it is told once.
          if (error !== told) this.#logger.error({ err: error }, "the registry of nodes could not be read again");
          told = error;
        })
        .finally(again);
    };
    const again = () => {
      if (!this.#isClosed) this.#stop = this.#timer.after(LOOK_EVERY_MS, look);
    };
    again();
  }

  close(): void {
    this.#isClosed = true;
    this.#stop();
  }

  async #readOn(): Promise<void> {
    const lines = await this.#file.readOn();
    const before = this.#book.seq;
    for (const line of lines) {
      const passed = this.#book.add(line);
      if (passed !== undefined) this.#tellPassed(passed);
    }
    if (this.#book.seq !== before) {
      const codes = new Set(lines.flatMap((line) => (line === null ? [] : [line.code])));
      for (const listener of this.#listeners) listener(codes);
    }
    if (this.#book.broken !== null) throw this.#book.broken;
  }

  #tellPassed({ seq, code, what: { act }, needs }: UnknownEvent): void {
    this.#logger.warn(
      { seq, node: code, act, needs },
      "an event of the registry is of a newer hub and not known to this one; it says that it may be passed over",
    );
  }

  #take<Result>(task: () => Promise<Result>): Promise<Result> {
    const done = this.#turn.then(task);
    this.#turn = done.catch(() => {});
    return done;
  }
}
