import { parseArgs } from "node:util";
import type { HubStatus } from "#gateway/admin/hub-status.ts";
import type { Cleared, Invalidated, Switched } from "#gateway/admin/operator-desk.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { askAdmin } from "./ask-admin.ts";
import type { Command } from "./command.ts";
import { describeStatus } from "./describe-status.ts";

const USAGE_ERROR = 2;
const CACHE_USAGE = "cache clear [--node CODE] [--type TYPE] [--id ID] [--tag TAG]";
/** What may be forgotten by. */
const WORDS = {
  node: { type: "string" },
  type: { type: "string" },
  id: { type: "string" },
  tag: { type: "string" },
} as const;

/** What an operator does to a running hub, over its admin API (HUB_URL, HUB_ADMIN_TOKEN). */
export const operatorCommands: readonly Command[] = [
  {
    name: "status",
    usage: "status [--json]",
    summary: {
      zh: "节点与数据源的状态：熔断器、排队、限额、缓存",
      en: "state of nodes and sources: breaker, queue, quota, caches",
    },
    run: async (args) => {
      const options = readOptions(args, { json: { type: "boolean" } });
      if (options === undefined || options.positionals.length > 0) return usage("status [--json]");
      const status = await askAdmin<HubStatus>("status");
      print(options.values["json"] === true ? JSON.stringify(status, null, 2) : describeStatus(status));
      return 0;
    },
  },
  {
    name: "pause",
    usage: "pause CODE",
    summary: {
      zh: "暂停一个节点或数据源，直到 resume（重启后仍有效）",
      en: "pause a node or a source until it is resumed, over restarts too",
    },
    run: (args) => switchOne("pause", args),
  },
  {
    name: "resume",
    usage: "resume CODE",
    summary: { zh: "恢复一个节点或数据源", en: "resume a node or a source" },
    run: (args) => switchOne("resume", args),
  },
  {
    name: "clear-cache",
    usage: "clear-cache SOURCE",
    summary: { zh: "清除一个数据源的缓存及实体缓存", en: "clear a source's caches and the entity cache" },
    run: async (args) => {
      const [source] = readCode(args);
      if (source === undefined) return usage("clear-cache SOURCE");
      const { answers, records, entities, responses } = await askAdmin<Cleared>("clear-cache", { source });
      say({
        zh: `${source}：已清除应答 ${answers}、记录 ${records}、实体 ${entities}、整份应答 ${responses}`,
        en: `${source}: cleared ${answers} answers, ${records} records, ${entities} entities, ${responses} whole responses`,
      });
      return 0;
    },
  },
  {
    name: "cache",
    usage: CACHE_USAGE,
    summary: {
      zh: "清除网关的应答与实体缓存：全部，或符合所给条件者",
      en: "clear the gateway's responses and entities: all, or those that meet what is given",
    },
    run: async (args) => {
      const options = readOptions(args, WORDS);
      if (options?.positionals.join(" ") !== "clear") return usage(CACHE_USAGE);
      const { responses, entities } = await askAdmin<Invalidated>("invalidate", options.values);
      say({
        zh: `已清除整份应答 ${responses}、实体 ${entities}`,
        en: `cleared ${responses} whole responses, ${entities} entities`,
      });
      return 0;
    },
  },
  {
    name: "take-down",
    usage: "take-down ID --reason TEXT",
    summary: {
      zh: "按所有者要求下架一条记录（全局标识），各处立即生效",
      en: "take a record down by its owner's order (by global id), everywhere at once",
    },
    run: (args) => orderOne("take-down", args),
  },
  {
    name: "restore",
    usage: "restore ID --reason TEXT",
    summary: { zh: "撤回一次下架", en: "take such an order back" },
    run: (args) => orderOne("restore", args),
  },
];

async function switchOne(action: "pause" | "resume", args: readonly string[]): Promise<number> {
  const [wanted] = readCode(args);
  if (wanted === undefined) return usage(`${action} CODE`);
  const { code, kind, paused } = await askAdmin<Switched>(action, { code: wanted });
  const zh = kind === "node" ? "节点" : "数据源";
  say({
    zh: `${zh} ${code}：${paused ? "已暂停" : "已恢复"}`,
    en: `${kind} ${code}: ${paused ? "paused" : "resumed"}`,
  });
  return 0;
}

async function orderOne(action: "take-down" | "restore", args: readonly string[]): Promise<number> {
  const options = readOptions(args, { reason: { type: "string" } });
  const [id, ...others] = options?.positionals ?? [];
  const reason = options?.values["reason"];
  if (id === undefined || others.length > 0 || typeof reason !== "string") return usage(`${action} ID --reason TEXT`);
  const record = await askAdmin<{ readonly typeName: string; readonly key: string }>(action, { id, reason });
  const about = `${record.typeName} ${record.key}`;
  if (action === "take-down") say({ zh: `${about}：已下架`, en: `${about}: taken down` });
  else
    say({
      zh: `${about}：已撤回下架；该节点下次收录后，搜索中重新可见`,
      en: `${about}: given back; searches have it again after its node is next harvested`,
    });
  return 0;
}

/** Exactly one code; none otherwise. */
function readCode(args: readonly string[]): readonly string[] {
  const positionals = readOptions(args, {})?.positionals ?? [];
  return positionals.length === 1 ? positionals : [];
}

type OptionTypes = Readonly<Record<string, { readonly type: "string" | "boolean" }>>;

/** Undefined for options that the command does not have. */
function readOptions(args: readonly string[], options: OptionTypes) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { ...options } });
  } catch {
    return undefined;
  }
}

function usage(text: string): number {
  process.stderr.write(`用法 / Usage: npm run hub -- ${text}\n`);
  return USAGE_ERROR;
}

function say({ zh, en }: Bilingual): void {
  print(`${zh} / ${en}`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
