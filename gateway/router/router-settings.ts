import { z } from "zod";
import { FRONT_SETTINGS } from "#gateway/http/front-settings.ts";

/** SUPERGRAPH_FILE: a composed supergraph to be served instead of the hub. */
export const MODE_SETTINGS = z.object({ supergraphFile: z.string().min(1).optional() });

/** The front's slice, with room for documents and variables of any size that makes sense. */
export const ROUTER_FRONT_SETTINGS = FRONT_SETTINGS.extend({
  bodyLimit: z.coerce.number().int().min(1_024).max(67_108_864).default(4_194_304),
});

/** There are no prices and no clients to be told apart here; what is left keeps one document from stalling everybody. */
export const ROUTER_LIMITS = {
  characters: 1_000_000,
  tokens: 100_000,
  expandedSize: 200_000,
  depth: 200,
  aliases: 50_000,
  rootFields: 10_000,
  overlaps: 200_000,
  variablesDepth: 200,
} as const;
