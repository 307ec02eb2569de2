import { composeServices } from "@apollo/composition";
import { lexicographicSortSchema, parse, printSchema } from "graphql";
import { serveParent, tellParent } from "#gateway/children/serve-parent.ts";
import { readCostFacts } from "#gateway/guard/cost/read-cost-facts.ts";
import type { Composition } from "./composer.ts";

/** What the process is asked: schemas as text, since parsed documents cross slowly. */
export interface ComposeInput {
  readonly services: readonly { readonly name: string; readonly url: string; readonly sdl: string }[];
}

/** As of work that no client waits for. */
const NICENESS = 10;

serveParent<ComposeInput>(NICENESS, (input) => tellParent(compose(input)));

function compose({ services }: ComposeInput): Composition {
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
