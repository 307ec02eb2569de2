import { decodeNodeId } from "#schema/ids/node-id.ts";
import type { Invalidation } from "./invalidation.ts";

/** What is known of an entry when it is to be forgotten. */
export interface Matched {
  readonly subgraph: string;
  /** Null for root fields. */
  readonly typeName: string | null;
  /** Types of which it may hold records beside itself; null for any. */
  readonly below: ReadonlySet<string> | null;
  readonly tags: readonly string[];
  /** Of the representation by which it was asked for. */
  readonly key: string;
}

/** Null for all. An entry that may hold what is meant goes with it. */
export function matcherOf({ node, type, id, tag }: Invalidation): ((entry: Matched) => boolean) | null {
  if ([node, type, id, tag].every((word) => word === undefined)) return null;
  return (entry) =>
    (node === undefined || entry.subgraph === node) &&
    (tag === undefined || entry.tags.includes(tag)) &&
    (type === undefined || entry.typeName === type || mayHold(entry, type)) &&
    (id === undefined || mayHoldRecord(entry, id));
}

function mayHold({ below }: Matched, type: string): boolean {
  return below === null || below.has(type);
}

function mayHoldRecord(entry: Matched, id: string): boolean {
  const type = decodeNodeId(id)?.typename ?? "";
  if (mayHold(entry, type)) return true;
  const own = entry.typeName === type ? idsIn(entry.key, type) : [""];
  return own.length === 0 || own.includes(id);
}

/** Global ids of that type among the values of a representation (engine/value-key); none where it is found by something else. */
function idsIn(key: string, type: string): readonly string[] {
  const ids: string[] = [];
  const part = /(\d+)[:;]/y;
  for (let found = part.exec(key); found !== null; found = part.exec(key)) {
    const end = part.lastIndex + Number(found[1]);
    const value = key.slice(part.lastIndex, end);
    if (decodeNodeId(value)?.typename === type) ids.push(value);
    part.lastIndex = end;
  }
  return ids;
}
