import type { HarvestJob, HarvestParts } from "./harvest-kind.ts";

const ASKED_AT_ONCE = 20;
/** Records of one harvest that are asked for one by one; of more, the rest is looked at after the next. */
const MOST_ASKED = 200;
const REMOVED_AT_ONCE = 1_000;
const ANSWER_MS = 10_000;

/**
 * After a whole harvest: what it did not meet is gone, or was passed over while the list moved. What two harvests in a row
 * did not meet is gone; of the rest the node is asked. Returns how many were removed.
 */
export async function sweepUnmet(parts: HarvestParts, job: HarvestJob, run: number): Promise<number> {
  const { writer } = parts;
  const { node, kind } = job.target;
  let removed = 0;
  for (;;) {
    const gone = await writer.unmet(node, kind, run - 1, REMOVED_AT_ONCE);
    if (gone.length === 0) break;
    removed += await writer.remove(gone);
  }
  const doubtful = await writer.unmet(node, kind, run, MOST_ASKED);
  for (let at = 0; at < doubtful.length; at += ASKED_AT_ONCE) {
    removed += await askAfter(parts, job, doubtful.slice(at, at + ASKED_AT_ONCE), run);
  }
  return removed;
}

/** A node that cannot tell keeps its records until it can. */
async function askAfter(
  { writer, others, timer }: HarvestParts,
  { target, signal }: HarvestJob,
  ids: readonly string[],
  run: number,
): Promise<number> {
  const deadline = timer.now() + ANSWER_MS;
  const caller = others.callerFor({ requestId: `harvest-${target.node}-${target.kind}`, signal, deadline });
  const exist = await caller.exist(target.node, target.typeName, ids).catch(() => null);
  if (exist === null) return 0;
  await writer.keep(
    ids.filter((_id, index) => exist[index] === true),
    run,
  );
  return writer.remove(ids.filter((_id, index) => exist[index] !== true));
}
