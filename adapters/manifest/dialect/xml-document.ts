import type { XmlElement } from "#adapters/runtime/call/decoders/parse-xml.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import { boundedRows, type Document, type InnerDocument } from "./document.ts";
import { type DottedPath, dottedPath } from "./dotted-path.ts";
import type { Row } from "./row.ts";
import { elementsAt, textsAt, toJsonLike, toXmlRow } from "./xml-row.ts";

/** Paths begin below the root element; its own name may be written first. */
export function toXmlDocument(root: XmlElement): Document {
  let view: unknown;
  return {
    get view() {
      view ??= toJsonLike(root, 0);
      return view;
    },
    rows: (path) => rowsAt(root, path),
    text: (path) => textsAt(root, fromRoot(root, path), 1)[0] ?? null,
    inner: (path) => innerAt(root, path),
  };
}

function rowsAt(root: XmlElement, path: string | undefined): readonly Row[] {
  if (path === undefined) return [toXmlRow(root)];
  const steps = fromRoot(root, path);
  const found = elementsAt(root, steps);
  if (found.length === 0 && elementsAt(root, steps.slice(0, -1)).length === 0) throw new MalformedError(`no ${path}`);
  return boundedRows(found).map(toXmlRow);
}

/** An element with elements in it is a document already; its text is one where it was escaped. */
function innerAt(root: XmlElement, path: string): InnerDocument {
  const [found] = elementsAt(root, fromRoot(root, path));
  if (found === undefined) throw new MalformedError(`no ${path}`);
  const [only] = found.children;
  if (only !== undefined) return { kind: "document", document: toXmlDocument(found) };
  return found.text.trim() === "" ? { kind: "nothing" } : { kind: "text", text: found.text };
}

function fromRoot(root: XmlElement, path: string): DottedPath {
  const steps = dottedPath(path);
  const [first] = steps;
  const isRoot = steps.length > 1 && first === root.name && !root.children.some(({ name }) => name === first);
  return isRoot ? steps.slice(1) : steps;
}

/** What lies in the envelope's body (SOAP 1.1, section 4.3; SOAP 1.2, section 5.3). A fault is thrown as told. */
export function soapBody(root: XmlElement, onFault: () => Error): XmlElement {
  const body = root.children.find(({ name }) => name === "Body");
  if (root.name !== "Envelope" || body === undefined) throw new MalformedError("SOAP envelope");
  if (body.children.some(({ name }) => name === "Fault")) throw onFault();
  return body;
}
