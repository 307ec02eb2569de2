import { createHmac, randomBytes } from "node:crypto";

/** Partition of whoever brings no credential. */
export const PUBLIC_PARTITION = "public";
/** Partition of the operator without a platform's credential: what it sees is nobody else's. */
const OPERATOR_PARTITION = "operator";

// Per process: a partition that leaks into a log or a cache dump cannot be tested against guessed tokens.
const PROCESS_KEY = randomBytes(32);

/**
 * The authorisation partition: equal for two requests exactly when their credentials are, and never the token itself.
 * The one function that decides who may share a cached or in-flight answer. The language is no authorisation: caches
 * whose values depend on it carry it in the key beside the partition.
 */
export function partitionOf(
  credentials: ReadonlyMap<string, string>,
  isOperator = false,
  key: Uint8Array = PROCESS_KEY,
): string {
  if (credentials.size === 0) return isOperator ? OPERATOR_PARTITION : PUBLIC_PARTITION;
  const entries = [...credentials].sort(([a], [b]) => (a < b ? -1 : 1));
  // JSON keeps the boundaries between codes and tokens, so that no two maps share one text.
  return createHmac("sha256", key)
    .update(JSON.stringify(isOperator ? [...entries, "operator"] : entries))
    .digest("base64url");
}
