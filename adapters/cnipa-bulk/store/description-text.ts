import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { DescriptionSection, Paragraph } from "#adapters/cnipa-bulk/patent-record.ts";

/** Control characters that XML 1.0 allows in no document. */
const NEXT_FIELD = "\u001f";
const NEXT_PARAGRAPH = "\u001e";
/** By place: entries are never moved, only added. */
const SECTIONS: readonly DescriptionSection[] = [
  "TECHNICAL_FIELD",
  "BACKGROUND",
  "DISCLOSURE",
  "DRAWINGS",
  "EMBODIMENTS",
];
/** The quickest that still makes a third of it. */
const QUICK = { params: { [constants.ZSTD_c_compressionLevel]: -5 } };
/** Far above what a document may hold (scan-records.ts): a store that was tampered with costs no more. */
const MOST_BYTES = 128 * 1024 * 1024;

/**
 * Paragraphs as one text: `number⟨US⟩section⟨US⟩text`, joined by ⟨RS⟩. Quicker to write and to read than JSON, and full
 * text is nine tenths of an import.
 */
export function joinParagraphs(paragraphs: readonly Paragraph[]): string {
  let joined = "";
  for (const { number, section, text } of paragraphs) {
    if (joined !== "") joined += NEXT_PARAGRAPH;
    const place = section === null ? "" : String(SECTIONS.indexOf(section));
    joined += `${number ?? ""}${NEXT_FIELD}${place}${NEXT_FIELD}${text}`;
  }
  return joined;
}

export function splitParagraphs(joined: string): Paragraph[] {
  if (joined === "") return [];
  return joined.split(NEXT_PARAGRAPH).map((each) => {
    const [number = "", place = "", text = ""] = each.split(NEXT_FIELD);
    return {
      number: number === "" ? null : number,
      section: place === "" ? null : (SECTIONS[Number(place)] ?? null),
      text,
    };
  });
}

/** UTF-16, because that is what is in memory: encoding Chinese as UTF-8 first would double the cost for the same size. */
export function packText(text: Buffer): Uint8Array {
  return zstdCompressSync(text, QUICK);
}

export function unpackText(packed: Uint8Array): string {
  return zstdDecompressSync(packed, { maxOutputLength: MOST_BYTES }).toString("utf16le");
}
