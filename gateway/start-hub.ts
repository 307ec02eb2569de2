import { HostGates } from "#adapters/runtime/call/host-gates.ts";
import { createUpstreamMetrics } from "#adapters/runtime/call/metrics.ts";
import type { SandboxProcess } from "#adapters/runtime/sandbox/start-sandbox.ts";
import type { Settings } from "#adapters/runtime/settings/read-settings.ts";
import { SettingsError } from "#adapters/runtime/settings/settings-error.ts";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { SYSTEM_TIMER } from "#adapters/runtime/timer.ts";
import { discoverNodes } from "#subgraphs/runtime/discover-nodes.ts";
import { readSignatureKeys, type SignatureKey } from "#subgraphs/runtime/message-signature.ts";
import { createApolloEngine } from "./execute/apollo-engine.ts";
import { createCallNode } from "./execute/call-node.ts";
import { createMemoryEntityCache } from "./execute/entity-cache.ts";
import { createEntityFetcher } from "./execute/fetch-entities.ts";
import type { GatewayNode } from "./execute/gateway-node.ts";
import { createNodeMetrics } from "./execute/node-metrics.ts";
import { createRunOperation } from "./execute/run-operation.ts";
import { createGuard } from "./guard/create-guard.ts";
import { GUARD_SETTINGS } from "./guard/guard-settings.ts";
import { createFront } from "./http/front.ts";
import { FRONT_SETTINGS } from "./http/front-settings.ts";
import { HUB_SETTINGS } from "./hub-settings.ts";
import { dataOf, type OpenedNode, openNodes, readyMembers } from "./open-nodes.ts";
import { createLogger, LOG_SETTINGS } from "./report/logger.ts";
import { createMetrics } from "./report/metrics.ts";
import { composeGraph } from "./supergraph/compose-graph.ts";
import { schemasOf } from "./supergraph/node-schemas.ts";
import { privateTypes } from "./supergraph/private-types.ts";

/** A running hub. */
export interface Hub {
  readonly url: string;
  readonly nodes: readonly GatewayNode[];
  /** Stand-ins by source code. */
  readonly sandboxes: ReadonlyMap<string, SandboxProcess>;
  /** Not ready at once, requests in flight finish, then everything is closed. */
  stop(): Promise<void>;
}

/** Brings the whole hub up: settings, nodes, graph, HTTP. Whatever was opened is closed again when a step fails. */
export async function startHub(settings: Settings): Promise<Hub> {
  const hub = settings.slice("hub", HUB_SETTINGS);
  const front = settings.slice("hub", FRONT_SETTINGS);
  const guard = settings.slice("hub", GUARD_SETTINGS);
  const logger = createLogger(settings.slice("hub", LOG_SETTINGS));
  const definitions = await discoverNodes();
  const members = readyMembers(definitions, settings);
  settings.assertAllUsed();
  const keys = readKeys(
    hub.signingKeys,
    members.some(({ url }) => url !== undefined),
  );

  const metrics = createMetrics();
  const nodeMetrics = createNodeMetrics(metrics.registry);
  const surroundings = {
    ...dataOf(hub),
    logger,
    metrics: createUpstreamMetrics(metrics.registry),
    gates: new HostGates(SYSTEM_TIMER),
  };
  const schemas = schemasOf(definitions);
  const [opened, { supergraphSdl }] = await Promise.all([
    openNodes(members, schemas, { surroundings, remote: { clock: systemClock, keys } }),
    composeGraph(schemas),
  ]);
  try {
    const nodes = opened.map(({ node }) => node);
    const callNode = createCallNode(systemClock, nodeMetrics);
    const hidden = privateTypes(nodes.map(({ typeDefs }) => typeDefs));
    const entities = createEntityFetcher({
      callNode,
      cache: createMemoryEntityCache(systemClock, hub.entityCacheBytes),
      clock: systemClock,
      metrics: nodeMetrics,
      isPrivateType: (typeName) => hidden.has(typeName),
    });
    const engine = await createApolloEngine({
      supergraphSdl,
      nodes,
      callNode,
      entities,
      introspection: guard.introspection,
      logger,
    });
    const server = createFront({
      run: createRunOperation({ engine, nodes, callNode, logger }),
      guard: createGuard(guard),
      settings: front,
      clock: systemClock,
      logger,
      metrics,
      readiness: () => true,
    });
    const { url } = await server.listen();
    return {
      url,
      nodes,
      sandboxes: sandboxesOf(opened),
      stop: () => stop([server.drain, engine.stop, () => closeAll(opened)]),
    };
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

function readKeys(text: string, isNeeded: boolean): readonly SignatureKey[] {
  const keys = readSignatureKeys(text);
  if (keys !== undefined && (keys.length > 0 || !isNeeded)) return keys;
  throw new SettingsError({
    zh: "HUB_SIGNING_KEYS 应为 “标识:密钥”（密钥至少 16 字符，至多两把）；有远程节点时必填",
    en: 'HUB_SIGNING_KEYS must be "id:secret" (secrets of 16 characters or more, two keys at most); required with nodes elsewhere',
  });
}

function sandboxesOf(opened: readonly OpenedNode[]): ReadonlyMap<string, SandboxProcess> {
  return new Map(
    opened.flatMap(({ sources }) =>
      sources.flatMap(({ definition, sandbox }) => (sandbox === null ? [] : [[definition.code, sandbox] as const])),
    ),
  );
}

async function closeAll(opened: readonly OpenedNode[]): Promise<void> {
  await Promise.allSettled(opened.map((node) => node.close()));
}

async function stop(steps: readonly (() => Promise<void>)[]): Promise<void> {
  for (const step of steps) await step();
}
