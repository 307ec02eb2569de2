import { composeServices } from "@apollo/composition";
import { Supergraph } from "@apollo/federation-internals";
import { buildSchema, type GraphQLSchema, parse, printSchema } from "graphql";
import type { Graph } from "./graph-model.ts";
import { printMember } from "./print-member.ts";

export interface Composed {
  readonly graph: Graph;
  /** Schemas by member. */
  readonly sdls: ReadonlyMap<string, string>;
  readonly supergraphSdl: string;
  /** What clients see. */
  readonly api: GraphQLSchema;
  /** With what clients cannot see. */
  readonly whole: GraphQLSchema;
}

export type Composing =
  | { readonly kind: "composed"; readonly composed: Composed }
  | { readonly kind: "refused"; readonly why: readonly string[] };

export function composeGraph(graph: Graph): Composing {
  const sdls = new Map(graph.members.map((member) => [member, printMember(graph, member)]));
  const services = [...sdls].map(([name, sdl]) => ({ name, url: `node:${name}`, typeDefs: parse(sdl) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) return { kind: "refused", why: errors?.map(({ message }) => message) ?? [] };
  const supergraph = Supergraph.build(supergraphSdl);
  const api = buildSchema(printSchema(supergraph.apiSchema().toGraphQLJSSchema()));
  const whole = supergraph.schema.toGraphQLJSSchema();
  return { kind: "composed", composed: { graph, sdls, supergraphSdl, api, whole } };
}
