import { z } from "zod";

const CODE = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/);
const VERSION = z.string().regex(/^\d{1,9}\.\d{1,9}\.\d{1,9}$/);
const DIGEST = z.string().regex(/^[0-9a-f]{64}$/);
const REASON = z.string().min(1).max(1_000);

/** What a node's owner has set lower than its manifest does, by source. */
export const OWN_LIMITS = z.record(
  z.string().max(40),
  z.strictObject({
    requestsPerSecond: z.number().positive().max(1_000).optional(),
    concurrency: z.int().min(1).max(256).optional(),
    dailyQuota: z.int().min(1).max(10_000_000).optional(),
  }),
);

const CONFORMANCE = z.strictObject({
  score: z.number().min(0).max(100),
  failed: z.array(z.string().max(60)).max(200),
  checkedAt: z.iso.datetime(),
});

/** What happened to a node. */
const ACT = z.discriminatedUnion("act", [
  z.strictObject({
    act: z.literal("register"),
    version: VERSION,
    kind: z.enum(["MANIFEST", "SNAPSHOT", "SUBGRAPH"]),
    /** SHA-256 of what the owner gave; its text lies beside the events. */
    digest: DIGEST,
    /** Where its sources lie: the operator has agreed to these. */
    hosts: z.array(z.string().max(300)).max(100),
  }),
  z.strictObject({
    act: z.literal("check"),
    version: VERSION,
    passed: z.boolean(),
    conformance: CONFORMANCE,
    /** SHA-256 of what a server elsewhere said of itself; it lies beside the events. */
    words: DIGEST.optional(),
  }),
  z.strictObject({ act: z.literal("shadow"), version: VERSION }),
  z.strictObject({ act: z.literal("promote"), version: VERSION }),
  z.strictObject({
    act: z.literal("quarantine"),
    version: VERSION,
    reason: REASON,
    /** For its answers: the hub asks it again by itself after a while. Else it waits for the operator. */
    triedAgain: z.literal(true).optional(),
  }),
  z.strictObject({ act: z.literal("resume"), version: VERSION }),
  z.strictObject({ act: z.literal("roll-back"), version: VERSION }),
  /** The node leaves, with every version of it. */
  z.strictObject({ act: z.literal("retire"), reason: REASON }),
  /** A token for its owner, by its SHA-256; null takes it back. */
  z.strictObject({ act: z.literal("token"), digest: DIGEST.nullable() }),
  z.strictObject({ act: z.literal("limit"), limits: OWN_LIMITS }),
]);

/** What every version of the hub reads of a line, whatever it knows of the act. */
const HEAD = {
  /** Events are counted: of two that bear the same number the first in the file holds. */
  seq: z.int().min(1),
  /** Tells two that bear the same number apart. */
  id: z.uuid(),
  code: CODE,
  /**
   * Written with every act, and every act with a key, that came after version 0.2.0: the first version of the hub that
   * knows it. An older one says so, and goes no further than the event before.
   */
  needs: VERSION.optional(),
  /** Whoever does not know the event may pass it over: it changes nothing about who is served, and what may be asked. */
  passable: z.literal(true).optional(),
};

/** One line of the registry's file. */
export const REGISTRY_EVENT = z.strictObject({
  ...HEAD,
  at: z.iso.datetime(),
  by: z.enum(["OPERATOR", "OWNER", "HUB"]),
  what: ACT,
});

const UNKNOWN_EVENT = z.object({ ...HEAD, what: z.object({ act: z.string().max(40) }) });

export type RegistryEvent = z.output<typeof REGISTRY_EVENT>;

/** An event that a newer hub wrote. */
export interface UnknownEvent extends z.output<typeof UNKNOWN_EVENT> {
  readonly isUnknown: true;
}

/** Null for what is no event: a crash left it. */
export function readEvent(value: unknown): RegistryEvent | UnknownEvent | null {
  const known = REGISTRY_EVENT.safeParse(value);
  if (known.success) return known.data;
  const unknown = UNKNOWN_EVENT.safeParse(value);
  return unknown.success ? { ...unknown.data, isUnknown: true } : null;
}

export type RegistryAct = RegistryEvent["what"];
export type OwnLimits = z.output<typeof OWN_LIMITS>;
