import { createHash } from "node:crypto";
import type { PatentDocument } from "#adapters/cnipa-bulk/patent-record.ts";
import { joinParagraphs, packText } from "./description-text.ts";

/** Raised when documents are read otherwise than before: what was imported by an older reading is replaced. */
export const READING = 2;

/** A document ready to be written: all that costs time is done, in whatever thread. */
export interface PreparedDocument {
  readonly office: string;
  readonly number: string;
  readonly kind: string;
  readonly applicationNumber: string;
  readonly date: string | null;
  readonly produced: string | null;
  /** SHA-256 of what was read: two files of one publication with one content are one. */
  readonly hash: string;
  readonly publication: string;
  readonly bibliography: string;
  readonly claims: string;
  readonly claimCount: number;
  /** Packed paragraphs; null where there is no description. */
  readonly description: Uint8Array | null;
}

export function prepareDocument(document: PatentDocument): PreparedDocument {
  const { publication, producedDate, claims, description, ...bibliography } = document;
  const texts = {
    publication: JSON.stringify(publication),
    bibliography: JSON.stringify(bibliography),
    claims: JSON.stringify(claims),
  };
  const paragraphs = Buffer.from(joinParagraphs(description), "utf16le");
  return {
    office: publication.office,
    number: publication.number,
    kind: publication.kind,
    applicationNumber: document.applicationNumber,
    date: publication.date,
    produced: producedDate,
    hash: hashOf([texts.publication, texts.bibliography, texts.claims, paragraphs]),
    ...texts,
    claimCount: claims.length,
    description: paragraphs.length === 0 ? null : packText(paragraphs),
  };
}

/** Each part with its length in front, so that nothing can move from one to the next. */
function hashOf(parts: readonly (string | Buffer)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) {
    hash.update(`${part.length}:`);
    if (typeof part === "string") hash.update(part, "utf16le");
    else hash.update(part);
  }
  return hash.digest("hex");
}
