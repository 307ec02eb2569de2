import { parseArgs } from "node:util";
import { HostGates } from "#adapters/runtime/call/host-gates.ts";
import { createUpstreamMetrics } from "#adapters/runtime/call/metrics.ts";
import { loadSettings } from "#adapters/runtime/settings/load-settings.ts";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { SYSTEM_TIMER } from "#adapters/runtime/timer.ts";
import { FRONT_SETTINGS } from "#gateway/http/front-settings.ts";
import { readKeys } from "#gateway/hub-config.ts";
import { HUB_SETTINGS } from "#gateway/hub-settings.ts";
import { dataOf } from "#gateway/open-nodes.ts";
import { createLogger, LOG_SETTINGS } from "#gateway/report/logger.ts";
import { createMetrics } from "#gateway/report/metrics.ts";
import { schemasOf } from "#gateway/supergraph/node-schemas.ts";
import { discoverNodes } from "#subgraphs/runtime/discover-nodes.ts";
import { createSignatureVerifier } from "#subgraphs/runtime/message-signature.ts";
import { openNode, readyNode } from "#subgraphs/runtime/open-node.ts";
import { createNodeServer, listenOn } from "#subgraphs/runtime/serve-node.ts";
import type { Command } from "./command.ts";

const DEFAULT_PORT = 4001;
const USAGE_ERROR = 2;

/** Runs one node as an HTTP server of its own; the gateway is pointed at it by HUB_NODE_CODE_URL. */
export const subgraphCommand: Command = {
  name: "subgraph",
  usage: "subgraph CODE [--port N]",
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
    if (definition === undefined) {
      const codes = definitions.filter(({ seesOthers }) => seesOthers !== true).map(({ code }) => code);
      process.stderr.write(`请给出节点代码 / Name a node: ${codes.join(", ")}\n`);
      return USAGE_ERROR;
    }
    const settings = await loadSettings();
    const hub = settings.slice("hub", HUB_SETTINGS);
    const { host } = settings.slice("hub", FRONT_SETTINGS);
    const logger = createLogger(settings.slice("hub", LOG_SETTINGS));
    const keys = readKeys(hub.signingKeys, true);
    const schema = schemasOf([definition]).get(definition.code);
    if (schema === undefined) throw new Error(`no schema for node ${definition.code}`);
    const surroundings = {
      ...dataOf(hub),
      logger,
      metrics: createUpstreamMetrics(createMetrics().registry),
      gates: new HostGates(SYSTEM_TIMER),
    };
    const node = await openNode(readyNode(definition, settings), schema.own, surroundings);
    const verify = createSignatureVerifier(keys, systemClock);
    const server = createNodeServer({ service: node.service, verify, clock: systemClock });
    const url = await listenOn(server, Number(values.port ?? DEFAULT_PORT), host);
    process.stdout.write(`节点 Node ${definition.code}: ${url}\n`);
    await untilSignal();
    server.close();
    server.closeIdleConnections();
    await node.close();
    return 0;
  },
};

function untilSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  process.once("SIGINT", () => resolve());
  process.once("SIGTERM", () => resolve());
  return promise;
}
