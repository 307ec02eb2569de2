import "#gateway/report/telemetry-off.ts";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import { readSettings } from "#adapters/runtime/settings/read-settings.ts";
import type { MemberChange } from "#gateway/members/hub-graph.ts";
import { startHub } from "#gateway/start-hub.ts";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import { manyNodes } from "#tests/bench/gateways/many-nodes.ts";
import { bytesHeld } from "#tests/bench/measure.ts";
import { threadCpuClock, watchTurns } from "#tests/bench/thread-cpu.ts";
import { stallNode } from "#tests/support/stall-node.ts";
import type { HubAnswer, HubQuestion, Watched } from "./hub-questions.ts";

// The hub in a process of its own, whose members are changed as the bench says over IPC: `hub-process.ts DATA-FOLDER`.
const [dataDir = ""] = process.argv.slice(2);
const env = {
  PORT: "0",
  HUB_DATA_DIR: dataDir,
  HUB_SANDBOX_PATENTS: "300",
  HUB_LOG_LEVEL: "silent",
  HUB_SUMMARIES_HARVEST: "off",
};
const threadCpuMs = threadCpuClock();
const hub = await startHub(readSettings({ env, file: null }));
process.on("message", ({ id, question }: { readonly id: number; readonly question: HubQuestion }) => {
  answer(question).then(
    (told) => process.send?.({ id, answer: told }),
    (error: unknown) => process.send?.({ id, error: String(error) }),
  );
});
process.once("disconnect", () => process.exit(0));
process.send?.({ url: hub.url });

async function answer(question: HubQuestion): Promise<HubAnswer> {
  if (question.kind === "heap") return { bytes: bytesHeld() };
  if (question.kind === "crowd") {
    const coming = await strangers(question.nodes, question.types);
    return watched(() => apply(coming.map((definition) => ({ kind: "put", definition }))));
  }
  return cycle("stall", question.everyMs);
}

let cycles = 0;

/** One after the other, each watched by itself; a node of every cycle has a type that there was none of before. */
async function cycle(code: string, everyMs: number): Promise<Watched> {
  cycles += 1;
  const more = `type StallNote${cycles} { text: String }`;
  const put = (label: string): MemberChange => ({ kind: "put", definition: stallNode(code, { label, more }) });
  const make = async (change: MemberChange) => {
    const [made] = await Promise.all([watched(() => apply([change])), setTimeout(everyMs)]);
    return made;
  };
  const join = await make(put("old"));
  const change = await make(put("new"));
  const leave = await make({ kind: "remove", code });
  const all = [join, change, leave];
  return {
    tookMs: all.reduce((sum, { tookMs }) => sum + tookMs, 0),
    awayMs: Math.max(...all.map(({ awayMs }) => awayMs)),
    turnMs: Math.max(...all.map(({ turnMs }) => turnMs)),
    turns: { join: join.turnMs, change: change.turnMs, leave: leave.turnMs },
  };
}

/** Nodes that are not there yet. */
async function strangers(nodes: number, types: number): Promise<readonly NodeDefinition[]> {
  const present = new Set(hub.nodes.map(({ code }) => code));
  return (await manyNodes(nodes, types)).filter(({ code }) => !present.has(code));
}

async function apply(changes: readonly MemberChange[]): Promise<void> {
  const applied = await hub.graph.apply(changes);
  if (applied.kind === "refused") throw new Error(JSON.stringify(applied.problems));
}

/** How long it took, and the longest that the serving thread was away, and worked, meanwhile. */
async function watched(run: () => Promise<void>): Promise<Watched> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const turns = watchTurns(threadCpuMs);
  const startedAt = performance.now();
  await run();
  const turnMs = turns.end();
  delays.disable();
  return { tookMs: performance.now() - startedAt, awayMs: delays.max / 1e6, turnMs, turns: null };
}
