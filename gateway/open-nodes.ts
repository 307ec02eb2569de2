import { randomUUID } from "node:crypto";
import type { LookupFunction } from "node:net";
import { resolve } from "node:path";
import type { DocumentNode } from "graphql";
import { type HostPolicy, refusedHost } from "#adapters/runtime/call/host-policy.ts";
import type { Settings } from "#adapters/runtime/settings/read-settings.ts";
import type { SourceHealth } from "#adapters/runtime/source.ts";
import { SYSTEM_TIMER } from "#adapters/runtime/timer.ts";
import { UNKNOWN_HEALTH } from "#adapters/runtime/unknown-health.ts";
import { sayTheSame } from "#schema/print-definitions.ts";
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
import { LastTwo } from "./cache/last-two.ts";
import type { BulkheadLimits } from "./execute/bulkhead.ts";
import type { GatewayNode } from "./execute/gateway-node.ts";
import { hideInAnswers } from "./execute/hide-in-answers.ts";
import type { NodeStates } from "./execute/node-states.ts";
import { createRemoteNode, type RemoteNodeParts } from "./execute/remote-node.ts";
import { type HubSettings, NODE_SETTINGS } from "./hub-settings.ts";
import { missingKeys } from "./missing-keys.ts";
import { openInTime } from "./opening-time.ts";
import { type NodeSchema, schemasOf } from "./supergraph/node-schemas.ts";

/** A node and what it takes to stop it. */
export interface OpenedNode {
  readonly member: ReadyMember;
  readonly schema: NodeSchema;
  readonly node: GatewayNode;
  readonly sources: readonly OpenSource[];
  /** What it keeps of its own. */
  readonly store: OpenStore<unknown> | null;
  /** The same node, all that it has open being kept, by another schema: one that is made of the others' has changed with them. */
  served(schema: NodeSchema): Promise<OpenedNode>;
  /** Once for all. */
  readonly close: () => Promise<void>;
}

/** Nodes with their settings read; nothing is open yet. */
export interface ReadyMember {
  readonly ready: ReadyNode;
  readonly url: string | undefined;
  /** The settings name its address; else its owner does, and it leads only where the operator allows. */
  readonly isUrlTrusted?: boolean;
  /** Longest that it may take to open, where it was plugged in; the hub's own nodes take what they need. */
  readonly openMs?: number;
  readonly limits: BulkheadLimits | undefined;
}

export function readyMembers(definitions: readonly NodeDefinition[], settings: Settings): readonly ReadyMember[] {
  return definitions.map((definition) => readyMember(definition, settings));
}

/** What was given with a node that joins. */
export interface GivenPlace {
  /** Where it runs, unless the settings name another address; here without one. */
  readonly url?: string | undefined;
  /** Questions at once; the settings may say fewer. */
  readonly concurrency?: number | undefined;
}

/** Throws SettingsError. */
export function readyMember(definition: NodeDefinition, settings: Settings, given: GivenPlace = {}): ReadyMember {
  const ready = readyNode(definition, settings);
  if (definition.seesOthers === true) return { ready, url: undefined, limits: undefined };
  const { url, concurrency, queue } = settings.slice(`node-${definition.code}`, NODE_SETTINGS);
  const limits = { concurrency: Math.min(concurrency, given.concurrency ?? concurrency), queue };
  return { ready, url: url ?? given.url, isUrlTrusted: url !== undefined, limits };
}

export interface Opening {
  readonly surroundings: NodeSurroundings;
  readonly remote: RemoteNodeParts;
  /** Where addresses may lead that owners of nodes name. */
  readonly hosts: HostPolicy;
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
      const schema = schemas.get(member.ready.definition.code);
      if (schema === undefined) throw new Error(`no schema for node ${member.ready.definition.code}`);
      return openMember(member, schema, opening).catch((error) => quarantine(member, schema, { opening, error }));
    }),
  );
}

export async function closeNodes(opened: readonly OpenedNode[]): Promise<void> {
  await Promise.allSettled(opened.map((node) => node.close()));
}

