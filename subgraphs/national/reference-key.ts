import { decodeNodeId } from "#schema/ids/node-id.ts";
import type { EntityResolver } from "#subgraphs/runtime/define-node.ts";
import type { NationalLoad } from "./national-load.ts";

type Reference = Readonly<Record<string, unknown>>;

/** Resolves references one by one, in order; what befalls one is its own. */
export function batched(
  find: (reference: Reference, load: NationalLoad) => Promise<object | null>,
): EntityResolver<NationalLoad> {
  return (references, { load }) => Promise.all(references.map((reference) => find(reference, load).catch(asError)));
}

/** The natural key, or the one inside the global id, whichever the reference carries. */
export function keyOf(reference: Reference, typeName: string, naturalKey: string): string | null {
  const natural = reference[naturalKey];
  if (typeof natural === "string") return natural;
  const id = reference["id"];
  const decoded = typeof id === "string" ? decodeNodeId(id) : null;
  return decoded?.typename === typeName ? decoded.key : null;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error("a loader threw no error");
}
