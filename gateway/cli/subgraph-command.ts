import { parseArgs } from "node:util";
import { loadSettings } from "#adapters/runtime/settings/load-settings.ts";
import { onStopSignal } from "#gateway/stop-signals.ts";
import { discoverNodes } from "#subgraphs/runtime/discover-nodes.ts";
import type { Command } from "./command.ts";
import { startSubgraph } from "./start-subgraph.ts";

const USAGE = "subgraph CODE [--port N]";
const DEFAULT_PORT = 4001;
const MAX_PORT = 65_535;
const USAGE_ERROR = 2;

/** Runs one node as an HTTP server of its own; the gateway is pointed at it by HUB_NODE_CODE_URL. */
export const subgraphCommand: Command = {
  name: "subgraph",
  usage: USAGE,
  summary: {
    zh: `把一个节点作为独立 HTTP 服务运行（默认端口 ${DEFAULT_PORT}），只应答网关用 HUB_SIGNING_KEYS 签名的请求`,
    en: `run one node as an HTTP server of its own (port ${DEFAULT_PORT} by default); it answers only requests signed with HUB_SIGNING_KEYS`,
  },
  run: async (args) => {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { port: { type: "string" } },
    });
    const definitions = await discoverNodes();
    const definition = definitions.find(({ code, seesOthers }) => code === positionals[0] && seesOthers !== true);
    if (definition === undefined || positionals.length > 1) {
      const codes = definitions.filter(({ seesOthers }) => seesOthers !== true).map(({ code }) => code);
      process.stderr.write(
        `用法 / Usage: npm run hub -- ${USAGE}\n请给出节点代码 / Name a node: ${codes.join(", ")}\n`,
      );
      return USAGE_ERROR;
    }
    const port = Number(values.port ?? DEFAULT_PORT);
    if (!Number.isInteger(port) || port < 0 || port > MAX_PORT) {
      process.stderr.write(`--port 应为 0 至 ${MAX_PORT} / --port must be a number from 0 to ${MAX_PORT}\n`);
      return USAGE_ERROR;
    }
    const subgraph = await startSubgraph(definition, await loadSettings(), port);
    process.stdout.write(`节点 Node ${definition.code}: ${subgraph.url}\n`);
    await untilSignal();
    await subgraph.stop();
    return 0;
  },
};

function untilSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  onStopSignal(() => resolve());
  return promise;
}
