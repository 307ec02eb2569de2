import { isNodePaused } from "#gateway/admin/operator-desk.ts";
import type { PauseBook } from "#gateway/admin/pause-book.ts";
import type { NodeStates } from "#gateway/execute/node-states.ts";
import type { QuarantineWatch } from "#gateway/members/quarantine-watch.ts";
import { releaseInGraph } from "./node-entry.ts";
import type { NodeRegistry } from "./node-registry.ts";

export interface NodeStagesParts {
  readonly registry: Pick<NodeRegistry, "of" | "entries">;
  readonly states: NodeStates;
  readonly watch: Pick<QuarantineWatch, "adopt" | "forget">;
  readonly pauses: Pick<PauseBook, "has">;
}

/** Whether nodes may be asked, as the registry says; what only this process knows (a node that it could not open) stays. */
export class NodeStages {
  readonly #parts: NodeStagesParts;

  constructor(parts: NodeStagesParts) {
    this.#parts = parts;
  }

  apply(code: string): void {
    const { registry, states, watch, pauses } = this.#parts;
    const release = releaseInGraph(registry.of(code));
    if (release?.stage === "QUARANTINED") {
      states.set(code, "QUARANTINED");
      // Every process tries it; the first that is answered writes so for all.
      if (release.isTriedAgain) watch.adopt(code);
      else watch.forget(code);
    }
    if (release?.stage === "LIVE" && states.of(code) === "QUARANTINED") {
      watch.forget(code);
      states.set(code, isNodePaused(code, pauses) ? "PAUSED" : "LIVE");
    }
  }

  /** Of all that are quarantined by the registry's word. */
  holdQuarantined(): void {
    for (const entry of this.#parts.registry.entries)
      if (releaseInGraph(entry)?.stage === "QUARANTINED") this.apply(entry.code);
  }
}
