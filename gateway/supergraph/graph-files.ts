import {
  buildSchema,
  isAbstractType,
  isIntrospectionType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  parse,
  print,
} from "graphql";
import { manifestJsonSchema, subgraphJsonSchema } from "#adapters/manifest/format/json-schema.ts";
import { enumLabelsOf } from "#schema/enum-labels.ts";
import { discoverNodes } from "#subgraphs/runtime/discover-nodes.ts";
import { typeDefsOf } from "#subgraphs/runtime/open-node.ts";
import { CompositionError, composeGraph } from "./compose-graph.ts";
import { publicApiOf } from "./public-api.ts";

/** Where the files lie. */
export const GRAPH_FILES = new URL("../../schema/", import.meta.url);

/** TypeScript types of our scalars, for code generators. All travel as strings. */
const SCALAR_TYPE = "string";

/** The files made from the composed graph, by name under schema/: supergraph, public API, exports for code generators and editors. */
export async function renderGraphFiles(): Promise<Readonly<Record<string, string>>> {
  const { supergraphSdl, leftOut } = await composeGraph(await discoverNodes());
  if (leftOut.length > 0) throw new CompositionError(leftOut.flatMap(({ problems }) => problems));
  const apiSdl = publicApiOf(supergraphSdl);
  return {
    "supergraph.graphql": withFinalNewline(supergraphSdl.join("")),
    "api.graphql": apiSdl,
    "exports/possible-types.json": toJson(possibleTypes(apiSdl)),
    "exports/scalars.json": toJson(scalars(apiSdl)),
    "exports/enum-labels.json": toJson(enumLabelsOf(parse(apiSdl))),
    "exports/node-manifest.schema.json": toJson(manifestJsonSchema()),
    "exports/node-subgraph.schema.json": toJson(subgraphJsonSchema()),
    "exports/node-contract.graphql": withFinalNewline(print(typeDefsOf({ kind: Kind.DOCUMENT, definitions: [] }))),
  };
}

/** Abstract type → names of its types, as Apollo Client's `possibleTypes` wants them. */
function possibleTypes(apiSdl: string): Record<string, readonly string[]> {
  const schema = buildSchema(apiSdl);
  const abstract = Object.values(schema.getTypeMap()).filter(
    (type) => isAbstractType(type) && !isIntrospectionType(type),
  );
  return Object.fromEntries(
    abstract.map((type) => [
      type.name,
      isAbstractType(type)
        ? schema
            .getPossibleTypes(type)
            .map(({ name }) => name)
            .sort()
        : [],
    ]),
  );
}

function scalars(apiSdl: string): Record<string, string> {
  const types = Object.values(buildSchema(apiSdl).getTypeMap());
  return Object.fromEntries(
    types.filter((type) => isScalarType(type) && !isSpecifiedScalarType(type)).map(({ name }) => [name, SCALAR_TYPE]),
  );
}

function toJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function withFinalNewline(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}
