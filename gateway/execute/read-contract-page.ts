import type { NodeHarvest, NodeSearch } from "#subgraphs/runtime/define-node.ts";
import { NodeCallError } from "#subgraphs/runtime/node-call-error.ts";
import { type NodeSummary, readNodeSummary } from "#subgraphs/runtime/node-summary.ts";
import type { NodeBatch, NodePage } from "#subgraphs/runtime/ports.ts";
import type { GatewayNode } from "./gateway-node.ts";
import { nodeError } from "./refuse-for-node.ts";

const MOST_REMOVED = 10_000;
const LONGEST_CURSOR = 1_024;

/** One page as a node answered it; null for what is none. */
export function readPage(value: unknown, node: GatewayNode, { kind, first }: NodeSearch): NodePage | null {
  if (!isRecord(value)) return null;
  const { total, relation } = value;
  const items = readItems(value["items"], { node, kind, first });
  if (items === null || typeof total !== "number" || total < 0) return null;
  return { total, relation: relation === "EXACT" ? "EXACT" : "AT_LEAST", items };
}

/** One batch of a harvest. Throws NodeCallError for what is none. */
export function readBatch(value: unknown, node: GatewayNode, { kind, first }: NodeHarvest): Omit<NodeBatch, "asked"> {
  const told = isRecord(value) ? value : {};
  const items = readItems(told["items"], { node, kind, first });
  if (items === null) throw new NodeCallError(nodeError(node.code, "NODE_BAD_RESPONSE"));
  const removed: readonly unknown[] = Array.isArray(told["removed"]) ? told["removed"].slice(0, MOST_REMOVED) : [];
  return {
    items: items.filter((item) => item !== null),
    removed: removed.filter((id) => typeof id === "string"),
    cursor: readCursor(told["cursor"]),
    resume: readCursor(told["resume"]),
  };
}

interface Due {
  readonly node: GatewayNode;
  readonly kind: string;
  readonly first: number;
}

/** A node answers with its own type of that kind: a hit of another's would break the whole list, or speak for that other. */
function readItems(value: unknown, { node, kind, first }: Due): readonly (NodeSummary | null)[] | null {
  if (!Array.isArray(value) || value.length > first) return null;
  const typeName = node.kinds.find((candidate) => candidate.kind === kind)?.typeName;
  const items = value.map((item: unknown) => (item === null ? null : readNodeSummary(item)));
  const areDue = items.every((item, place) => (item === null ? value[place] === null : item.typeName === typeName));
  return areDue ? items : null;
}

function readCursor(value: unknown): string | null {
  return typeof value === "string" && value !== "" && value.length <= LONGEST_CURSOR ? value : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
