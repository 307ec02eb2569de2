import type { DocdbNumber, OpsNumber } from "#adapters/epo-ops/ops-document.ts";
import type { XmlElement } from "#adapters/runtime/call/decoders/parse-xml.ts";
import { elementsNamed, textAt } from "#adapters/runtime/call/decoders/xml-select.ts";
import { toOpsDate } from "./ops-date.ts";

/** Reads the document-ids of a reference, whichever of the three forms it holds. */
export function decodeNumber(reference: XmlElement | undefined): OpsNumber {
  const ids = elementsNamed(reference, "document-id");
  const docdb = decodeDocdb(ids.find(isOfType("docdb")));
  // The DOCDB form of an application often has no date where its EPODOC twin does.
  const date = ids.map((id) => toOpsDate(textAt(id, "date"))).find((day) => day !== null) ?? null;
  return {
    docdb: docdb === null ? null : { ...docdb, date: docdb.date ?? date },
    epodoc: bareNumber(ids, "epodoc"),
    original: bareNumber(ids, "original"),
    date,
  };
}

function decodeDocdb(id: XmlElement | undefined): DocdbNumber | null {
  if (id === undefined) return null;
  const office = textAt(id, "country");
  const number = textAt(id, "doc-number");
  const kind = textAt(id, "kind");
  if (office === undefined || number === undefined || kind === undefined) return null;
  return { office, number, kind, date: toOpsDate(textAt(id, "date")) };
}

function bareNumber(ids: readonly XmlElement[], type: string): string | null {
  const id = ids.find(isOfType(type));
  return id === undefined ? null : (textAt(id, "doc-number") ?? null);
}

function isOfType(type: string): (id: XmlElement) => boolean {
  return (id) => id.attributes["document-id-type"] === type;
}
