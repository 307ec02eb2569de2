import { parse } from "graphql";
import type { SourceEvent } from "#adapters/runtime/source.ts";
import { createComposedService, createNodeService } from "#subgraphs/runtime/create-node-service.ts";
import type { EntityResolver, NodeContext, NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import type { CountRecords } from "#subgraphs/runtime/node-records.ts";
import { ComposedSchemas } from "#subgraphs/runtime/node-schema.ts";
import type { NodeRequest, NodeScope, NodeService } from "#subgraphs/runtime/node-service.ts";
import { NO_TAKE_DOWNS, type TakeDowns } from "#subgraphs/runtime/take-downs.ts";

type Definition = NodeDefinition<Record<string, never>, unknown>;

const OWN = parse(`
  type Book @key(fields: "id") { id: ID! title: String state: ListingStatusValue provenance: Provenance }
  type BookEdge { cursor: String! node: Book! }
  type Shelf { edges: [BookEdge!]! nodes: [Book!]! }
  type Query { book(id: ID!): Book books: [Book] shelf: Shelf }
`);

interface SmallNodeParts extends Partial<Definition> {
  readonly resolveBooks?: EntityResolver<unknown>;
  readonly takeDowns?: Pick<TakeDowns, "size" | "has">;
  readonly countRecords?: CountRecords;
}

/** A node without sources; whatever matters to a test is given. */
export function smallNode({ resolveBooks, countRecords, takeDowns = NO_TAKE_DOWNS, ...parts }: SmallNodeParts = {}) {
  const internal: { readonly error: unknown; readonly requestId: string }[] = [];
  const name = { zh: "小节点", en: "Small node" };
  const definition: Definition = {
    code: "small",
    name,
    operator: name,
    region: null,
    schema: () => OWN,
    sources: {},
    createLoaders: () => ({}),
    resolvers: {},
    entities: resolveBooks === undefined ? {} : { ["Book"]: resolveBooks },
    contract: { kinds: {} },
    ...parts,
  };
  const options = {
    definition,
    clients: {},
    ownSchema: OWN,
    takeDowns,
    countRecords,
    onInternalError: (error: unknown, requestId: string) => void internal.push({ error, requestId }),
  };
  const service = createNodeService(options);
  /** Asks the same node as a hub opens it that has composed it. */
  const composed = async () => asking(await createComposedService(options, new ComposedSchemas()));
  return { ask: asking(service), composed, internal, service };
}

function asking(service: NodeService) {
  return async (query: string, variables: NodeRequest["variables"] = {}, scope: Partial<NodeScope> = {}) => {
    const response = await service.execute({ query, variables, scope: nodeScope(scope) });
    // As it would cross to a gateway elsewhere.
    return { ...response, data: JSON.parse(JSON.stringify(response.data ?? null)) };
  };
}

function nodeScope(overrides: Partial<NodeScope> = {}): NodeScope {
  return {
    signal: new AbortController().signal,
    deadline: Date.now() + 5_000,
    requestId: "r-1",
    language: "zh",
    partition: "public",
    ...overrides,
  };
}

/** What a source tells of one question that went well, with a minute to live. */
export function sourceEvent(overrides: Partial<SourceEvent> = {}): SourceEvent {
  return {
    source: "portal",
    operation: "list",
    outcome: "OK",
    upstreamCalls: 1,
    cacheHits: 0,
    ageMs: 0,
    durationMs: 5,
    ttlMs: 60_000,
    isPrivate: false,
    ...overrides,
  };
}

/** A resolver whose source told these events. */
export function observing(...events: readonly SourceEvent[]) {
  return (_parent: never, _args: never, { call }: NodeContext) => {
    for (const event of events) call.observe(event);
    return null;
  };
}

export const ENTITIES = (selection: string) =>
  `query($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`;

export const books = (...ids: readonly string[]) => ({
  representations: ids.map((id) => ({ __typename: "Book", id })),
});
