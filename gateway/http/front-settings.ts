import { z } from "zod";
import { duration, flag, list } from "#adapters/runtime/settings/fields.ts";

const origin = z.union([z.literal("*"), z.url({ protocol: /^https?$/ }).transform((text) => new URL(text).origin)]);

/** The HTTP front's slice of the section "hub": PORT, HOST, HUB_CORS_ORIGINS, HUB_DEADLINE, … */
export const FRONT_SETTINGS = z.object({
  port: z.coerce.number().int().min(0).max(65_535).default(4000),
  host: z.string().min(1).default("127.0.0.1"),
  /** Origins whose pages may read answers; "*" for all. None by default. */
  corsOrigins: list().pipe(z.array(origin)).default([]),
  /** The longest that one operation may take; a client may shorten it with `Hub-Deadline-Ms`. */
  deadline: duration().pipe(z.number().min(100).max(600_000)).default(15_000),
  /** `extensions.hub.sources[]` in every answer, without the header `Hub-Sources`. */
  sources: flag().default(false),
  /** Whoever sends `Hub-Trace` sees how operations are planned and run, not the operator alone: for development. */
  tracesAll: flag().default(false),
  /** Largest request body, in bytes. */
  bodyLimit: z.coerce.number().int().min(1_024).max(16_777_216).default(262_144),
  /** Wall clock for a request body to arrive. */
  bodyTimeout: duration().pipe(z.number().min(10).max(120_000)).default(10_000),
  /** How long a stop waits for requests in flight. */
  drainTimeout: duration().pipe(z.number().min(0).max(600_000)).default(20_000),
});

export type FrontSettings = z.output<typeof FRONT_SETTINGS>;
