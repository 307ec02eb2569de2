import { composeServices } from "@apollo/composition";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { execute, parse, validate } from "graphql";
import type { Timer } from "#adapters/runtime/timer.ts";
import {
  createFederationEngine,
  type FederatedAnswer,
  type FederationEngine,
} from "#gateway/engine/federation-engine.ts";
import type { Subgraph, SubgraphQuestion } from "#gateway/engine/subgraph.ts";
import { startPlanner } from "#gateway/plan/start-planner.ts";

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@shareable", "@requires", "@external", "@provides", "@override", "@inaccessible", "@interfaceObject"])`;

export interface Member {
  /** Without the line that links Federation. */
  readonly sdl: string;
  readonly resolvers: object;
  readonly takesBatches?: boolean;
}

export interface Federation extends AsyncDisposable {
  readonly engine: FederationEngine<null>;
  /** What each member was asked, in order. */
  readonly asked: readonly { readonly member: string; readonly question: SubgraphQuestion }[];
  execute(query: string, variables?: Readonly<Record<string, unknown>>): Promise<FederatedAnswer>;
}

/** Our engine over members that answer with graphql-js; what they answer crosses as JSON. */
export async function federate(
  members: Readonly<Record<string, Member>>,
  { timer }: { readonly timer?: Timer } = {},
): Promise<Federation> {
  const services = Object.entries(members).map(([name, { sdl }]) => ({
    name,
    url: `node:${name}`,
    typeDefs: parse(LINK + sdl),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join("; "));
  const planner = await startPlanner([supergraphSdl]);
  const asked: { member: string; question: SubgraphQuestion }[] = [];
  const subgraphs = Object.entries(members).map(([name, member]): [string, Subgraph<null>] => [
    name,
    subgraph(name, member, asked),
  ]);
  const engine = await createFederationEngine<null>({
    planner,
    subgraphs: new Map(subgraphs),
    allowsObjectScalars: true,
    describeMisfit: (message) => ({ message }),
    ...(timer === undefined ? {} : { timer }),
  });
  return {
    engine,
    asked,
    execute: async (query, variables = {}) => {
      const document = parse(query);
      const [invalid] = validate(engine.schema, document);
      if (invalid !== undefined) throw invalid;
      return JSON.parse(JSON.stringify(await engine.execute({ document, variables }, null)));
    },
    [Symbol.asyncDispose]: () => planner.close(),
  };
}

function subgraph(
  name: string,
  { sdl, resolvers, takesBatches = true }: Member,
  asked: { member: string; question: SubgraphQuestion }[],
): Subgraph<null> {
  // The resolvers of a test are its own; @apollo/subgraph takes any map.
  const schema = buildSubgraphSchema({ typeDefs: parse(LINK + sdl), resolvers: resolvers as never });
  return {
    name,
    takesBatches,
    ask: async (question) => {
      asked.push({ member: name, question });
      const { query, variables, representations } = question;
      const document = parse(query);
      const [invalid] = validate(schema, document);
      if (invalid !== undefined) return { data: null, errors: [{ message: `invalid question: ${invalid.message}` }] };
      const variableValues = { ...variables, ...(representations === undefined ? {} : { representations }) };
      return JSON.parse(JSON.stringify(await execute({ schema, document, variableValues })));
    },
  };
}
