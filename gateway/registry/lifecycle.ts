import type { NodeLifecycle } from "#subgraphs/runtime/plug-in.ts";

/** What may happen to one version of a node. */
export type Step =
  | "check"
  | "fail"
  | "shadow"
  | "promote"
  | "quarantine"
  | "resume"
  | "replace"
  | "roll-back"
  | "retire";

/**
 * Draft → checked → shadow (called and compared, not served) → live → quarantined → retired. What was live is replaced by the
 * version that comes after it, and may be brought back. A check that fails takes back what an earlier one gave, except of
 * what is served: of that the operator is told, and decides.
 */
const NEXT: Readonly<Record<NodeLifecycle, Partial<Readonly<Record<Step, NodeLifecycle>>>>> = {
  DRAFT: { check: "CHECKED", fail: "DRAFT", retire: "RETIRED" },
  CHECKED: { check: "CHECKED", fail: "DRAFT", shadow: "SHADOW", promote: "LIVE", retire: "RETIRED" },
  SHADOW: { check: "SHADOW", fail: "DRAFT", promote: "LIVE", replace: "CHECKED", retire: "RETIRED" },
  LIVE: { check: "LIVE", fail: "LIVE", quarantine: "QUARANTINED", replace: "RETIRED", retire: "RETIRED" },
  QUARANTINED: {
    check: "QUARANTINED",
    fail: "QUARANTINED",
    // By the operator, where the hub alone had done it: it is not tried again then.
    quarantine: "QUARANTINED",
    resume: "LIVE",
    replace: "RETIRED",
    retire: "RETIRED",
  },
  RETIRED: { "roll-back": "LIVE", retire: "RETIRED" },
};

/** What the version becomes; undefined where this cannot happen to it. */
export function nextStage(stage: NodeLifecycle, step: Step): NodeLifecycle | undefined {
  return NEXT[stage][step];
}

/** Its types are in the graph. */
export function isInGraph(stage: NodeLifecycle): boolean {
  return stage === "LIVE" || stage === "QUARANTINED";
}
