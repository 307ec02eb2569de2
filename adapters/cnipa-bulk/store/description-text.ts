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

/**
 * UTF-16, because that is what is in memory: Chinese in UTF-8 takes a third more room and several times the time, and packing
 * it (zstd) would cost more than all the rest of the decoding.
 */
export function packText(text: string): Uint8Array<ArrayBuffer> {
  return packTextInto(text, new ArrayBuffer(text.length * 2), 0);
}

/** Into the room from `start` on, which must be free for two bytes a character. */
export function packTextInto(text: string, room: ArrayBuffer, start: number): Uint8Array<ArrayBuffer> {
  const packed = Buffer.from(room, start, text.length * 2);
  packed.write(text, 0, packed.length, "utf16le");
  return packed;
}

export function unpackText({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("utf16le");
}
