import type { NodeTold } from "#gateway/registry/node-told.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { askAdmin } from "./ask-admin.ts";
import { describeLimits } from "./node-print.ts";
import { told } from "./node-registry-tasks.ts";
import { type Given, type NodeTask, printJson, say } from "./node-task.ts";

/** What the owner of a node may do, too, with HUB_OWNER_TOKEN in place of the operator's. */
export const ownerTasks: readonly NodeTask[] = [
  switchTask("pause", {
    zh: "暂停：不再访问该平台，其字段回答 NODE_UNAVAILABLE；重启后仍有效",
    en: "the platform is asked no more, its fields answer NODE_UNAVAILABLE; holds over restarts",
  }),
  switchTask("resume", {
    zh: "恢复；所有者的暂停由所有者解除，被隔离的节点重新打开",
    en: "lifts it; an owner's pause is lifted by the owner, and a quarantined node is opened anew",
  }),
  {
    name: "limit",
    usage: "limit CODE SOURCE [--rate N] [--concurrency N] [--daily-quota N]; limit CODE [SOURCE] --lift",
    summary: {
      zh: "调低对某数据源的访问：每秒请求、并发、每日次数（高于清单的不收；未提到的保持原样）",
      en: "lowers how a source is asked: requests a second, at once, a day; more than the manifest allows is refused, what is not named stays as it was",
    },
    examples: ["limit shanghai portal --rate 0.5 --daily-quota 2000", "limit shanghai --lift"],
    options: { rate: "string", concurrency: "string", "daily-quota": "string", lift: "boolean" },
    words: [1, 2],
    run: async (given) => {
      const [code, source] = given.words;
      const shown = await askAdmin<NodeTold>(`nodes/${code}`);
      const limit = limitOf(given);
      if (limit === undefined) {
        process.stderr.write(`${NUMBERS}\n`);
        return 2;
      }
      const isLooking = source === undefined || Object.keys(limit).length === 0;
      if (isLooking && !given.has("lift")) return told(given, shown, inForce(shown));
      const limits = given.has("lift") ? without(shown.limits, source) : merged(shown.limits, source, limit);
      const node = await askAdmin<NodeTold>(`nodes/${code}/limit`, { limits });
      return told(given, node, inForce(node));
    },
  },
  {
    name: "take-down",
    usage: "take-down CODE ID --reason TEXT",
    summary: {
      zh: "下架该节点的一条记录（全局标识），各处立即生效",
      en: "takes a record of the node down (by global id), everywhere at once",
    },
    examples: ['take-down shanghai U2hhbmdoYWk6MQ --reason "withdrawn by its seller"'],
    options: { reason: "string" },
    words: [2, 2],
    run: async (given) => {
      const [code, id] = given.words;
      const reason = given.text("reason")?.trim() ?? "";
      if (reason === "") {
        process.stderr.write('请写 --reason "原因"：与下架一并记录 / Write --reason "…": it is kept with the order\n');
        return 2;
      }
      const record = await askAdmin<object>(`nodes/${code}/take-down`, { id, reason });
      if (given.json) printJson(record);
      else say({ zh: "已下架", en: "taken down" });
      return 0;
    },
  },
  {
    name: "token",
    usage: "token CODE [--revoke]",
    summary: {
      zh: "给平台所有者的令牌：只能管理自己的节点；仅显示一次，旧令牌失效",
      en: "a token for the platform's owner, for its own node alone; shown once, the one before holds no more",
    },
    examples: ["token shanghai", "token shanghai --revoke"],
    options: { revoke: "boolean" },
    words: [1, 1],
    run: async (given) => {
      const [code] = given.words;
      if (given.has("revoke")) {
        const node = await askAdmin<NodeTold>(`nodes/${code}/revoke-token`, {});
        return told(given, node, { zh: "令牌已收回", en: "the token is taken back" });
      }
      const answer = await askAdmin<{ readonly token: string }>(`nodes/${code}/token`, {});
      if (given.json) printJson(answer);
      else {
        say({
          zh: "令牌（仅此一次显示，作为 HUB_OWNER_TOKEN 使用）",
          en: "token, shown this once (used as HUB_OWNER_TOKEN)",
        });
        process.stdout.write(`${answer.token}\n`);
      }
      return 0;
    },
  },
];

function switchTask(name: "pause" | "resume", summary: Bilingual): NodeTask {
  return {
    name,
    usage: `${name} CODE`,
    summary,
    examples: [`${name} shanghai`],
    options: {},
    words: [1, 1],
    run: async (given) => {
      const node = await askAdmin<NodeTold>(`nodes/${given.words[0]}/${name}`, {}, RESUME_MS);
      const isPaused = node.pausedByOperator || node.pausedByOwner;
      const words = isPaused ? { zh: "已暂停", en: "paused" } : { zh: `${node.lifecycle}`, en: `${node.lifecycle}` };
      return told(given, node, words);
    },
  };
}

/** A quarantined node is composed anew. */
const RESUME_MS = 60_000;

type Limits = NodeTold["limits"];

/** What was set before for the same source stays where nothing new is said. */
function merged(before: Limits, source: string | undefined, limit: Limits[string]): Limits {
  return source === undefined ? before : { ...before, [source]: { ...before[source], ...limit } };
}

function without(before: Limits, source: string | undefined): Limits {
  return Object.fromEntries(Object.entries(before).filter(([name]) => source !== undefined && name !== source));
}

function inForce({ limits }: NodeTold): Bilingual {
  const lines = describeLimits(limits);
  if (lines.length === 0) return { zh: "没有另设限额，按清单", en: "no limits but the manifest's" };
  return { zh: `限额已生效：${lines.join("; ")}`, en: `limits are in force: ${lines.join("; ")}` };
}

const NUMBERS =
  "--rate 为大于 0 的数，--concurrency、--daily-quota 为正整数 / --rate takes a number above 0, --concurrency and --daily-quota whole ones";

/** Undefined where what was typed is no limit. */
function limitOf(given: Given): Readonly<Record<string, number>> | undefined {
  const entries = [
    ["requestsPerSecond", given.text("rate")],
    ["concurrency", given.text("concurrency")],
    ["dailyQuota", given.text("daily-quota")],
  ] as const;
  const told = entries.flatMap(([name, text]) => (text === undefined ? [] : [[name, Number(text)] as const]));
  const isFit = ([name, value]: readonly [string, number]) =>
    value > 0 && (name === "requestsPerSecond" ? Number.isFinite(value) : Number.isSafeInteger(value));
  return told.every(isFit) ? Object.fromEntries(told) : undefined;
}
