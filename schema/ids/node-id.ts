/** What a global `Node.id` names: a type of the graph and that type's natural key. */
export interface NodeKey {
  readonly typename: string;
  readonly key: string;
}

/** The longest id that is looked at; natural keys are short. */
const MAX_ID_LENGTH = 512;
const VERSION = "1";
const TYPENAME = /^[_A-Za-z][_0-9A-Za-z]*$/;

/** Makes the opaque `id` of a record: base64url of `1:Typename:key`. Throws RangeError for what could not be decoded. */
export function encodeNodeId(typename: string, key: string): string {
  const id = Buffer.from(`${VERSION}:${typename}:${key}`, "utf8").toString("base64url");
  if (!TYPENAME.test(typename) || key === "" || id.length > MAX_ID_LENGTH || !key.isWellFormed()) {
    throw new RangeError(`No node id for a ${typename} with a key of ${key.length} characters`);
  }
  return id;
}

/** Reads an id that `encodeNodeId` made, in its one spelling; `null` for anything else. */
export function decodeNodeId(id: string): NodeKey | null {
  if (id.length > MAX_ID_LENGTH || !/^[\w-]+$/.test(id)) return null;
  const text = Buffer.from(id, "base64url").toString("utf8");
  const [, typename, key] = /^1:([_A-Za-z][_0-9A-Za-z]*):(.+)$/s.exec(text) ?? [];
  if (typename === undefined || key === undefined) return null;
  // Other spellings of the same bytes, and bytes that are no UTF-8, would make two ids for one record.
  return Buffer.from(text, "utf8").toString("base64url") === id ? { typename, key } : null;
}
