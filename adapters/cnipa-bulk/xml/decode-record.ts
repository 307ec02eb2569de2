import type { PatentDocument } from "#adapters/cnipa-bulk/patent-record.ts";
import { decodeLegacyDocument, LEGACY_ROOT } from "./decode-legacy-document.ts";
import { type DecodedEvent, decodeLegalEvent, LEGAL_EVENT_ROOT } from "./decode-legal-event.ts";
import { decodeStandardDocument, STANDARD_ROOT } from "./decode-standard-document.ts";
import { refuseSecret } from "./refuse-secret.ts";
import type { XmlElement } from "./xml-element.ts";

/** The elements that are records of the feed, in whatever wrapper they come. */
export const RECORD_ROOTS: readonly string[] = [STANDARD_ROOT, LEGACY_ROOT, LEGAL_EVENT_ROOT];

export type DecodedRecord =
  | { readonly kind: "document"; readonly document: PatentDocument }
  | ({ readonly kind: "event" } & DecodedEvent);

/** One record of the feed. Throws SecretDocument before anything is read of a marked one, ImportProblem for a bad one. */
export function decodeRecord(record: XmlElement): DecodedRecord {
  refuseSecret(record);
  if (record.name === LEGAL_EVENT_ROOT) return { kind: "event", ...decodeLegalEvent(record) };
  const decode = record.name === STANDARD_ROOT ? decodeStandardDocument : decodeLegacyDocument;
  return { kind: "document", document: decode(record) };
}
