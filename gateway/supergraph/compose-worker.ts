// Before all that takes its time to load.
import "./step-back.ts";
import { parentPort, workerData } from "node:worker_threads";
import { composeServices } from "@apollo/composition";
import { lexicographicSortSchema, parse, printSchema } from "graphql";
import { readCostFacts } from "#gateway/guard/cost/read-cost-facts.ts";
import type { Composition } from "./composer.ts";

/** What the worker is given: schemas as text, since parsed documents cross threads slowly. */
export interface ComposeInput {
  readonly services: readonly { readonly name: string; readonly url: string; readonly sdl: string }[];
}

const { services } = workerData as ComposeInput;
parentPort?.postMessage(compose());

function compose(): Composition {
  const result = composeServices(services.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })));
  if (result.errors !== undefined) {
    const problems = result.errors.map((error) => ({
      code: String(error.extensions["code"] ?? "INVALID"),
      message: error.message,
    }));
    return { kind: "refused", problems };
  }
  const apiSchema = result.schema.toAPISchema().toGraphQLJSSchema();
  return {
    kind: "composed",
    supergraphSdl: result.supergraphSdl,
    apiSdl: `${printSchema(lexicographicSortSchema(apiSchema))}\n`,
    costs: readCostFacts(result.supergraphSdl),
  };
}
