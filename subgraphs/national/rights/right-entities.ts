import { encodeNodeId } from "#schema/ids/node-id.ts";
import type { NationalLoad } from "#subgraphs/national/national-load.ts";
import { batched, keyOf } from "#subgraphs/national/reference-key.ts";
import type { EntityResolver } from "#subgraphs/runtime/define-node.ts";
import { RIGHT_KINDS, type RightKind } from "./right-kinds.ts";
import type { RightView } from "./right-view.ts";

/** References to rights, by id or natural key. Keys that are none are simply not there, and nobody is asked. */
export const rightEntities: Readonly<Record<string, EntityResolver<NationalLoad>>> = Object.fromEntries(
  RIGHT_KINDS.map((kind) => [kind.typeName, batched((reference, load) => find(reference, kind, load))]),
);

async function find(
  reference: Readonly<Record<string, unknown>>,
  kind: RightKind,
  load: NationalLoad,
): Promise<RightView | null> {
  const key = keyOf(reference, kind.typeName, kind.naturalKey ?? "");
  const number = key === null ? "" : kind.numberOfKey(key);
  const parsed = kind.parse(number);
  if (key === null || !parsed.ok || parsed.value !== number) return null;
  const found: readonly RightView[] = await load.rights[kind.list].byNumber.load(number);
  return found.find(({ id }) => id === encodeNodeId(kind.typeName, key)) ?? null;
}
