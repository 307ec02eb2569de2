import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { askAdmin } from "./ask-admin.ts";
import type { Command } from "./command.ts";

const USAGE_ERROR = 2;
const USAGE = "index [rebuild]";
const LOOK_EVERY_MS = 500;
const TASK = "index-rebuild";

/** What a store tells of the kinds that it keeps; others are not shown. */
const STORES = z.object({
  stores: z.array(
    z.object({
      kinds: z
        .array(
          z.object({
            node: z.string(),
            kind: z.string(),
            state: z.string(),
            count: z.number(),
            met: z.number(),
            lastHarvestAt: z.string().nullable(),
            oldestFetchedAt: z.string().nullable(),
            until: z.string().nullable(),
          }),
        )
        .default([]),
    }),
  ),
});

type KindStatus = z.output<typeof STORES>["stores"][number]["kinds"][number];

/** Shows the index, or has it made anew and shows how that goes. */
export const indexCommand: Command = {
  name: "index",
  usage: USAGE,
  summary: {
    zh: "摘要索引的情况；rebuild：清空后全部重取，显示进度",
    en: "what the index of summaries holds; rebuild: empty it and harvest everything anew, with progress",
  },
  run: async (args) => {
    const [action, ...others] = args;
    if (others.length > 0 || (action !== undefined && action !== "rebuild")) {
      process.stderr.write(`用法 / Usage: npm run hub -- ${USAGE}\n`);
      return USAGE_ERROR;
    }
    if (action === "rebuild") await rebuild();
    process.stdout.write(`${(await readKinds()).map(describeKind).join("\n")}\n`);
    return 0;
  },
};

/** Until everything has been read, or rests until later. */
async function rebuild(): Promise<void> {
  await askAdmin("run", { task: TASK });
  let shown = "";
  for (;;) {
    const kinds = await readKinds();
    const open = kinds.filter(({ state }) => state === "due" || state === "running");
    const line = `已完成 done ${kinds.length - open.length}/${kinds.length}, 记录 records ${kinds.reduce((sum, { count }) => sum + count, 0)}`;
    if (line !== shown) process.stdout.write(`${line}\n`);
    shown = line;
    if (open.length === 0) return;
    await setTimeout(LOOK_EVERY_MS);
  }
}

async function readKinds(): Promise<readonly KindStatus[]> {
  return STORES.parse(await askAdmin("stores")).stores.flatMap(({ kinds }) => kinds);
}

function describeKind({ node, kind, state, count, met, lastHarvestAt, oldestFetchedAt, until }: KindStatus): string {
  const parts = [
    `${count} 条 records`,
    state === "running" ? `已读 met ${met}` : null,
    until === null ? null : `不早于 not before ${until}`,
    lastHarvestAt === null ? null : `最近 last ${lastHarvestAt}`,
    oldestFetchedAt === null ? null : `最旧 oldest ${oldestFetchedAt}`,
  ].filter((part) => part !== null);
  return `${node.padEnd(14)}${kind.padEnd(26)}${state.padEnd(10)}${parts.join("; ")}`;
}
