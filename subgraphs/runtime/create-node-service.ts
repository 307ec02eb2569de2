import DataLoader from "dataloader";
import { type DocumentNode, execute, GraphQLError, type GraphQLResolveInfo, type GraphQLSchema, parse } from "graphql";
import { LRUCache } from "lru-cache";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { nodeSdl } from "#schema/node-sdl.ts";
import { contractResolvers } from "./contract-resolvers.ts";
import type { Clients, EntityResolver, NodeContext, NodeDefinition, SourceMap } from "./define-node.ts";
import { hideTakenDown } from "./hide-taken-down.ts";
import { spreadInterfaces } from "./interface-resolvers.ts";
import { mergeResolvers } from "./merge-resolvers.ts";
import { type NodeError, toNodeError } from "./node-error.ts";
import { toNodeHints } from "./node-hints.ts";
import { type CountRecords, createNoteGiven, type NoteGiven } from "./node-records.ts";
import { type ComposedSchemas, checkedSchema, type SchemaResolvers } from "./node-schema.ts";
import type { NodeRequest, NodeResponse, NodeService } from "./node-service.ts";
import { SourceLedger } from "./source-report.ts";
import { readStaticHints, type StaticHints } from "./static-hints.ts";
import { isTakenDown, NO_TAKE_DOWNS, type TakeDowns } from "./take-downs.ts";
import { localisingFieldResolver, valueResolvers } from "./value-resolvers.ts";

const PARSED_DOCUMENTS = 1_000;
const ENTITY_LOADER = Symbol("entity loader");

type Context<Load> = NodeContext<Load> & { readonly [ENTITY_LOADER]: (typeName: string) => EntityLoader };
type EntityLoader = DataLoader<Readonly<Record<string, unknown>>, object | null>;

export interface CreateNodeServiceOptions<Sources extends SourceMap, Load, Store = unknown> {
  readonly definition: NodeDefinition<Sources, Load, Store>;
  readonly clients: Clients<Sources>;
  /** What the node keeps of its own, opened. */
  readonly store?: Store | null | undefined;
  /** The node's own schema, already made. */
  readonly ownSchema: DocumentNode;
  /** Records that must not be given out; none without it. */
  readonly takeDowns?: Pick<TakeDowns, "size" | "has">;
  /** Told of the records that it gives. */
  readonly countRecords?: CountRecords | undefined;
  readonly onInternalError?: (error: unknown, requestId: string) => void;
}

export type SchemaService = NodeService & { readonly schema: GraphQLSchema };

/** Makes a node answer GraphQL that nobody has composed; throws where its schema is not valid. */
export function createNodeService<Sources extends SourceMap, Load, Store>(
  options: CreateNodeServiceOptions<Sources, Load, Store>,
): SchemaService {
  const typeDefs = nodeSdl(options.ownSchema);
  return serviceBy(options, checkedSchema(typeDefs, resolversOf(options, typeDefs)));
}

/** The same of a node that is composed, while others are asked. */
export async function createComposedService<Sources extends SourceMap, Load, Store>(
  options: CreateNodeServiceOptions<Sources, Load, Store>,
  schemas: ComposedSchemas,
): Promise<SchemaService> {
  const typeDefs = nodeSdl(options.ownSchema);
  const schema = await schemas.build(typeDefs, () => resolversOf(options, typeDefs));
  return serviceBy(options, schema);
}

