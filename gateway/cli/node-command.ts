import { AdminRefusal } from "./ask-admin.ts";
import type { Command } from "./command.ts";
import { describeProblems } from "./node-print.ts";
import { NOT_NOW, type NodeTask, printJson, readGiven } from "./node-task.ts";
import { nodeTasks } from "./node-tasks.ts";

const REFUSED = 1;
const USAGE_ERROR = 2;

const EXIT_CODES = `退出码 Exit codes: 0 完成 done; ${REFUSED} 被拒绝或未通过 refused or not passed; ${USAGE_ERROR} 用法错误 wrong usage; ${NOT_NOW} 安静时段，现在不能进行 quiet hours, not now\n`;

/** Everything that a platform's owner and the hub's operator do with plugged-in nodes. */
export const nodeCommand: Command = {
  name: "node",
  usage: `node ${nodeTasks.map(({ name }) => name).join(" | ")}`,
  summary: {
    zh: "接入、检查、更新与移除节点；node TASK --help 说明每一项",
    en: "plugs nodes in, checks, updates and removes them; node TASK --help tells of each",
  },
  help: ([name]) => {
    const task = nodeTasks.find((one) => one.name === name);
    return task === undefined ? helpOfAll() : helpOf(task);
  },
  run: async ([name, ...args]) => {
    const task = nodeTasks.find((one) => one.name === name);
    if (task === undefined)
      return wrongUse(`${name === undefined ? "" : `没有 ${name} / There is no ${name}\n\n`}${helpOfAll()}`);
    const given = readGiven(task, args);
    if (given === undefined) return wrongUse(`用法 / Usage: npm run hub -- node ${task.usage}\n`);
    try {
      return await task.run(given);
    } catch (error) {
      if (!(error instanceof AdminRefusal)) throw error;
      const { code, message, problems, isNotNow } = error;
      if (!given.json && !isNotNow && problems.length === 0) throw error;
      if (given.json) printJson({ refused: { code: code ?? null, message, problems } });
      else process.stderr.write(`${message}\n${describeProblems(problems)}`);
      return isNotNow ? NOT_NOW : REFUSED;
    }
  },
};

function wrongUse(text: string): number {
  process.stderr.write(text);
  return USAGE_ERROR;
}

function helpOfAll(): string {
  const lines = nodeTasks.map(({ usage, summary }) => `  node ${usage}\n      ${summary.zh}\n      ${summary.en}\n`);
  return `用法 / Usage: npm run hub -- node TASK\n\n${lines.join("")}\n${EXIT_CODES}`;
}

function helpOf({ usage, summary, examples }: NodeTask): string {
  const shown = examples.map((example) => `  npm run hub -- node ${example}\n`).join("");
  return `用法 / Usage: npm run hub -- node ${usage} [--json]\n${summary.zh}\n${summary.en}\n\n例 Examples:\n${shown}\n${EXIT_CODES}`;
}
