import { z } from "zod";
import { flag } from "#adapters/runtime/settings/fields.ts";

const count = () => z.coerce.number().int().min(1).max(1_000_000);

/**
 * The limits' slice of the section "hub": HUB_LIMITS_TOKENS, HUB_LIMITS_DEPTH, …, HUB_INTROSPECTION.
 * The largest journey has about 250 tokens, 70 fields and a depth of 6; the standard introspection query 330 tokens,
 * 190 fields and a depth of 15. 200 aliased look-ups with ten tokens each stay well inside.
 */
export const GUARD_SETTINGS = z.object({
  introspection: flag().default(true),
  limits: z
    .object({
      /** Characters of the document; variables have the body's limit alone. */
      characters: count().default(100_000),
      /** Lexical tokens of the document. */
      tokens: count().default(6_000),
      /** Fields and spreads, once fragments are expanded, over all definitions. */
      expandedSize: count().default(10_000),
      /** Fields from the root to the deepest leaf. */
      depth: count().default(20),
      /** Aliased fields, once fragments are expanded. */
      aliases: count().default(200),
      /** Fields at the root, once fragments are expanded. */
      rootFields: count().default(200),
      /** Pairs of fields that share a place in the response and so must be compared by validation. */
      overlaps: count().default(10_000),
      /** What an operation may cost, in objects that it may be given. */
      cost: count().default(20_000),
      /** Calls to upstreams that one operation may cause. */
      upstreamCalls: count().default(100),
      /** Nested lists and objects in the variables. */
      variablesDepth: count().default(32),
    })
    .prefault({}),
});

export type GuardSettings = z.output<typeof GUARD_SETTINGS>;
