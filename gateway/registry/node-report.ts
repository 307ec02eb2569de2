import { DAY_MS, shanghaiDay } from "#adapters/runtime/manners/shanghai-day.ts";
import type { GatewayNode } from "#gateway/execute/gateway-node.ts";
import type { FigureBook } from "#gateway/figures/figure-book.ts";
import { isRefusal, type Refusal } from "#gateway/report/refusal.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { ListedSource } from "#subgraphs/runtime/ports.ts";
import type { DriftTold } from "./drift-standing.ts";
import type { Asked, NodeDesk } from "./node-desk.ts";
import {
  type CallFigures,
  callFigures,
  type DayFigures,
  dayFigures,
  type NodeFigures,
  nodeFigures,
} from "./report-figures.ts";

/** What the hub did with a node, for its owner: by all processes of the machine, over their restarts. */
export interface NodeReport extends NodeFigures {
  readonly code: string;
  readonly version: string;
  readonly lifecycle: string;
  /** Days of Asia/Shanghai, the last being today. */
  readonly period: { readonly days: number; readonly from: string; readonly to: string };
  /** Of these days, the first on which anything was counted; null where none. */
  readonly countedSince: string | null;
  /** ISO 8601. */
  readonly until: string;
  readonly sources: readonly SourceFigures[];
  readonly byDay: readonly DayFigures[];
  readonly drift: DriftTold | null;
  /** What the hub does not know: not zero. */
  readonly unknown: readonly UnknownFigure[];
}

interface SourceFigures extends CallFigures {
  readonly code: string;
  readonly state: string;
  /** Today, by all processes on the machine; null where it is not known, and `allowed` where there is no limit. */
  readonly quota: { readonly usedToday: number | null; readonly allowed: number | null };
}

interface UnknownFigure {
  readonly figure: string;
  readonly why: Bilingual;
}

export interface NodeReports {
  /** Of so many days, today included. */
  report(asked: Asked, days: number): Promise<NodeReport | Refusal>;
}

export interface NodeReportParts {
  readonly nodes: Pick<NodeDesk, "show">;
  readonly figures: Pick<FigureBook, "read">;
  /** As it is in the graph; undefined where it is not. */
  readonly nodeOf: (code: string) => Pick<GatewayNode, "sources" | "url"> | undefined;
  readonly now: () => number;
}

export function createNodeReports({ nodes, figures, nodeOf, now }: NodeReportParts): NodeReports {
  return {
    report: async (asked, days) => {
      const shown = nodes.show(asked);
      if (isRefusal(shown)) return shown;
      const { code, version, lifecycle, drift } = shown;
      const node = nodeOf(code);
      const isElsewhere = node?.url !== undefined;
      const sources = isElsewhere ? [] : (node?.sources ?? []);
      const codes = sources.map((source) => source.code);
      const at = now();
      const [from, to] = [shanghaiDay(at - (days - 1) * DAY_MS), shanghaiDay(at)];
      const { counts, isWhole } = await figures.read({ from, to, subjects: [code, ...codes] });
      const byDay = dayFigures(counts, code, codes);
      return {
        ...{ code, version, lifecycle, period: { days, from, to } },
        ...{ countedSince: byDay[0]?.day ?? null, until: new Date(at).toISOString() },
        ...nodeFigures(counts, code),
        sources: sources.map((source) => sourceFigures(source, callFigures(counts, source.code))),
        ...{ byDay, drift },
        unknown: [...(isElsewhere ? ELSEWHERE : []), ...(isWhole ? [] : [BEFORE])],
      };
    },
  };
}

function sourceFigures({ code, health }: ListedSource, calls: CallFigures): SourceFigures {
  const { state, quotaUsed, dailyQuota } = health();
  return { code, state, ...calls, quota: { usedToday: quotaUsed, allowed: dailyQuota } };
}

/** Of a node that runs elsewhere. */
const ELSEWHERE: readonly UnknownFigure[] = [
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

const BEFORE: UnknownFigure = {
  figure: "before",
  why: {
    zh: "逐日记录目前无法读取：仅为本进程启动以来的数",
    en: "the record by day cannot be read now: these are the figures of this process since its start",
  },
};
