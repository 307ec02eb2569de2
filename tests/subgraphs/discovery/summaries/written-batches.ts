import type { NodeSummary } from "#subgraphs/runtime/node-summary.ts";
import { nodeSummary } from "#tests/support/node-summary.ts";

/** What a harvest brings that is killed on its way. */
export const BATCHES = 200;
const SIZE = 50;

export function batchOf(batch: number): readonly NodeSummary[] {
  return Array.from({ length: SIZE }, (_, at) =>
    nodeSummary({
      id: `${batch}-${at}`,
      title: `批次${batch}号`,
      text: `低温固化光学胶第${at}项`,
      numbers: [`N${batch}-${at}`],
    }),
  );
}
