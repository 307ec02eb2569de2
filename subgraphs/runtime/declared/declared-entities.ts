import { decodeNodeId } from "#schema/ids/node-id.ts";
import type { EntityResolver } from "#subgraphs/runtime/define-node.ts";
import type { DeclaredKind, DeclaredLoad } from "./declared-kind.ts";

/** References of one kind by id, all of a request in one question; details are read where a field asks for them. An id of another type, or of nothing, is null. */
export function declaredEntities({ kind, typeName, view }: DeclaredKind): EntityResolver<DeclaredLoad> {
  return async (references, { load, call }) => {
    const ids = references.map(({ id }) => recordIdOf(typeName, id));
    const wanted = [...new Set(ids.filter((id) => id !== null))];
    if (wanted.length === 0) return ids.map(() => null);
    const records = await load.client().shown(kind, wanted, call);
    const found = new Map(wanted.map((id, index) => [id, records[index]]));
    return ids.map((id) => {
      const record = id === null ? undefined : found.get(id);
      if (record === undefined || record instanceof Error) return record ?? null;
      // The reference's id stands, however the source spells it in its answer.
      return record.value === null || id === null ? null : view({ ...record, value: { ...record.value, id } });
    });
  };
}

export function recordIdOf(typeName: string, id: unknown): string | null {
  const decoded = typeof id === "string" ? decodeNodeId(id) : null;
  return decoded?.typename === typeName ? decoded.key : null;
}
