import { resolve } from "node:path";
import type { Settings } from "#adapters/runtime/settings/read-settings.ts";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import {
  listedKinds,
  type NodeSurroundings,
  openNode,
  type ReadyNode,
  readyNode,
} from "#subgraphs/runtime/open-node.ts";
import type { OpenSource } from "#subgraphs/runtime/open-source.ts";
import type { ListedSource } from "#subgraphs/runtime/ports.ts";
import type { GatewayNode } from "./execute/gateway-node.ts";
import { createRemoteNode, type RemoteNodeParts } from "./execute/remote-node.ts";
import { type HubSettings, NODE_SETTINGS } from "./hub-settings.ts";
import type { NodeSchema } from "./supergraph/node-schemas.ts";

/** A node and what it takes to stop it. */
export interface OpenedNode {
  readonly node: GatewayNode;
  readonly sources: readonly OpenSource[];
  close(): Promise<void>;
}

/** Nodes with their settings read; nothing is open yet. */
export interface ReadyMember {
  readonly ready: ReadyNode;
  readonly url: string | undefined;
}

export function readyMembers(definitions: readonly NodeDefinition[], settings: Settings): readonly ReadyMember[] {
  return definitions.map((definition) => ({
    ready: readyNode(definition, settings),
    url: definition.seesOthers === true ? undefined : settings.slice(`node-${definition.code}`, NODE_SETTINGS).url,
  }));
}

/** Opens all nodes at once; a node elsewhere is not asked before the first request. On failure everything opened is closed. */
export async function openNodes(
  members: readonly ReadyMember[],
  schemas: ReadonlyMap<string, NodeSchema>,
  opening: Opening,
): Promise<readonly OpenedNode[]> {
  const results = await Promise.allSettled(
    members.map((member) => openMember(member, schemas.get(member.ready.definition.code), opening)),
  );
  const opened = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const failure = results.find((result) => result.status === "rejected");
  if (failure === undefined) return opened;
  await Promise.allSettled(opened.map((node) => node.close()));
  throw failure.reason;
}

export interface Opening {
  readonly surroundings: NodeSurroundings;
  readonly remote: RemoteNodeParts;
}

async function openMember(
  { ready, url }: ReadyMember,
  schema: NodeSchema | undefined,
  { surroundings, remote }: Opening,
): Promise<OpenedNode> {
  const { definition } = ready;
  if (schema === undefined) throw new Error(`no schema for node ${definition.code}`);
  const facts = {
    code: definition.code,
    name: definition.name,
    operator: definition.operator,
    region: definition.region,
    kinds: listedKinds(definition),
    typeDefs: schema.whole,
    seesOthers: definition.seesOthers === true,
    state: () => "LIVE" as const,
  };
  if (url !== undefined) {
    const { service, health, close } = createRemoteNode(definition.code, url, remote);
    const sources = ready.sources.map(([, source]) =>
      toListed(source.definition, () => health(source.definition.code)),
    );
    return { node: { ...facts, service, sources, url }, sources: [], close };
  }
  const { service, sources, close } = await openNode(ready, schema.own, surroundings);
  return {
    node: { ...facts, service, sources: sources.map((source) => toListed(source.definition, source.health)) },
    sources,
    close,
  };
}

function toListed(
  { code, name, kind, licence }: OpenSource["definition"],
  health: ListedSource["health"],
): ListedSource {
  return { code, name, kind, licence, health };
}

/** Where the stores lie and what is generated, from the settings. */
export function dataOf(settings: HubSettings): Pick<NodeSurroundings, "dataDir" | "generated"> {
  const { dataDir, sandboxes, sandboxSeed, sandboxPatents } = settings;
  return { dataDir: resolve(dataDir), generated: sandboxes ? { seed: sandboxSeed, patents: sandboxPatents } : null };
}
