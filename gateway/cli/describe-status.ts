import type { HubStatus } from "#gateway/admin/hub-status.ts";

type NodeStatus = HubStatus["nodes"][number];
type SourceStatus = NodeStatus["sources"][number];

/** A hub's status for a terminal. */
export function describeStatus({ nodes, entityCache, responseCache, load, takenDown }: HubStatus): string {
  return [
    ...nodes.flatMap((node) => [describeNode(node), ...node.sources.map(describeSource)]),
    "",
    `实体缓存 Entities   ${entityCache.entities} (${toMebibytes(entityCache.bytes)})`,
    `应答缓存 Responses  ${responseCache.responses} (${toMebibytes(responseCache.bytes)})`,
    `在途请求 In flight  ${load.inFlight}${load.isShedding ? " 正在拒绝 shedding" : ""}, 事件循环延迟 lag ${Math.round(load.lagMs)} ms`,
    `已下架   Taken down ${takenDown}`,
  ].join("\n");
}

function describeNode({ code, name, state, url, questions }: NodeStatus): string {
  const { active, concurrency, waiting, queue } = questions;
  const place = url === null ? "" : ` ${url}`;
  return `${code.padEnd(14)}${state.padEnd(12)}${name.zh}${place}  问题 questions ${active}/${concurrency}, 排队 waiting ${waiting}/${queue}`;
}

function describeSource({ code, paused, health, cache }: SourceStatus): string {
  const {
    state,
    breaker,
    queueDepth,
    quotaUsed,
    dailyQuota,
    pausedUntil,
    pauseReason,
    lastFailureKind,
    lastFailureAt,
  } = health;
  const parts = [
    paused === true ? "已暂停 paused" : null,
    breaker === null ? null : `熔断器 breaker ${breaker}`,
    queueDepth === null ? null : `排队 queue ${queueDepth}`,
    quotaUsed === null ? null : `今日 today ${quotaUsed}${dailyQuota === null ? "" : `/${dailyQuota}`}`,
    pausedUntil === null
      ? null
      : `不访问至 not asked until ${pausedUntil}${pauseReason == null ? "" : ` ${PAUSES[pauseReason]}`}`,
    lastFailureKind === null ? null : `失败 last failure ${lastFailureKind} ${lastFailureAt ?? ""}`.trimEnd(),
    cache === null
      ? null
      : `缓存 cache ${cache.answers} 应答 answers (${toMebibytes(cache.bytes)}), ${cache.records} 记录 records`,
  ].filter((part) => part !== null);
  return `  ${code.padEnd(20)}${String(state).padEnd(10)}${parts.join("; ")}`;
}

const PAUSES = {
  OWN_WISH: "上游要求 by its own wish",
  QUIET_HOURS: "所有者的安静时段 the owner's quiet hours",
  DAILY_QUOTA: "当日限额用尽 the day's calls are used up",
} as const;

function toMebibytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MiB`;
}
