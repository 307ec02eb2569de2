import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import { boundedRows, type Document, type InnerDocument } from "./document.ts";
import { dottedPath } from "./dotted-path.ts";
import { isObject, toJsonRow, valuesAt } from "./json-row.ts";
import type { Row } from "./row.ts";

export function toJsonDocument(value: unknown): Document {
  return {
    view: value,
    rows: (path) => rowsAt(value, path),
    text: (path) => toJsonRow(value).text(path),
    inner: (path) => innerAt(value, path),
  };
}

/** One object stands for a list of one, as gateways made from XML have it; null, "" and {} for an empty list. */
function rowsAt(value: unknown, path: string | undefined): readonly Row[] {
  const found = path === undefined ? [value].flat(1) : valuesAt(value, dottedPath(path), Number.POSITIVE_INFINITY);
  if (found.length === 0 && path !== undefined && !leadsToList(value, path)) throw new MalformedError(`no ${path}`);
  const rows: Row[] = [];
  for (const one of boundedRows(found)) {
    if (one === null || one === "" || (isObject(one) && Object.keys(one).length === 0)) continue;
    // Lists of lists: columns by their place.
    if (typeof one !== "object") throw new MalformedError(`${path ?? "answer"}: no record`);
    rows.push(toJsonRow(one));
  }
  return rows;
}

/** An empty list is one; where even its name is missing, the answer is not the one that was due. */
function leadsToList(value: unknown, path: string): boolean {
  const steps = dottedPath(path);
  const parents = valuesAt(value, steps.slice(0, -1), Number.POSITIVE_INFINITY);
  const last = steps.at(-1);
  if (last === undefined) return false;
  if (typeof last === "number") return Array.isArray(value);
  return [value, ...parents].some((parent) => isObject(parent) && Object.hasOwn(parent, last));
}

function innerAt(value: unknown, path: string): InnerDocument {
  const [found] = valuesAt(value, dottedPath(path), Number.POSITIVE_INFINITY);
  if (typeof found === "string" && found.trim() !== "") return { kind: "text", text: found };
  if (typeof found === "object" && found !== null) return { kind: "document", document: toJsonDocument(found) };
  if (!leadsToList(value, path)) throw new MalformedError(`no ${path}`);
  return { kind: "nothing" };
}
