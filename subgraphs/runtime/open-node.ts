import type { DocumentNode } from "graphql";
import type { HostGates } from "#adapters/runtime/call/host-gates.ts";
import type { HostPolicy } from "#adapters/runtime/call/host-policy.ts";
import type { UpstreamMetrics } from "#adapters/runtime/call/metrics.ts";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { Settings } from "#adapters/runtime/settings/read-settings.ts";
import { SYSTEM_TIMER } from "#adapters/runtime/timer.ts";
import { nodeSdl } from "#schema/node-sdl.ts";
import { type CreateNodeServiceOptions, createComposedService, createNodeService } from "./create-node-service.ts";
import type { Clients, NodeDefinition, SourceMap } from "./define-node.ts";
import type { CountRecords } from "./node-records.ts";
import type { ComposedSchemas } from "./node-schema.ts";
import type { NodeService } from "./node-service.ts";
import type { OpenStore } from "./node-store.ts";

import { type OpenSource, openSource, type ReadySource, readySource } from "./open-source.ts";
import type { ListedKind } from "./ports.ts";
import { readSchema } from "./read-schema.ts";
import type { TakeDowns } from "./take-downs.ts";

/** What a node's sources are opened with. */
export interface NodeSurroundings {
  readonly dataDir: string;
  /** Size and seed of generated data; null when no stand-ins are wanted. */
  readonly generated: { readonly seed: number; readonly patents: number } | null;
  readonly logger: Logger;
  readonly metrics: UpstreamMetrics;
  readonly gates: HostGates;
  /** Where addresses may lead that owners of nodes name; at public addresses only without it. */
  readonly hosts?: HostPolicy;
  /** Records that must not be given out. */
  readonly takeDowns: TakeDowns;
  /** Told of the records that nodes give. */
  readonly countRecords?: CountRecords;
  /** Says to every upstream who asks and whom to write to. */
  readonly userAgent: string;
  /** Where whoever opens the node composes it too, which checks its schema; otherwise that is checked here. */
  readonly schemas?: ComposedSchemas;
}

/** A node whose settings have been read, not yet opened. */
export interface ReadyNode {
  readonly definition: NodeDefinition;
  readonly sources: readonly (readonly [name: string, source: ReadySource])[];
  /** Settings of its own store. */
  readonly storeSettings: Readonly<Record<string, unknown>> | null;
}

/** A node in process. */
export interface OpenNode {
  readonly service: NodeService;
  readonly sources: readonly OpenSource[];
  readonly store: OpenStore<unknown> | null;
  /** The same node, with its sources and its store as they are, by another schema: one that is made of the others' has changed with them. */
  serve(ownSchema: DocumentNode): Promise<NodeService>;
  close(): Promise<void>;
}

/** Reads the settings of a node's sources; bad ones stop the start before anything is opened. */
export function readyNode(definition: NodeDefinition, settings: Settings): ReadyNode {
  const { sources, store } = definition;
  return {
    definition,
    sources: Object.entries(sources).map(([name, source]) => [name, readySource(source, settings)]),
    storeSettings: store === undefined ? null : settings.slice(store.section, store.settings),
  };
}

/** A node's own schema; `peers` are the whole schemas of the nodes whose types it may refer to. */
export function ownSchemaOf(definition: Pick<NodeDefinition, "schema">, peers: readonly DocumentNode[]): DocumentNode {
  if (typeof definition.schema === "function") return definition.schema(peers);
  return readSchema(definition.schema);
}

/** Opens every source (its sandbox first, where one stands in) and makes the node answer GraphQL. */
export async function openNode(
  ready: ReadyNode,
  ownSchema: DocumentNode,
  surroundings: NodeSurroundings,
): Promise<OpenNode> {
  const { definition } = ready;
  const opened = await Promise.allSettled(
    ready.sources.map(async ([name, source]) => [name, await openSource(source, surroundings)] as const),
  );
  const sources = opened.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const stopListening = surroundings.takeDowns.onChange(({ typeName }) => {
    if (typeName in definition.entities) for (const [, source] of sources) source.clearCache();
  });
  const failure = opened.find((result) => result.status === "rejected");
  const store = failure === undefined ? openStore(ready, surroundings) : null;
  const close = async () => {
    stopListening();
    await store?.close();
    await Promise.allSettled(sources.map(([, source]) => source.close()));
  };
  if (failure !== undefined) {
    await close();
    throw failure.reason;
  }
  const serve = async (schema: DocumentNode) => {
    const options: CreateNodeServiceOptions<SourceMap, unknown> = {
      definition,
      // Each client was made by the source of the same name; the map's value types are lost in the loop.
      clients: Object.fromEntries(sources.map(([name, { client }]) => [name, client])) as Clients<SourceMap>,
      store: store?.store,
      ownSchema: schema,
      takeDowns: surroundings.takeDowns,
      countRecords: surroundings.countRecords,
      onInternalError: (error, requestId) =>
        surroundings.logger.error({ node: definition.code, requestId, err: error }, "resolver failed"),
    };
    const { schemas } = surroundings;
    return schemas === undefined ? createNodeService(options) : createComposedService(options, schemas);
  };
  try {
    return { service: await serve(ownSchema), sources: sources.map(([, source]) => source), store, serve, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function openStore(
  { definition, storeSettings }: ReadyNode,
  { dataDir, logger, takeDowns }: NodeSurroundings,
): OpenStore<unknown> | null {
  if (definition.store === undefined || storeSettings === null) return null;
  return definition.store.open({ dataDir, timer: SYSTEM_TIMER, logger, takeDowns }, storeSettings);
}

/** Whole schema of a node, as composed. */
export function typeDefsOf(ownSchema: DocumentNode): DocumentNode {
  return nodeSdl(ownSchema);
}

export function listedKinds(definition: NodeDefinition): readonly ListedKind[] {
  return Object.entries(definition.contract.kinds).map(
    ([kind, { typeName, search, about, filters, isPrivate, harvest, keepMs, renewMs }]) => ({
      kind,
      typeName,
      search,
      about,
      filters,
      isPrivate,
      harvest: harvest && !isPrivate,
      ...(keepMs === undefined ? {} : { keepMs }),
      ...(renewMs === undefined ? {} : { renewMs }),
    }),
  );
}
