import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import { cut, type Part, tellInParts } from "#gateway/children/parts.ts";
import { serveParent, tellParent } from "#gateway/children/serve-parent.ts";
import type { CostFacts } from "#gateway/guard/cost/cost-table.ts";
import { readCostFacts } from "#gateway/guard/cost/read-cost-facts.ts";
import type { CompositionProblem } from "./composer.ts";

/** A schema as text, a definition each, since parsed documents cross slowly. */
export interface ServiceText {
  readonly name: string;
  readonly url: string;
  readonly sdl: readonly string[];
}

/** What the process is asked: one service after the other, each with its definitions, and then what they make. */
export type ComposeQuestion =
  | ({ readonly kind: "service" } & Omit<ServiceText, "sdl">)
  | { readonly kind: "definitions"; readonly sdl: readonly string[] }
  | { readonly kind: "compose" };

/** With the lists "supergraphSdl", a text that was cut, and "costs", which are the costs' types. */
export type ComposeAnswer =
  | Part
  | { readonly kind: "composed"; readonly costs: Omit<CostFacts, "types"> }
  | { readonly kind: "refused"; readonly problems: readonly CompositionProblem[] };

/** As of work that no client waits for. */
const NICENESS = 10;

interface HeardService extends ServiceText {
  readonly sdl: string[];
}

let services: HeardService[] = [];

serveParent<ComposeQuestion>(NICENESS, (question) => {
  if (question.kind === "service") services.push({ name: question.name, url: question.url, sdl: [] });
  else if (question.kind === "definitions") services.at(-1)?.sdl.push(...question.sdl);
  else {
    compose(services);
    services = [];
  }
});

function compose(all: readonly ServiceText[]): void {
  const result = composeServices(all.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl.join("\n\n")) })));
  if (result.errors !== undefined) {
    const problems = result.errors.map((error) => ({
      code: String(error.extensions["code"] ?? "INVALID"),
      message: error.message,
    }));
    tellParent<ComposeAnswer>({ kind: "refused", problems });
  } else tellComposed(result.supergraphSdl);
}

function tellComposed(supergraphSdl: string): void {
  const { types, ...costs } = readCostFacts(supergraphSdl);
  tellInParts<ComposeAnswer>(
    { supergraphSdl: cut(supergraphSdl), costs: Object.entries(types) },
    { kind: "composed", costs },
  );
}
