import { hash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { PatentDocument } from "#adapters/cnipa-bulk/patent-record.ts";
import { joinParagraphs, packText } from "./description-text.ts";

/** Raised when documents are read otherwise than before: what was imported by an older reading is replaced. */
export const READING = 3;

/** A document ready to be written: all that costs time is done, in whatever thread. */
export interface PreparedDocument {
  readonly office: string;
  readonly number: string;
  readonly kind: string;
  readonly applicationNumber: string;
  readonly date: string | null;
  readonly produced: string | null;
  /** Of what is written: two files of one publication with one content are one. */
  readonly hash: string;
  readonly publication: string;
  readonly bibliography: string;
  readonly claims: string;
  readonly claimCount: number;
  /** Packed paragraphs; null where there is no description. */
  readonly description: Uint8Array<ArrayBuffer> | null;
}

export function prepareDocument(document: PatentDocument, pack = packText): PreparedDocument {
  const { publication, producedDate, claims, description, ...bibliography } = document;
  const texts = {
    publication: JSON.stringify(publication),
    bibliography: JSON.stringify(bibliography),
    claims: JSON.stringify(claims),
  };
  const packed = description.length === 0 ? null : pack(joinParagraphs(description));
  return {
    office: publication.office,
    number: publication.number,
    kind: publication.kind,
    applicationNumber: document.applicationNumber,
    date: publication.date,
    produced: producedDate,
    hash: hashOf([texts.publication, texts.bibliography, texts.claims], packed),
    ...texts,
    claimCount: claims.length,
    description: packed,
  };
}

/** Each part with its length in front, so that nothing can move from one to the next; full text by its checksum. */
function hashOf(texts: readonly string[], description: Uint8Array | null): string {
  const sum = description === null ? "" : `${description.length}:${crc32(description)}`;
  return hash("sha256", [...texts.map((text) => `${text.length}:${text}`), sum].join(","));
}
