import "#gateway/report/telemetry-off.ts";
import { readFileSync } from "node:fs";
import { ApolloGateway, LocalGraphQLDataSource } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { createShopSchema } from "./shop-resolvers.ts";
import type { ShopSubgraph } from "./shop-schema.ts";

// The same with its own in-process sources, which execute: `stock-in-process.ts SUPERGRAPH PORT`.
const [file = "", port = ""] = process.argv.slice(2);
const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(file, "utf8"),
  buildService: ({ name }) => new LocalGraphQLDataSource(createShopSchema(name as ShopSubgraph)),
});
const server = new ApolloServer({ gateway });
await startStandaloneServer(server, { listen: { port: Number(port), host: "127.0.0.1" } });
