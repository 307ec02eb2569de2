import type { Registry } from "prom-client";
import type { GatewayNode } from "#gateway/execute/gateway-node.ts";
import { type Figures, readFigures, sumOf } from "#gateway/report/read-figures.ts";
import { isRefusal, type Refusal } from "#gateway/report/refusal.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { RecordWay } from "#subgraphs/runtime/node-records.ts";
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
  readonly recordsServed: RecordFigures;
  /** Visits that /out led to the owner's pages; links that were followed otherwise are not seen. */
  readonly clicks: number;
  /** Disagreements with other platforms or the register that were told, by field; the same one again whenever it is compared anew. */
  readonly conflicts: { readonly total: number; readonly byField: Figures };
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

/** What the node itself gave, by kind. Answers that the hub keeps whole are given again without being counted. */
interface RecordFigures {
  /** As summaries, for lists and searches. */
  readonly listed: Figures;
  /** Whole. */
  readonly lookedUp: Figures;
  /** As summaries, for the hub's index. */
  readonly harvested: Figures;
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
  /** As it is in the graph; undefined where it is not. */
  readonly nodeOf: (code: string) => Pick<GatewayNode, "sources" | "url"> | undefined;
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
      const node = parts.nodeOf(code);
      const [questions, recordsLookedUp, told, sources] = await Promise.all([
        questionsOf(parts.metrics, code),
        recordsOf(parts.metrics, code),
        toldOf(parts.metrics, code),
        Promise.all(
          (node?.url === undefined ? (node?.sources ?? []) : []).map((source) => figuresOf(parts.metrics, source)),
        ),
      ]);
      const [since, until] = [iso(parts.startedAt), iso(parts.now())];
      const unknown = node?.url === undefined ? [] : ELSEWHERE;
      return { code, version, lifecycle, since, until, questions, recordsLookedUp, ...told, sources, drift, unknown };
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

async function toldOf(
  metrics: Registry,
  node: string,
): Promise<Pick<NodeReport, "recordsServed" | "clicks" | "conflicts">> {
  const of = (labels: Readonly<Record<string, unknown>>) => labels["node"] === node;
  const given = (way: RecordWay) =>
    readFigures(metrics, {
      metric: "hub_node_records_total",
      where: (labels) => of(labels) && labels["way"] === way,
      by: "kind",
    });
  const [listed, lookedUp, harvested] = await Promise.all([given("listed"), given("looked-up"), given("harvested")]);
  const byField = await readFigures(metrics, { metric: "hub_node_conflicts_total", where: of, by: "field" });
  const clicks = sumOf(await readFigures(metrics, { metric: "hub_node_clicks_total", where: of, by: "node" }));
  const conflicts = { total: sumOf(byField), byField };
  return { recordsServed: { listed, lookedUp, harvested }, clicks, conflicts };
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

/** Of a node that runs elsewhere. */
const ELSEWHERE: NodeReport["unknown"] = [
  {
    figure: "recordsServed",
    why: {
      zh: "节点在别处运行，其列表给出的记录枢纽不计数，只计按键查询的记录",
      en: "the node runs elsewhere: what its lists give is not counted by the hub; records looked up by key are",
    },
  },
  {
    figure: "calls",
    why: {
      zh: "节点在别处运行，由其自行访问平台",
      en: "the node runs elsewhere and calls the platform by itself",
    },
  },
];