/** Rejects where it cannot be opened, in time where there is a limit; nothing of it is open then. */
export function openMember(member: ReadyMember, schema: NodeSchema, opening: Opening): Promise<OpenedNode> {
  const { url, openMs } = member;
  const opened = url === undefined ? openHere(member, schema, opening) : openElsewhere(member, schema, opening);
  return openMs === undefined ? opened : openInTime(opened, { timer: SYSTEM_TIMER, afterMs: openMs });
}

async function openHere(member: ReadyMember, schema: NodeSchema, opening: Opening): Promise<OpenedNode> {
  const { service, sources, store, serve, close } = await openNode(member.ready, schema.own, opening.surroundings);
  const listed = sources.map((source) => ({
    ...toListed(source.definition, source.health),
    isPaused: () => source.isPaused,
  }));
  const closeOnce = once(close);
  const services = new LastTwo<DocumentNode, NodeService>(sayTheSame);
  services.keep(schema.own, service);
  return withSchema(schema, service);

  async function serviceBy(own: DocumentNode): Promise<NodeService> {
    const known = services.find(own);
    if (known !== undefined) return known;
    const made = await serve(own);
    services.keep(own, made);
    return made;
  }

  function withSchema(held: NodeSchema, answering: NodeService): OpenedNode {
    const node = { ...factsOf(member, held, opening.states), service: answering, sources: listed };
    const served = async (other: NodeSchema) => withSchema(other, await serviceBy(other.own));
    return { member, schema: held, node, sources, store, served, close: closeOnce };
  }
}

async function openElsewhere(member: ReadyMember, schema: NodeSchema, opening: Opening): Promise<OpenedNode> {
  const { ready, url = "" } = member;
  const facts = factsOf(member, schema, opening.states);
  const sources = ready.sources.map(([, { definition }]) => definition.code);
  const lookup = member.isUrlTrusted === true ? undefined : lookupOf(url, opening);
  const isForeign = ready.definition.standsAlone === true;
  const remote = createRemoteNode({ ...facts, url, sources, isForeign, lookup }, opening.remote);
  const { service: elsewhere, health, close } = remote;
  const service = hideInAnswers(elsewhere, opening.surroundings.takeDowns);
  const node = { ...facts, service, sources: listSources(ready, health), url };
  const served = async () => opened;
  const opened: OpenedNode = { member, schema, node, sources: [], store: null, served, close: once(close) };
  return opened;
}

/** Throws SettingsError for an address that may not be asked. */
function lookupOf(url: string, { hosts, remote }: Opening): LookupFunction | undefined {
  const verdict = hosts.judge(new URL(url));
  if (!verdict.isAllowed) throw refusedHost(url, verdict.refusal);
  if (remote.keys.length === 0) throw missingKeys();
  return verdict.lookup;
}

const DOWN: SourceHealth = { ...UNKNOWN_HEALTH, state: "DOWN", lastFailureKind: "not opened" };

/** In its place: it has its types, and is not asked. */
export function quarantine(
  member: ReadyMember,
  schema: NodeSchema,
  { opening, error }: { readonly opening: Opening; readonly error: unknown },
): OpenedNode {
  const { code } = member.ready.definition;
  opening.surroundings.logger.error({ node: code, err: error }, "node could not be opened and is quarantined");
  opening.states.set(code, "QUARANTINED");
  const service: NodeService = { code, execute: () => Promise.reject(new Error(`${code} is not open`)) };
  const close = async () => {};
  const withSchema = (held: NodeSchema): OpenedNode => {
    const facts = factsOf(member, held, opening.states);
    const node = { ...facts, service, sources: listSources(member.ready, () => DOWN) };
    const served = async (other: NodeSchema) => withSchema(other);
    return { member, schema: held, node, sources: [], store: null, served, close };
  };
  return withSchema(schema);
}

function factsOf({ ready: { definition }, limits }: ReadyMember, { whole }: NodeSchema, states: NodeStates) {
  const { code, name, operator, region } = definition;
  return {
    code,
    name,
    operator,
    region,
    kinds: listedKinds(definition),
    typeDefs: whole,
    seesOthers: definition.seesOthers === true,
    limits,
    version: randomUUID(),
    state: () => states.of(code),
  };
}

function once(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return () => {
    closing ??= close();
    return closing;
  };
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
