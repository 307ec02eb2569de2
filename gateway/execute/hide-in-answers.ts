import type { NodeRequest, NodeResponse, NodeService } from "#subgraphs/runtime/node-service.ts";
import { isTakenDown, type TakeDowns } from "#subgraphs/runtime/take-downs.ts";

type Book = Pick<TakeDowns, "size" | "has">;

/** Lists in which null keeps a place (entities, and hits of the node contract); from others records are removed. */
const KEEPING_PLACES: ReadonlySet<string> = new Set(["_entities", "items"]);

/** A node elsewhere, without the records that were taken down here: it need not have heard of the order. */
export function hideInAnswers(service: NodeService, takeDowns: Book): NodeService {
  return {
    code: service.code,
    execute: async (request) => {
      const response = await service.execute(request);
      return takeDowns.size === 0 ? response : withoutHidden(response, request, takeDowns);
    },
  };
}

function withoutHidden(response: NodeResponse, { variables }: NodeRequest, takeDowns: Book): NodeResponse {
  if (!response.data) return response;
  const data: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(response.data)) data[key] = hide(key, value, takeDowns);
  const { representations } = variables ?? {};
  const entities = data["_entities"];
  if (Array.isArray(entities) && Array.isArray(representations)) {
    data["_entities"] = entities.map((entity, place) => (isNamed(representations[place], takeDowns) ? null : entity));
  }
  return { ...response, data };
}

function isNamed(representation: unknown, takeDowns: Book): boolean {
  return typeof representation === "object" && representation !== null && isTakenDown(takeDowns, representation);
}

function hide(key: string, value: unknown, takeDowns: Book): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => hide("", item, takeDowns));
    if (KEEPING_PLACES.has(key)) return items;
    return items.filter((item, place) => !hasLost(item, value[place]));
  }
  if (typeof value !== "object" || value === null) return value;
  if ("id" in value && typeof value.id === "string" && takeDowns.has(value.id)) return null;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, hide(name, field, takeDowns)]));
}

/** A record that was taken down, or the edge to one. */
function hasLost(after: unknown, before: unknown): boolean {
  return (after === null && before !== null) || (nodeOf(after) === null && nodeOf(before) !== null);
}

function nodeOf(edge: unknown): unknown {
  return typeof edge === "object" && edge !== null && "node" in edge ? edge.node : undefined;
}
