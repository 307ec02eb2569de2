import { Supergraph } from "@apollo/federation-internals";
import { lexicographicSortSchema, printSchema } from "graphql";

/** What clients see of a supergraph, in the order of names. Takes a processor for a while: not for a process that serves. */
export function publicApiOf(supergraphSdl: readonly string[]): string {
  const { schema } = Supergraph.build(supergraphSdl.join(""), { supportedFeatures: null });
  return `${printSchema(lexicographicSortSchema(schema.toAPISchema().toGraphQLJSSchema()))}\n`;
}
