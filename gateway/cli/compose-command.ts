import { mkdir, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { GRAPH_FILES, renderGraphFiles } from "#gateway/supergraph/graph-files.ts";
import type { Command } from "./command.ts";

/** Writes the committed files of the composed graph anew: their diff is the review of an API change. */
export const composeCommand: Command = {
  name: "compose",
  usage: "compose",
  summary: {
    zh: "重新生成 schema/ 下已提交的超图、公共 API 与导出文件",
    en: "write the committed supergraph, public API schema and exports under schema/ anew",
  },
  run: async (args) => {
    parseArgs({ args: [...args], options: {} });
    for (const [name, text] of Object.entries(await renderGraphFiles())) {
      const file = new URL(name, GRAPH_FILES);
      await mkdir(new URL(".", file), { recursive: true });
      await writeFile(file, text);
      process.stdout.write(`schema/${name}\n`);
    }
    return 0;
  },
};
