import { type CompositionSuccess, composeServices } from "@apollo/composition";
import { lexicographicSortSchema, parse, printSchema } from "graphql";
import { cut, type Part, tellInParts } from "#gateway/children/parts.ts";
import { serveParent, tellParent } from "#gateway/children/serve-parent.ts";
import type { CostFacts } from "#gateway/guard/cost/cost-table.ts";
import { readCostFacts } from "#gateway/guard/cost/read-cost-facts.ts";
import type { CompositionProblem } from "./composer.ts";

/** A schema as text, since parsed documents cross slowly. */
export interface ServiceText {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

/** What the process is asked: one service after the other, and then what they make. */
export type ComposeQuestion =
  | { readonly kind: "service"; readonly service: ServiceText }
  | { readonly kind: "compose" };

/** With the lists "supergraphSdl", "apiSdl" and "costs", which are the costs' types. */
export type ComposeAnswer =
  | Part
  | { readonly kind: "composed"; readonly costs: Omit<CostFacts, "types"> }
  | { readonly kind: "refused"; readonly problems: readonly CompositionProblem[] };

/** As of work that no client waits for. */
const NICENESS = 10;

let services: ServiceText[] = [];

serveParent<ComposeQuestion>(NICENESS, (question) => {
  if (question.kind === "service") services.push(question.service);
  else {
    compose(services);
    services = [];
  }
});

function compose(all: readonly ServiceText[]): void {
  const result = composeServices(all.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })));
  if (result.errors !== undefined) {
    const problems = result.errors.map((error) => ({
      code: String(error.extensions["code"] ?? "INVALID"),
      message: error.message,
    }));
    tellParent<ComposeAnswer>({ kind: "refused", problems });
  } else tellComposed(result);
}

function tellComposed({ supergraphSdl, schema }: CompositionSuccess): void {
  const apiSchema = schema.toAPISchema().toGraphQLJSSchema();
  const apiSdl = `${printSchema(lexicographicSortSchema(apiSchema))}\n`;
  const { types, ...costs } = readCostFacts(supergraphSdl);
  tellInParts<ComposeAnswer>(
    { supergraphSdl: cut(supergraphSdl), apiSdl: cut(apiSdl), costs: Object.entries(types) },
    { kind: "composed", costs },
  );
}
