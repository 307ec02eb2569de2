import "#gateway/report/telemetry-off.ts";
import { createHash } from "node:crypto";
import { ApolloGateway, LocalGraphQLDataSource } from "@apollo/gateway";

import { print } from "graphql";
import type { Composed } from "./compose-graph.ts";
import { type Executor, PLANNER_BOUNDS } from "./executors.ts";
import { memberSchema } from "./member-schema.ts";
import type { Answer, Request } from "./monolith.ts";
import { stockFaultsIn } from "./stock-faults.ts";
import type { World } from "./world.ts";

type RequestContext = Parameters<ApolloGateway["executor"]>[0];

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** The reference beside ours: @apollo/gateway as it comes. */
export async function stockGateway(composed: Composed, world: World): Promise<Executor> {
  let asked = 0;
  const gateway = new ApolloGateway({
    supergraphSdl: composed.supergraphSdl,
    logger: SILENT,
    queryPlannerConfig: { debug: PLANNER_BOUNDS },
    buildService: ({ name }) => {
      const source = new LocalGraphQLDataSource(memberSchema(composed, name, world));
      return {
        process: (options) => {
          asked++;
          return source.process(options);
        },
      };
    },
  });
  const { executor } = await gateway.load();
  return {
    name: "stock",
    // What its planner throws is its answer.
    ask: (request) => executor(contextOf(request, composed)).then(toAnswer, (error: Error) => thrown(error)),
    asked: () => asked,
    faults: stockFaultsIn,
    [Symbol.asyncDispose]: () => gateway.stop(),
  };
}

/** What @apollo/server would hand over; the gateway reads no more of it. */
function contextOf({ document, variables, operationName }: Request, { api }: Composed): RequestContext {
  const query = print(document);
  const context = {
    request: { query, variables: { ...variables }, ...(operationName === undefined ? {} : { operationName }) },
    document,
    schema: api,
    queryHash: createHash("sha256").update(query).digest("hex"),
    context: {},
    logger: SILENT,
    metrics: {},
  };
  return context as unknown as RequestContext;
}

function thrown({ message }: Error): Answer {
  return { data: null, errors: [{ message }] };
}

function toAnswer({
  data,
  errors = [],
  extensions,
}: Awaited<ReturnType<Awaited<ReturnType<ApolloGateway["load"]>>["executor"]>>): Answer {
  // Values that break the schema are told beside the data.
  const unfit = extensions?.["valueCompletion"];
  const told = [...errors, ...(Array.isArray(unfit) ? unfit : [])] as Answer["errors"];
  return { data, errors: told.map(({ message, path }) => ({ message, path })) };
}
