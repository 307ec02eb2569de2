import { z } from "zod";
import { duration, flag } from "#adapters/runtime/settings/fields.ts";

/** The hub's own slice of the section "hub": HUB_DATA_DIR, HUB_SANDBOXES, … */
export const HUB_SETTINGS = z.object({
  /** Folder of every store. */
  dataDir: z.string().min(1).default("data"),
  /** Stand-ins and generated data for sources whose real system is not set. */
  sandboxes: flag().default(true),
  /** Seed of the generated data. */
  sandboxSeed: z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 31)
    .default(1),
  /** Size of the generated data, in patents; all else follows from it. */
  sandboxPatents: z.coerce.number().int().min(100).max(1_000_000).default(2_000),
  /** Address for portal operators to write to (e-mail or web), told in the User-Agent. */
  contact: z
    .string()
    .regex(/^[\x21-\x7e]{3,200}$/)
    .optional(),
  /** What runs operations: our own engine, or @apollo/gateway as it comes. */
  engine: z.enum(["hub", "stock"]).default("hub"),
  /** Opens the admin API and the operator's part of the graph; both are shut without it. */
  adminToken: z
    .string()
    .regex(/^[\x21-\x7e]{16,512}$/, "expected 16 to 512 printable characters without spaces")
    .optional(),
  /** For the command line of a node's owner, in place of the operator's; the hub itself does not read it. */
  ownerToken: z
    .string()
    .regex(/^[\x21-\x7e]{16,512}$/, "expected 16 to 512 printable characters without spaces")
    .optional(),
  /** Where the command line finds the hub; by PORT and HOST without it. */
  url: z.url({ protocol: /^https?$/ }).optional(),
  /**
   * Hosts at which nodes that are plugged in may be, and their sources: "portal.example.cn" and "10.0.0.7:8080" wherever they
   * lead, "*.example.cn" and "*" at public addresses only.
   */
  nodeHosts: z.string().default("*"),
  /** Longest that a node which is plugged in may take to open. Meanwhile no other joins, changes or leaves. */
  nodeOpenTimeout: duration().pipe(z.number().min(100).max(600_000)).default(30_000),
  /** How often it is seen whether the answers of plugged-in nodes still have their shape; 0 = never. */
  nodeProbesEvery: duration().default(21_600_000),
  /** Keys that sign requests to nodes elsewhere, "id:secret", newest first; two may be valid at a time. */
  signingKeys: z.string().default(""),
});

/** A node's slice, section "node-CODE": HUB_NODE_SICHUAN_URL. */
export const NODE_SETTINGS = z.object({
  /** Address of a node that runs elsewhere; in process without it. */
  url: z.url({ protocol: /^https?$/ }).optional(),
  /** Questions that it answers at once. */
  concurrency: z.coerce.number().int().min(1).max(100_000).default(256),
  /** Questions that may wait for a place; beyond that NODE_BUSY at once. */
  queue: z.coerce.number().int().min(0).max(100_000).default(10_000),
});

export type HubSettings = z.output<typeof HUB_SETTINGS>;
