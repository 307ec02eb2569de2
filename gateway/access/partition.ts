import { createHmac, randomBytes } from "node:crypto";

/** Partition of whoever brings no credential. */
const PUBLIC_PARTITION = "public";

// Per process: a partition that leaks into a log or a cache dump cannot be tested against guessed tokens.
const PROCESS_KEY = randomBytes(32);

/**
 * The authorisation partition: equal for two requests exactly when their credentials are, and never the token itself.
 * The one function that decides who may share a cached or in-flight answer. The language is no authorisation: caches
 * whose values depend on it carry it in the key beside the partition.
 */
export function partitionOf(credentials: ReadonlyMap<string, string>, key: Uint8Array = PROCESS_KEY): string {
  if (credentials.size === 0) return PUBLIC_PARTITION;
  const entries = [...credentials].sort(([a], [b]) => (a < b ? -1 : 1));
  // JSON keeps the boundaries between codes and tokens, so that no two maps share one text.
  return createHmac("sha256", key).update(JSON.stringify(entries)).digest("base64url");
}
