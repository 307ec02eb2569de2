import { resolve } from "node:path";
import type { Settings } from "#adapters/runtime/settings/read-settings.ts";
import type { SourceHealth } from "#adapters/runtime/source.ts";
import { UNKNOWN_HEALTH } from "#adapters/runtime/unknown-health.ts";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import type { NodeService } from "#subgraphs/runtime/node-service.ts";
import type { OpenStore } from "#subgraphs/runtime/node-store.ts";
import {
  listedKinds,
  type NodeSurroundings,
  openNode,
  type ReadyNode,
  readyNode,
} from "#subgraphs/runtime/open-node.ts";
import type { OpenSource } from "#subgraphs/runtime/open-source.ts";
import type { ListedSource } from "#subgraphs/runtime/ports.ts";
import type { BulkheadLimits } from "./execute/bulkhead.ts";
import type { GatewayNode } from "./execute/gateway-node.ts";
import { hideInAnswers } from "./execute/hide-in-answers.ts";
import type { NodeStates } from "./execute/node-states.ts";
import { createRemoteNode, type RemoteNodeParts } from "./execute/remote-node.ts";
import { type HubSettings, NODE_SETTINGS } from "./hub-settings.ts";
import { type NodeSchema, schemasOf } from "./supergraph/node-schemas.ts";

/** A node and what it takes to stop it. */
export interface OpenedNode {
  readonly node: GatewayNode;
  readonly sources: readonly OpenSource[];
  /** What it keeps of its own. */
  readonly store: OpenStore<unknown> | null;
  close(): Promise<void>;
}

/** Nodes with their settings read; nothing is open yet. */
export interface ReadyMember {
  readonly ready: ReadyNode;
  readonly url: string | undefined;
  readonly limits: BulkheadLimits | undefined;
}

export function readyMembers(definitions: readonly NodeDefinition[], settings: Settings): readonly ReadyMember[] {
  return definitions.map((definition) => {
    const ready = readyNode(definition, settings);
    if (definition.seesOthers === true) return { ready, url: undefined, limits: undefined };
    const { url, concurrency, queue } = settings.slice(`node-${definition.code}`, NODE_SETTINGS);
    return { ready, url, limits: { concurrency, queue } };
  });
}

export interface Opening {
  readonly surroundings: NodeSurroundings;
  readonly remote: RemoteNodeParts;
  readonly states: NodeStates;
}

/**
 * Opens all nodes at once; a node elsewhere is not asked before the first request. A node that cannot be opened is
 * quarantined: the others go on, and its types stay in the graph.
 */
export function openNodes(members: readonly ReadyMember[], opening: Opening): Promise<readonly OpenedNode[]> {
  const schemas = schemasOf(members.map(({ ready }) => ready.definition));
  return Promise.all(
    members.map(async (member) => {
      const described = describeMember(member, schemas, opening.states);
      return openMember(member, described, opening).catch((error) => quarantine(member, described, { opening, error }));
    }),
  );
}

export async function closeNodes(opened: readonly OpenedNode[]): Promise<void> {
  await Promise.allSettled(opened.map((node) => node.close()));
}

type Described = ReturnType<typeof describeMember>;

async function openMember(
  { ready, url }: ReadyMember,
  { schema, facts }: Described,
  opening: Opening,
): Promise<OpenedNode> {
  if (url !== undefined) {
    const sources = ready.sources.map(([, { definition }]) => definition.code);
    const { service: elsewhere, health, close } = createRemoteNode({ ...facts, url, sources }, opening.remote);
    const service = hideInAnswers(elsewhere, opening.surroundings.takeDowns);
    return { node: { ...facts, service, sources: listSources(ready, health), url }, sources: [], store: null, close };
  }
  const { service, sources, store, close } = await openNode(ready, schema.own, opening.surroundings);
  const listed = sources.map((source) => ({
    ...toListed(source.definition, source.health),
    isPaused: () => source.isPaused,
  }));
  return { node: { ...facts, service, sources: listed }, sources, store, close };
}

const DOWN: SourceHealth = { ...UNKNOWN_HEALTH, state: "DOWN", lastFailureKind: "not opened" };

function quarantine(
  { ready }: ReadyMember,
  { facts }: Described,
  { opening, error }: { readonly opening: Opening; readonly error: unknown },
): OpenedNode {
  opening.surroundings.logger.error({ node: facts.code, err: error }, "node could not be opened and is quarantined");
  opening.states.set(facts.code, "QUARANTINED");
  const service: NodeService = {
    code: facts.code,
    execute: () => Promise.reject(new Error(`${facts.code} is not open`)),
  };
  return {
    node: { ...facts, service, sources: listSources(ready, () => DOWN) },
    sources: [],
    store: null,
    close: async () => {},
  };
}

function describeMember(
  { ready: { definition }, limits }: ReadyMember,
  schemas: ReadonlyMap<string, NodeSchema>,
  states: NodeStates,
) {
  const { code, name, operator, region } = definition;
  const schema = schemas.get(code);
  if (schema === undefined) throw new Error(`no schema for node ${code}`);
  const facts = {
    code,
    name,
    operator,
    region,
    kinds: listedKinds(definition),
    typeDefs: schema.whole,
    seesOthers: definition.seesOthers === true,
    limits,
    state: () => states.of(code),
  };
  return { schema, facts };
}

function listSources({ sources }: ReadyNode, health: (source: string) => SourceHealth): readonly ListedSource[] {
  return sources.map(([, { definition }]) => toListed(definition, () => health(definition.code)));
}

function toListed(
  { code, name, kind, licence }: OpenSource["definition"],
  health: ListedSource["health"],
): ListedSource {
  return { code, name, kind, licence, health };
}

/** Where the stores lie, what is generated and who asks, from the settings. */
export function dataOf(settings: HubSettings): Pick<NodeSurroundings, "dataDir" | "generated" | "userAgent"> {
  const { dataDir, sandboxes, sandboxSeed, sandboxPatents, contact } = settings;
  return {
    dataDir: resolve(dataDir),
    generated: sandboxes ? { seed: sandboxSeed, patents: sandboxPatents } : null,
    userAgent: `chengyu-ip-hub/0.1 (${contact === undefined ? "federated IP-service hub; polite by default" : `+${contact}`})`,
  };
}
