import { systemClock } from "#adapters/runtime/system-clock.ts";
import { FetchStore } from "#gateway/cache/fetch-store.ts";
import type { Planner } from "#gateway/plan/planner.ts";
import type { Composed } from "./compose-graph.ts";
import { type Executor, ourEngine } from "./executors.ts";
import type { World } from "./world.ts";

const STORE_BYTES = 64 * 1_048_576;

/**
 * Our engine with a store of what members answered. It is never emptied: each world is a partition of its own, so what
 * would cross between callers crosses between worlds here.
 */
export function keepingEngine(composed: Composed, world: World, planner: Planner): Promise<Executor> {
  const store = new FetchStore({ clock: systemClock, maxBytes: STORE_BYTES });
  let worlds = 0;
  return ourEngine(composed, world, {
    name: "ours, keeping",
    planner,
    cache: { open: (fetch) => store.open(fetch, { partition: String(worlds), onClose: () => {} }) },
    forget: () => void worlds++,
  });
}
