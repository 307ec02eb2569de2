import { encodeNodeId } from "#schema/ids/node-id.ts";
import { type PlainSubgraphServer, startPlainSubgraph } from "./plain-subgraph-server.ts";

/** The harbour's schema, with further fields of a stall. */
export function harbourSdl(more = ""): string {
  return /* GraphQL */ `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])

    "有全局唯一标识的对象。 / Anything with a globally unique id."
    interface Node { id: ID! }

    "港口的摊位。 / A stall at the harbour."
    type HarbourStall implements Node @key(fields: "id") {
      id: ID!
      "名称。 / Its name."
      name: String
      ${more}
    }

    type Query {
      "港口的摊位。 / The harbour's stalls."
      harbourStalls: [HarbourStall]
    }
  `;
}

const STALL = { id: encodeNodeId("HarbourStall", "1"), name: "Fish", stallFee: "12.50" };

/** A subgraph server of the harbour; by default it says what it has. */
export function startHarbour(sdl = harbourSdl(), port = 0): Promise<PlainSubgraphServer> {
  return startPlainSubgraph({
    ...{ sdl, port },
    resolvers: { Query: { harbourStalls: () => [STALL] } },
    entity: ({ id }) => (id === STALL.id ? STALL : null),
  });
}

/** The file by which its owner joins. */
export function harbourFile(url: string, version = "1.0.0"): string {
  return `subgraph: 1
code: harbour
version: ${version}
name: { zh: 港口, en: Harbour }
owner:
  name: { zh: 港务, en: Harbour office }
  contact: ops@example.org
licence:
  code: HARBOUR
  name: { zh: 港口许可, en: Harbour licence }
  attribution: { zh: 港口, en: Harbour }
  accessPolicy: PUBLIC
url: ${url}
pages: [www.harbour.example]
`;
}
