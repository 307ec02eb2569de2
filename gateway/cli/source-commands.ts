import { resolve } from "node:path";
import { loadSettings } from "#adapters/runtime/settings/load-settings.ts";
import type { SourceCommand, SourceDefinition } from "#adapters/runtime/source.ts";
import { HUB_SETTINGS } from "#gateway/hub-settings.ts";
import { discoverNodes } from "#subgraphs/runtime/discover-nodes.ts";
import type { Command } from "./command.ts";

/** The commands that the nodes' sources declare. */
export async function sourceCommands(): Promise<readonly Command[]> {
  const nodes = await discoverNodes();
  // A source's client type is of no matter here.
  const sources = nodes.flatMap((node) => Object.values(node.sources)) as unknown as readonly SourceDefinition[];
  return sources.flatMap((source) => (source.commands ?? []).map((command) => toCommand(source, command)));
}

function toCommand(source: SourceDefinition, command: SourceCommand<Record<string, unknown>>): Command {
  const { name, usage, summary, help } = command;
  return {
    name,
    usage,
    summary,
    ...(help === undefined ? {} : { help: () => help }),
    run: async (args) => {
      const settings = await loadSettings();
      const own = settings.slice(source.code, source.settings);
      const { dataDir } = settings.slice("hub", HUB_SETTINGS);
      const stopping = new AbortController();
      process.once("SIGINT", () => stopping.abort());
      process.once("SIGTERM", () => stopping.abort());
      const { stdout: out, stderr: err } = process;
      return command.run(
        args,
        { dataDir: resolve(dataDir), signal: stopping.signal, out, err, isTty: err.isTTY === true },
        own,
      );
    },
  };
}
