import type { ListedNode } from "#subgraphs/runtime/ports.ts";
import { targetsOf } from "./harvest-plan.ts";
import type { HarvestStanding } from "./harvester.ts";
import type { Coverage } from "./summary-index.ts";

/** One kind of one node, for the operator. */
interface KindStatus {
  readonly node: string;
  readonly kind: string;
  readonly state: HarvestStanding["state"] | "complete" | "due" | "paused" | "off";
  /** Records in the index, and those that the harvest under way has met. */
  readonly count: number;
  readonly met: number;
  readonly lastHarvestAt: string | null;
  readonly oldestFetchedAt: string | null;
  /** Not asked again before. */
  readonly until: string | null;
}

/** All that may be harvested, what there is of it, and how its harvest goes. */
export function indexStatus(
  nodes: readonly ListedNode[],
  coverage: readonly Coverage[],
  /** Null where nothing is harvested. */
  standings: readonly HarvestStanding[] | null,
): readonly KindStatus[] {
  return nodes.flatMap((node) =>
    targetsOf(node).map((target) => {
      const isSame = (one: { readonly node: string; readonly kind: string }) =>
        one.node === target.node && one.kind === target.kind;
      const covered = coverage.find(isSame);
      const standing = standings?.find(isSame);
      return {
        node: target.node,
        kind: target.kind,
        state: standings === null ? "off" : stateOf(node, covered, standing),
        count: covered?.count ?? 0,
        met: standing?.met ?? 0,
        lastHarvestAt: covered?.lastHarvestAt ?? null,
        oldestFetchedAt: covered?.oldestFetchedAt ?? null,
        until: standing?.until == null ? null : new Date(standing.until).toISOString(),
      };
    }),
  );
}

function stateOf(
  { state }: ListedNode,
  covered: Coverage | undefined,
  standing: HarvestStanding | undefined,
): KindStatus["state"] {
  if (standing !== undefined) return standing.state;
  if (covered?.isComplete === true) return "complete";
  return state === "LIVE" ? "due" : "paused";
}
