import type { Timer } from "#adapters/runtime/timer.ts";
import { chinaDateOf } from "#schema/codes/dates.ts";
import { decodeNodeId } from "#schema/ids/node-id.ts";
import { NodeCallError } from "#subgraphs/runtime/node-call-error.ts";
import type { StandingOthers } from "#subgraphs/runtime/node-store.ts";
import type { NodeSummary } from "#subgraphs/runtime/node-summary.ts";
import type { ListedNode, NodeBatch } from "#subgraphs/runtime/ports.ts";
import type { TakeDowns } from "#subgraphs/runtime/take-downs.ts";
import type { SummaryStore } from "./create-summary-store.ts";
import { type HarvestManners, leaveAloneFor, restAfter } from "./harvest-manners.ts";
import type { HarvestTarget } from "./harvest-plan.ts";
import { pauseFor } from "./pause-for.ts";
import type { HarvestMode, HarvestRun, HarvestState } from "./store-protocol.ts";
import { sweepUnmet } from "./sweep-unmet.ts";

export interface HarvestParts {
  readonly writer: SummaryStore["writer"];
  readonly others: StandingOthers;
  readonly timer: Timer;
  readonly takeDowns: Pick<TakeDowns, "has">;
  readonly manners: HarvestManners;
  /** Records that the index holds at most. */
  readonly most: number;
}

export interface HarvestJob {
  readonly target: HarvestTarget;
  readonly mode: HarvestMode;
  readonly state: HarvestState | undefined;
  readonly signal: AbortSignal;
  /** Told after each batch. */
  readonly onProgress: (met: number) => void;
}

/** How a harvest went: to its end, or left off until then. */
export type HarvestOutcome =
  | { readonly kind: "done"; readonly met: number; readonly removed: number; readonly leftOut: number }
  | { readonly kind: "left-off"; readonly waitMs: number };

const BATCH = 100;
const ANSWER_MS = 10_000;
const DAY_MS = 86_400_000;
/** More batches than any kind can have: a node that never ends is not read for ever. */
const MOST_BATCHES = 200_000;

/** Reads one kind of one node, from where it was left off; what a batch brought is kept whatever happens to the next. */
export async function harvestKind(parts: HarvestParts, job: HarvestJob): Promise<HarvestOutcome> {
  const { target, mode } = job;
  try {
    return await readThrough(
      parts,
      job,
      await parts.writer.begin(target.node, target.kind, { mode, now: parts.timer.now(), anew: false }),
    );
  } catch (error) {
    // A place that the node does not know any more.
    if (!isRefusedCursor(error)) throw error;
    const anew = await parts.writer.begin(target.node, target.kind, {
      mode: "whole",
      now: parts.timer.now(),
      anew: true,
    });
    return readThrough(parts, job, anew);
  }
}

async function readThrough(parts: HarvestParts, job: HarvestJob, run: HarvestRun): Promise<HarvestOutcome> {
  const { writer, timer, manners } = parts;
  const { target, signal } = job;
  const asked = new Set<string>();
  const counts = { met: 0, removed: 0, leftOut: 0 };
  let cursor = run.cursor;
  for (let batches = 0; batches < MOST_BATCHES; batches++) {
    const node = nodeOf(parts, target.node);
    const waitMs = leaveAloneFor(node, asked, { now: timer.now(), quotaShare: manners.quotaShare });
    if (waitMs > 0) return { kind: "left-off", waitMs };
    const startedAt = timer.now();
    const batch = await askBatch(parts, job, { cursor, since: sinceOf(run, job.state) });
    for (const { source } of batch.asked) asked.add(source);
    const items = batch.items.filter((item) => isOwn(item, parts, target));
    const put = await writer.put({
      ...target,
      run: run.run,
      items,
      removed: batch.removed,
      cursor: batch.cursor,
      most: parts.most,
    });
    counts.met += items.length;
    counts.removed += put.removed;
    counts.leftOut += put.leftOut;
    job.onProgress(counts.met);
    if (batch.cursor === null) return end(parts, job, { run, counts, resume: batch.resume });
    if (batch.cursor === cursor) throw new Error(`the harvest of ${target.kind} at ${target.node} does not go on`);
    cursor = batch.cursor;
    // Nobody waits for it: at most half of the time goes into it.
    await pauseFor(timer, Math.max(restAfter(batch, node, manners.pause), timer.now() - startedAt), signal);
  }
  throw new Error(`the harvest of ${target.kind} at ${target.node} does not end`);
}

interface Ended {
  readonly run: HarvestRun;
  readonly counts: { readonly met: number; readonly removed: number; readonly leftOut: number };
  readonly resume: string | null;
}

async function end(parts: HarvestParts, job: HarvestJob, { run, counts, resume }: Ended): Promise<HarvestOutcome> {
  const { node, kind } = job.target;
  const swept = run.mode === "whole" ? await sweepUnmet(parts, job, run.run) : 0;
  await parts.writer.end(node, kind, { resume, now: parts.timer.now() });
  await parts.writer.maintain();
  return { kind: "done", ...counts, removed: counts.removed + swept };
}

function askBatch(
  { others, timer }: HarvestParts,
  { target, signal }: HarvestJob,
  from: { readonly cursor: string | null; readonly since: string | null },
): Promise<NodeBatch> {
  const requestId = `harvest-${target.node}-${target.kind}`;
  const caller = others.callerFor({ requestId, signal, deadline: timer.now() + ANSWER_MS });
  return caller.harvest(target.node, { kind: target.kind, first: BATCH, ...from });
}

/** A day more than needed: sources tell days, and their own. */
function sinceOf({ mode, cursor }: HarvestRun, state: HarvestState | undefined): string | null {
  if (mode === "whole" || (cursor !== null && state?.resume != null) || state?.endedAt == null) return null;
  const day = chinaDateOf(state.endedAt - DAY_MS);
  return day === null ? null : `${day}T00:00:00.000Z`;
}

/** The node speaks of its own records alone, and not of those taken down. */
function isOwn({ typeName, id }: NodeSummary, { takeDowns }: HarvestParts, target: HarvestTarget): boolean {
  return typeName === target.typeName && decodeNodeId(id)?.typename === typeName && !takeDowns.has(id);
}

function nodeOf({ others }: Pick<HarvestParts, "others">, code: string): ListedNode {
  const node = others.directory.list().find((candidate) => candidate.code === code);
  if (node === undefined) throw new Error(`there is no node ${code} any more`);
  return node;
}

function isRefusedCursor(error: unknown): boolean {
  return error instanceof NodeCallError && ["BAD_CURSOR", "BAD_USER_INPUT"].includes(error.extensions.code);
}
