import "#gateway/report/telemetry-off.ts";
import { exitWithError } from "#gateway/exit-with-error.ts";
import type { Command } from "./command.ts";
import { composeCommand } from "./compose-command.ts";
import { indexCommand } from "./index-command.ts";
import { nodeCommand } from "./node-command.ts";
import { operatorCommands } from "./operator-commands.ts";
import { sourceCommands } from "./source-commands.ts";
import { subgraphCommand } from "./subgraph-command.ts";

const USAGE_ERROR = 2;
const HELP: ReadonlySet<string> = new Set(["--help", "-h"]);

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  exitWithError(error);
}

async function main([name, ...args]: readonly string[]): Promise<number> {
  const commands = [
    composeCommand,
    subgraphCommand,
    ...operatorCommands,
    nodeCommand,
    indexCommand,
    ...(await sourceCommands()),
  ];
  if (name === undefined || name === "help" || HELP.has(name)) {
    process.stdout.write(help(commands));
    return name === undefined ? USAGE_ERROR : 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    process.stderr.write(`未知命令 / Unknown command: ${name}\n${help(commands)}`);
    return USAGE_ERROR;
  }
  if (args.some((arg) => HELP.has(arg))) {
    process.stdout.write(command.help?.(args) ?? `${usageOf(command)}${command.summary.zh}\n${command.summary.en}\n`);
    return 0;
  }
  try {
    return await command.run(args);
  } catch (error) {
    if (!isWrongUse(error)) throw error;
    process.stderr.write(usageOf(command));
    return USAGE_ERROR;
  }
}

/** Of `parseArgs`: an option that there is not, a value that is missing. */
function isWrongUse(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS_");
}

function usageOf({ usage }: Command): string {
  return `用法 / Usage: npm run hub -- ${usage}\n`;
}

function help(commands: readonly Command[]): string {
  return `用法 / Usage: npm run hub -- COMMAND [ARGUMENTS]\n\n${commands.map(describe).join("")}`;
}

function describe({ usage, summary }: Command): string {
  return `  ${usage}\n      ${summary.zh}\n      ${summary.en}\n`;
}
