import { HostGates } from "#adapters/runtime/call/host-gates.ts";
import { createUpstreamMetrics } from "#adapters/runtime/call/metrics.ts";
import { openSharedLedger } from "#adapters/runtime/manners/shared-ledger.ts";
import type { Settings } from "#adapters/runtime/settings/read-settings.ts";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { SYSTEM_TIMER } from "#adapters/runtime/timer.ts";
import { drainServer } from "#gateway/http/drain-server.ts";
import { FRONT_SETTINGS } from "#gateway/http/front-settings.ts";
import { readKeys } from "#gateway/hub-config.ts";
import { HUB_SETTINGS } from "#gateway/hub-settings.ts";
import { dataOf } from "#gateway/open-nodes.ts";
import { createLogger, LOG_SETTINGS } from "#gateway/report/logger.ts";
import { createMetrics } from "#gateway/report/metrics.ts";
import { schemasOf } from "#gateway/supergraph/node-schemas.ts";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import { createSignatureVerifier } from "#subgraphs/runtime/message-signature.ts";
import { type OpenNode, openNode, readyNode } from "#subgraphs/runtime/open-node.ts";
import { createNodeServer, listenOn } from "#subgraphs/runtime/serve-node.ts";
import { openTakeDowns } from "#subgraphs/runtime/take-downs.ts";

/** A node that runs as an HTTP server of its own. */
export interface Subgraph {
  /** What the gateway is given as HUB_NODE_CODE_URL. */
  readonly url: string;
  readonly sources: OpenNode["sources"];
  /** Requests in flight finish first. */
  stop(): Promise<void>;
}

/** Opens one node and serves it to the gateway; the signing keys are required. */
export async function startSubgraph(definition: NodeDefinition, settings: Settings, port: number): Promise<Subgraph> {
  const hub = settings.slice("hub", HUB_SETTINGS);
  const { host, drainTimeout } = settings.slice("hub", FRONT_SETTINGS);
  const logger = createLogger(settings.slice("hub", LOG_SETTINGS));
  const verify = createSignatureVerifier(readKeys(hub.signingKeys, true), systemClock);
  const schema = schemasOf([definition]).get(definition.code);
  if (schema === undefined) throw new Error(`no schema for node ${definition.code}`);
  const ready = readyNode(definition, settings);
  const data = dataOf(hub);
  const takeDowns = await openTakeDowns({ dataDir: data.dataDir, clock: systemClock, logger });
  const ledger = await openSharedLedger(data.dataDir, logger);
  const node = await openNode(ready, schema.own, {
    ...data,
    logger,
    metrics: createUpstreamMetrics(createMetrics().registry),
    gates: new HostGates(SYSTEM_TIMER, ledger),
    takeDowns,
  }).catch(async (error: unknown) => {
    takeDowns.close();
    await ledger.close();
    throw error;
  });
  const close = async () => {
    await node.close();
    await ledger.close();
    takeDowns.close();
  };
  const server = createNodeServer({ service: node.service, verify, clock: systemClock });
  try {
    const url = await listenOn(server, port, host);
    const stop = async () => {
      await drainServer(server, drainTimeout);
      await close();
    };
    return { url, sources: node.sources, stop };
  } catch (error) {
    await close();
    throw error;
  }
}
