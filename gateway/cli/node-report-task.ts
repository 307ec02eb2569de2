import type { NodeReport } from "#gateway/registry/node-report.ts";
import { askAdmin } from "./ask-admin.ts";
import { type NodeTask, print, printJson } from "./node-task.ts";

/** What a node's owner may want to know of the hub. */
export const reportTask: NodeTask = {
  name: "report",
  usage: "report CODE [--days N]",
  summary: {
    zh: "给所有者的报告（缺省近 30 天，至多 400 天）：给出的记录、来访、差异、提问与应答率、对平台的调用与配额；不知道的写明不知道",
    en: "the owner's report (of 30 days, 400 at most): records given, visits, conflicts, questions and the share answered, calls made to the platform and quota; what is not known is said to be so",
  },
  examples: ["report shanghai", "report shanghai --days 7", "report shanghai --json"],
  options: { days: "string" },
  words: [1, 1],
  run: async (given) => {
    const days = given.text("days");
    if (days !== undefined && !/^(?:[1-9]\d?|[123]\d\d|400)$/.test(days)) {
      process.stderr.write("--days 为 1 至 400 的整数 / --days takes a whole number from 1 to 400\n");
      return 2;
    }
    const report = await askAdmin<NodeReport>(
      `nodes/${given.words[0]}/report${days === undefined ? "" : `?days=${days}`}`,
    );
    if (given.json) printJson(report);
    else print(describe(report));
    return 0;
  },
};

function describe(report: NodeReport): string {
  const { code, version, lifecycle, period, countedSince, questions, recordsLookedUp, sources, drift } = report;
  const { asked, answered, failed, mistaken, availability } = questions;
  const share = availability === null ? "未知，无提问 unknown, none asked" : `${(availability * 100).toFixed(2)} %`;
  const changed =
    drift?.since == null
      ? []
      : [`应答异常，自 answers are not as they should be since ${drift.since} (node show ${code})`];
  return [
    `${code} ${version} ${lifecycle}`,
    `${period.from} – ${period.to}（${period.days} 天 days；计自 counted since ${countedSince ?? "-"}）`,
    `提问 Questions: ${asked}; 应答 answered ${answered}, 失败 failed ${failed}, 提问有误 mistaken ${mistaken}`,
    `应答率 Availability: ${share}`,
    `按键查询的记录 Records looked up: ${recordsLookedUp.total}; 取自缓存 from the cache ${recordsLookedUp.fromCache}`,
    ...describeTold(report),
    ...sources.map(describeSource),
    ...changed,
    ...describeDays(report),
    ...report.unknown.map(({ figure, why }) => `未知 Not known: ${figure}: ${why.zh} / ${why.en}`),
  ].join("\n");
}

function describeTold({ recordsServed: { listed, lookedUp, harvested }, clicks, conflicts }: NodeReport) {
  return [
    "给出的记录（枢纽整份留存的应答不再计） Records given (answers that the hub keeps whole are not counted again):",
    `  列表与检索 in lists and searches: ${byName(listed)}`,
    `  全文 whole: ${byName(lookedUp)}`,
    `  供索引 for the index: ${byName(harvested)}`,
    `经 /out 访问贵方页面 Visits to your pages by /out: ${clicks}`,
    `比对出的差异 Conflicts told: ${byName(conflicts.byField)}`,
  ];
}

function describeDays({ byDay }: NodeReport): readonly string[] {
  if (byDay.length === 0) return [];
  const heads =
    "日期 day, 提问 asked, 应答 answered, 失败 failed, 记录 records, 来访 visits, 差异 conflicts, 调用 calls";
  const lines = byDay.map(({ day, asked, answered, failed, records, clicks, conflicts, calls }) =>
    ["", day, asked, answered, failed, records, clicks, conflicts, calls].join("  "),
  );
  return [`逐日 By day (${heads}):`, ...lines];
}

function byName(figures: Readonly<Record<string, number>>): string {
  const all = Object.entries(figures).filter(([, count]) => count > 0);
  return all.length === 0 ? "0" : all.map(([name, count]) => `${name} ${count}`).join(", ");
}

function describeSource({ code, state, calls, questions, quota }: NodeReport["sources"][number]): string {
  const used = quota.usedToday === null ? "未知 unknown" : String(quota.usedToday);
  const allowed = quota.allowed === null ? "无上限 no limit" : String(quota.allowed);
  return [
    `来源 Source ${code} ${state}`,
    `  调用 calls ${calls.total}; 提问 questions ${questions.total}, 未惊动平台 met without a call ${questions.withoutCall}`,
    `  今日配额 quota today: ${used} / ${allowed}`,
  ].join("\n");
}