/** It never throws. Documents are parsed once; the gateway sends only what its planner made from our own schema, so they are not validated again. */
function serviceBy<Sources extends SourceMap, Load, Store>(
  options: CreateNodeServiceOptions<Sources, Load, Store>,
  schema: GraphQLSchema,
): SchemaService {
  const { definition, takeDowns = NO_TAKE_DOWNS } = options;
  hideTakenDown(schema, takeDowns, localisingFieldResolver);
  const given = createNoteGiven({ definition, takeDowns, count: options.countRecords });
  const documents = new LRUCache<string, ReadDocument>({ max: PARSED_DOCUMENTS });

  const tell = (request: NodeRequest, error: unknown, path?: NodeError["path"]): NodeError => {
    const nodeError = toNodeError(error, definition.code, path);
    if (nodeError.extensions.code === "INTERNAL") options.onInternalError?.(causeOf(error), request.scope.requestId);
    return nodeError;
  };

  async function run(request: NodeRequest): Promise<NodeResponse> {
    const ledger = new SourceLedger(definition.code);
    const reported: NodeError[] = [];
    const context = createContext({ ...options, given }, request, ledger, (error, info) => {
      reported.push(tell(request, error, pathOf(info)));
    });
    const { document, hints } = read(documents, schema, request.query);
    const result = await execute({
      schema,
      document,
      variableValues: request.variables,
      operationName: request.operationName,
      contextValue: context,
      fieldResolver: localisingFieldResolver,
    });
    const errors = [...(result.errors ?? []).map((error) => tell(request, error)), ...reported];
    return {
      ...(result.data === undefined ? {} : { data: result.data }),
      ...(errors.length === 0 ? {} : { errors }),
      extensions: { hub: toNodeHints(ledger, hints, systemClock.now()) },
    };
  }

  /** A bug outside of any resolver (loaders that cannot be made, a document that does not parse) is told like one inside. */
  async function answer(request: NodeRequest): Promise<NodeResponse> {
    try {
      return await run(request);
    } catch (error) {
      const hub = { sources: [], ttlMs: 0, isPrivate: false };
      return { data: null, errors: [tell(request, error)], extensions: { hub } };
    }
  }

  return { code: definition.code, schema, execute: answer };
}

/** All that a node's schema is made of besides its definitions. */
function resolversOf<Sources extends SourceMap, Load, Store>(
  { definition, takeDowns = NO_TAKE_DOWNS }: CreateNodeServiceOptions<Sources, Load, Store>,
  typeDefs: DocumentNode,
): SchemaResolvers {
  return mergeResolvers<object>(
    valueResolvers(typeDefs),
    contractResolvers(definition.contract),
    ...Object.keys(definition.entities).map((typeName) => ({
      [typeName]: { __resolveReference: referenceResolver(typeName, takeDowns) },
    })),
    spreadInterfaces(typeDefs, definition.resolvers),
  ) as SchemaResolvers;
}

function referenceResolver(typeName: string, takeDowns: Pick<TakeDowns, "size" | "has">) {
  return (reference: Readonly<Record<string, unknown>>, context: Context<unknown>) =>
    isTakenDown(takeDowns, reference) ? null : context[ENTITY_LOADER](typeName).load(reference);
}

function createContext<Sources extends SourceMap, Load, Store>(
  options: CreateNodeServiceOptions<Sources, Load, Store> & { readonly given: NoteGiven },
  { scope }: NodeRequest,
  ledger: SourceLedger,
  report: NodeContext["report"],
): Context<Load> {
  const { definition, clients, given } = options;
  const { language, others, ...call } = scope;
  const base = {
    nodeCode: definition.code,
    language,
    call: { ...call, observe: ledger.record },
    report,
    given,
    others: others ?? null,
    now: systemClock.now(),
  };
  const loaders = new Map<string, EntityLoader>();
  const context: Context<Load> = {
    ...base,
    load: definition.createLoaders(clients, base, options.store ?? null),
    [ENTITY_LOADER]: (typeName) => {
      const loader = loaders.get(typeName) ?? entityLoader(typeName, definition.entities[typeName], context);
      loaders.set(typeName, loader);
      return loader;
    },
  };
  return context;
}

function entityLoader<Load>(
  typeName: string,
  resolve: EntityResolver<Load> | undefined,
  context: NodeContext<Load>,
): EntityLoader {
  return new DataLoader(
    async (references) => {
      const entities = (await resolve?.(references, context)) ?? references.map(() => null);
      context.given(typeName, "looked-up", entities);
      return entities.map((entity) =>
        entity === null || entity instanceof Error ? entity : { __typename: typeName, ...entity },
      );
    },
    { cache: false },
  );
}

interface ReadDocument {
  readonly document: DocumentNode;
  readonly hints: StaticHints;
}

function read(documents: LRUCache<string, ReadDocument>, schema: GraphQLSchema, query: string): ReadDocument {
  const known = documents.get(query);
  if (known !== undefined) return known;
  const document = parse(query, { noLocation: true });
  const made = { document, hints: readStaticHints(schema, document) };
  documents.set(query, made);
  return made;
}

/** What a resolver threw, under graphql-js's wrapping. */
function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError ? (error.originalError ?? error) : error;
}

function pathOf(info: GraphQLResolveInfo): readonly (string | number)[] {
  const path: (string | number)[] = [];
  for (let step: typeof info.path | undefined = info.path; step !== undefined; step = step.prev) path.unshift(step.key);
  return path;
}
