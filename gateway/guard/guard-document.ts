import { type DocumentNode, GraphQLError, parse } from "graphql";
import { type Refusal, refuse } from "#gateway/report/refusal.ts";
import { refuseAliases } from "./alias-limit.ts";
import { refuseCycles } from "./cycle-check.ts";
import { refuseDepth } from "./depth-limit.ts";
import type { GuardSettings } from "./guard-settings.ts";
import { refuseIntrospection } from "./introspection-switch.ts";
import { refuseLength } from "./length-limit.ts";
import { refuseOverlaps } from "./overlap-limit.ts";
import { refuseRootFields } from "./root-field-limit.ts";
import { refuseSize } from "./size-limit.ts";
import { refuseTokens } from "./token-limit.ts";

/** The parsed document, or why it is not even validated. Every step is cheap for what the steps before let through. */
export function guardDocument(text: string, { limits, introspection }: GuardSettings): DocumentNode | Refusal {
  const document = refuseLength(text, limits.characters) ?? refuseTokens(text, limits.tokens) ?? parseText(text);
  if (document.kind === "refusal") return document;
  return (
    refuseCycles(document) ??
    refuseSize(document, limits.expandedSize) ??
    refuseDepth(document, limits.depth) ??
    refuseAliases(document, limits.aliases) ??
    refuseRootFields(document, limits.rootFields) ??
    refuseIntrospection(document, introspection) ??
    refuseOverlaps(document, limits.overlaps) ??
    document
  );
}

function parseText(text: string): DocumentNode | Refusal {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const detail = error.message.replace(/^Syntax Error: /, "").slice(0, 200);
    return refuse("GRAPHQL_PARSE_FAILED", { zh: detail, en: detail }, { locations: error.locations ?? [] });
  }
}
