import type { Registry } from "prom-client";
import { type Figures, readFigures, sumOf } from "#gateway/report/read-figures.ts";
import { isRefusal, type Refusal } from "#gateway/report/refusal.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { ListedSource } from "#subgraphs/runtime/ports.ts";
import type { DriftTold } from "./drift-standing.ts";
import type { Asked, NodeDesk } from "./node-desk.ts";

/** What the hub did with a node, for its owner: counted by this process since its start. */
export interface NodeReport {
  readonly code: string;
  readonly version: string;
  readonly lifecycle: string;
  /** ISO 8601: since when it is counted, and until when. */
  readonly since: string;
  readonly until: string;
  readonly questions: QuestionFigures;
  /** Records that were looked up by their keys, those that are not there included. */
  readonly recordsLookedUp: { readonly total: number; readonly fromCache: number };
  readonly sources: readonly SourceFigures[];
  readonly drift: DriftTold | null;
  /** What the hub does not know: not zero. */
  readonly unknown: readonly { readonly figure: string; readonly why: Bilingual }[];
}

interface QuestionFigures {
  readonly asked: number;
  /** Without an error. */
  readonly answered: number;
  /** The platform, or the way to it, did not do its part; while it is paused, too. */
  readonly failed: number;
  /** Answered with what is wrong with the question; neither of the two. */
  readonly mistaken: number;
  /** Of those answered or failed, from 0 to 1; null where none was asked. */
  readonly availability: number | null;
  readonly byOutcome: Figures;
}

interface SourceFigures {
  readonly code: string;
  readonly state: string;
  /** Calls that left for the portal, retries and redirects included, by status or kind of failure. */
  readonly calls: { readonly total: number; readonly byResult: Figures };
  /** Questions of the node's to its source, by how they were met. */
  readonly questions: { readonly total: number; readonly withoutCall: number };
  /** Today (Asia/Shanghai), by all processes on the machine; null where it is not known, and `allowed` where there is no limit. */
  readonly quota: { readonly usedToday: number | null; readonly allowed: number | null };
}

export interface NodeReports {
  report(asked: Asked): Promise<NodeReport | Refusal>;
}

export interface NodeReportParts {
  readonly nodes: Pick<NodeDesk, "show">;
  readonly metrics: Registry;
  /** Of the node in the graph; none where it is not. */
  readonly sourcesOf: (code: string) => readonly ListedSource[];
  readonly now: () => number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
}

export function createNodeReports(parts: NodeReportParts): NodeReports {
  const iso = (at: number) => new Date(at).toISOString();
  return {
    report: async (asked) => {
      const shown = parts.nodes.show(asked);
      if (isRefusal(shown)) return shown;
      const { code, version, lifecycle, drift } = shown;
      const [questions, recordsLookedUp, sources] = await Promise.all([
        questionsOf(parts.metrics, code),
        recordsOf(parts.metrics, code),
        Promise.all(parts.sourcesOf(code).map((source) => figuresOf(parts.metrics, source))),
      ]);
      const [since, until] = [iso(parts.startedAt), iso(parts.now())];
      return { code, version, lifecycle, since, until, questions, recordsLookedUp, sources, drift, unknown: UNKNOWN };
    },
  };
}

async function questionsOf(metrics: Registry, node: string): Promise<QuestionFigures> {
  const byOutcome = await readFigures(metrics, {
    metric: "hub_node_duration_seconds",
    series: "hub_node_duration_seconds_count",
    where: (labels) => labels["node"] === node,
    by: "outcome",
  });
  const asked = sumOf(byOutcome);
  const answered = byOutcome["OK"] ?? 0;
  const failed = sumOf(Object.fromEntries(Object.entries(byOutcome).filter(([outcome]) => isFailure(outcome))));
  const due = answered + failed;
  const availability = due === 0 ? null : answered / due;
  return { asked, answered, failed, mistaken: asked - due, availability, byOutcome };
}

function isFailure(outcome: string): boolean {
  return outcome.startsWith("NODE_") || outcome === "DEADLINE_EXCEEDED" || outcome === "INTERNAL";
}

const FROM_CACHE: readonly string[] = ["hit", "stale", "stale-if-error"];

async function recordsOf(metrics: Registry, node: string): Promise<NodeReport["recordsLookedUp"]> {
  const { duplicate: _, ...counts } = await readFigures(metrics, {
    metric: "hub_entities_total",
    where: (labels) => labels["node"] === node,
    by: "outcome",
  });
  const kept = FROM_CACHE.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0);
  return { total: sumOf(counts), fromCache: kept };
}

const CALLED: readonly string[] = ["miss", "revalidated"];

async function figuresOf(metrics: Registry, { code, health }: ListedSource): Promise<SourceFigures> {
  const where = (labels: Readonly<Record<string, unknown>>) => labels["source"] === code;
  const calls = await readFigures(metrics, { metric: "hub_upstream_calls_total", where, by: "result" });
  const met = await readFigures(metrics, { metric: "hub_upstream_cache_total", where, by: "result" });
  const called = CALLED.reduce((sum, result) => sum + (met[result] ?? 0), 0);
  const { state, quotaUsed, dailyQuota } = health();
  return {
    code,
    state,
    calls: { total: sumOf(calls), byResult: calls },
    questions: { total: sumOf(met), withoutCall: sumOf(met) - called },
    quota: { usedToday: quotaUsed, allowed: dailyQuota },
  };
}

const UNKNOWN: NodeReport["unknown"] = [
  {
    figure: "recordsServed",
    why: {
      zh: "列表中给出的记录与整份缓存应答不逐条计数，只计按键查询的记录",
      en: "records in lists and in whole answers that are kept are not counted one by one; those looked up by key are",
    },
  },
  {
    figure: "clicks",
    why: {
      zh: "链接直接指向所有者的页面，枢纽看不到点击；请查看贵方网站的访问记录",
      en: "links lead straight to the owner's own pages: the hub does not see clicks; the owner's site does",
    },
  },
  {
    figure: "conflictsFound",
    why: {
      zh: "各平台记录的差异在查询时比对，不计数",
      en: "differences between platforms' records are found when they are asked for, and not counted",
    },
  },
];
