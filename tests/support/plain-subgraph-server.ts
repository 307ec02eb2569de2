import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buildASTSchema, execute, type GraphQLFieldResolver, Kind, parse } from "graphql";

/** A GraphQL server of the world outside, as somebody without any of our code, or Apollo's, might write it: graphql-js and node:http. */
export interface PlainSubgraphServer extends AsyncDisposable {
  readonly url: string;
  /** URL.host, to be named in HUB_NODE_HOSTS. */
  readonly host: string;
  /** Headers and body of what it was asked. */
  readonly requests: readonly { readonly headers: IncomingMessage["headers"]; readonly body: string }[];
}

export interface PlainSubgraphOptions {
  /** As `_service { sdl }` gives it. */
  readonly sdl: string;
  /** By type and field. */
  readonly resolvers: Readonly<Record<string, Readonly<Record<string, GraphQLFieldResolver<unknown, unknown>>>>>;
  /** Looks one representation up. */
  readonly entity: (representation: Readonly<Record<string, unknown>>) => object | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Any free one without it. */
  readonly port?: number;
}

export async function startPlainSubgraph(options: PlainSubgraphOptions): Promise<PlainSubgraphServer> {
  const schema = executable(options);
  const requests: { headers: IncomingMessage["headers"]; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString("utf8");
    requests.push({ headers: request.headers, body });
    const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
    const result = await execute({ schema, document: parse(query), variableValues: variables });
    response.writeHead(200, { "content-type": "application/json", ...options.headers }).end(JSON.stringify(result));
  });
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}/graphql`,
    host,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** The schema with what Federation asks of a subgraph (https://www.apollographql.com/docs/graphos/reference/federation/subgraph-spec), by hand. */
function executable({ sdl, resolvers, entity }: PlainSubgraphOptions) {
  const document = parse(sdl);
  const entities = document.definitions.flatMap((one) =>
    one.kind === Kind.OBJECT_TYPE_DEFINITION && one.directives?.some(({ name }) => name.value === "key")
      ? [one.name.value]
      : [],
  );
  const more = parse(`
    scalar _Any
    type _Service { sdl: String! }
    union _Entity = ${entities.join(" | ")}
    extend type Query { _service: _Service! _entities(representations: [_Any!]!): [_Entity]! }
  `);
  const links = document.definitions.filter(({ kind }) => kind !== Kind.SCHEMA_EXTENSION);
  const roots = links.some((one) => one.kind === Kind.OBJECT_TYPE_DEFINITION && one.name.value === "Query")
    ? []
    : parse("type Query").definitions;
  const schema = buildASTSchema(
    { kind: Kind.DOCUMENT, definitions: folded([...roots, ...links, ...more.definitions]) },
    { assumeValid: true, assumeValidSDL: true },
  );
  const all = {
    ...resolvers,
    Query: {
      ...resolvers["Query"],
      _service: () => ({ sdl }),
      _entities: (
        _root: unknown,
        { representations }: { readonly representations: readonly Record<string, unknown>[] },
      ) =>
        representations.map((one) => {
          const found = entity(one);
          return found === null ? null : { __typename: one["__typename"], ...found };
        }),
    },
  };
  for (const [typeName, fields] of Object.entries(all)) {
    const type = schema.getType(typeName);
    if (type === undefined || !("getFields" in type)) throw new Error(`no type ${typeName}`);
    for (const [name, resolve] of Object.entries(fields)) {
      const field = type.getFields()[name];
      if (field === undefined || !("resolve" in field)) throw new Error(`no field ${typeName}.${name}`);
      field.resolve = resolve as GraphQLFieldResolver<unknown, unknown>;
    }
  }
  return schema;
}

/** `extend type` put into the type. */
function folded(definitions: ReturnType<typeof parse>["definitions"]) {
  const extensions = definitions.filter((one) => one.kind === Kind.OBJECT_TYPE_EXTENSION);
  return definitions
    .filter((one) => one.kind !== Kind.OBJECT_TYPE_EXTENSION)
    .map((one) => {
      if (one.kind !== Kind.OBJECT_TYPE_DEFINITION) return one;
      const more = extensions.filter(({ name }) => name.value === one.name.value);
      return { ...one, fields: [one, ...more].flatMap(({ fields }) => fields ?? []) };
    });
}
