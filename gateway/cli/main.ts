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
  if (name === undefined || name === "help" || name === "--help") {
    process.stdout.write(help(commands));
    return name === undefined ? USAGE_ERROR : 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    process.stderr.write(`未知命令 / Unknown command: ${name}\n${help(commands)}`);
    return USAGE_ERROR;
  }
  if (args.includes("--help")) {
    process.stdout.write(command.help?.(args) ?? describe(command));
    return 0;
  }
  return command.run(args);
}

function help(commands: readonly Command[]): string {
  return `用法 / Usage: npm run hub -- COMMAND [ARGUMENTS]\n\n${commands.map(describe).join("")}`;
}

function describe({ usage, summary }: Command): string {
  return `  ${usage}\n      ${summary.zh}\n      ${summary.en}\n`;
}
