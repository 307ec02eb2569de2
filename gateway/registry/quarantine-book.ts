import type { Logger } from "#adapters/runtime/logger.ts";
import type { QuarantineFinding, QuarantineTold } from "#gateway/members/quarantine-watch.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { type NodeEntry, type Release, releaseInGraph } from "./node-entry.ts";
import type { NodeRegistry } from "./node-registry.ts";
import type { RegistryAct } from "./registry-event.ts";

const REASONS: Readonly<Record<QuarantineFinding, Bilingual>> = {
  misfit: {
    zh: "应答屡屡不合其模式；枢纽稍后会自行再试",
    en: "its answers did not fit its schema again and again; the hub tries it again by itself",
  },
  failure: {
    zh: "长时间没有应答；枢纽稍后会自行再试",
    en: "it has given no answer for long; the hub tries it again by itself",
  },
};

/**
 * What the watch finds of plugged-in nodes, written into the registry: it holds over restarts and in every process. That of a
 * node that is part of the hub ends with the process: what mends it is a new version of the hub or a setting, both by a
 * restart, so it is asked again then, and set apart again within about a minute of wrong answers. The cost: one that has
 * been away for long is asked in vain for another day. The operator's pause holds for all (admin/pause-book.ts).
 */
export class QuarantineBook implements QuarantineTold {
  readonly #registry: Pick<NodeRegistry, "write">;
  readonly #logger: Logger;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(registry: Pick<NodeRegistry, "write">, logger: Logger) {
    this.#registry = registry;
    this.#logger = logger;
  }

  quarantined(code: string, finding: QuarantineFinding): void {
    const { zh, en } = REASONS[finding];
    this.#write(code, ({ stage, version }) =>
      stage === "LIVE" ? { act: "quarantine", version, reason: `${zh} / ${en}`, triedAgain: true } : undefined,
    );
  }

  /** What the operator has quarantined meanwhile stays so. */
  recovered(code: string): void {
    this.#write(code, ({ stage, version, isTriedAgain }) =>
      stage === "QUARANTINED" && isTriedAgain ? { act: "resume", version } : undefined,
    );
  }

  /** When all is written. */
  settled(): Promise<unknown> {
    return this.#writing;
  }

  /** Nodes that are part of the hub are not in the registry; of them nothing is written. */
  #write(code: string, decide: (release: Release) => RegistryAct | undefined): void {
    const ofNode = (entry: NodeEntry | undefined) => {
      const release = releaseInGraph(entry);
      return release === undefined ? undefined : decide(release);
    };
    const written = this.#registry.write(code, "HUB", ofNode).catch((error: unknown) => {
      this.#logger.error({ node: code, err: error }, "a quarantine could not be written into the registry");
    });
    this.#writing = Promise.all([this.#writing, written]);
  }
}
