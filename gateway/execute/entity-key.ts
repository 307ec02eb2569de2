import { createHash } from "node:crypto";
import type { RequestScope } from "#gateway/http/operation.ts";
import { type NodeQuestion, nodePartition } from "./call-node.ts";
import type { GatewayNode } from "./gateway-node.ts";

/** The planner puts the client's own operation name before a fetch; it changes nothing in the answer. */
const OPERATION_NAME = /^query\s+\w+/;

/**
 * Everything besides the representation that may change an entity: node, selection, arguments, language, authorisation.
 * A hash, since queries are long and a key stands beside every entity.
 */
export function entityKeyPrefix(
  { code, version }: Pick<GatewayNode, "code" | "version">,
  { query, variables }: NodeQuestion,
  scope: RequestScope,
): string {
  const parts = [
    code,
    version,
    query.replace(OPERATION_NAME, "query"),
    variables,
    scope.language,
    nodePartition(code, scope),
  ];
  return `${createHash("sha256").update(JSON.stringify(parts)).digest("base64url")}:`;
}
