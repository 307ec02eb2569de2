/** Labels under which GBK bytes are sent; GB18030 is their superset. */
const GB_LABELS = /^(?:x-)?(?:gbk|gb_?2312(?:-80)?|gb18030|euc-cn|cp936|ms936|windows-936|936|hz-gb-2312)$/i;
/** The default of servlet containers, said without meaning it. */
const LATIN_LABELS = /^(?:iso-?8859-?1|latin-?1|windows-1252|us-ascii|ascii)$/i;

/**
 * Bytes to text: a byte-order mark decides; else strict UTF-8 first (GBK bytes are never valid UTF-8 for long,
 * while the GBK decoder takes UTF-8 bytes silently), then the charset declared by the header, then the one
 * declared in the document, then GB18030. Where all fail, the reading with the fewest damaged characters wins.
 */
export function decodeText(bytes: Uint8Array, contentType = ""): string {
  const marked = fromByteOrderMark(bytes);
  if (marked !== null) return marked;
  const utf8 = decodeStrictly(bytes, "utf-8");
  if (utf8 !== null) return utf8;
  for (const label of candidateLabels(bytes, contentType)) {
    const text = decodeStrictly(bytes, label);
    if (text !== null) return text;
  }
  return leastDamaged(bytes);
}

function fromByteOrderMark(bytes: Uint8Array): string | null {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return decodeStrictly(bytes, "utf-8");
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  return null;
}

function candidateLabels(bytes: Uint8Array, contentType: string): readonly string[] {
  const declared = [charsetOf(contentType), charsetInDocument(bytes)].filter((label) => label !== undefined);
  const meant = declared.filter((label) => !LATIN_LABELS.test(label));
  const latin = declared.length > meant.length ? ["windows-1252"] : [];
  return [...meant.map((label) => (GB_LABELS.test(label) ? "gb18030" : label)), "gb18030", ...latin];
}

function charsetOf(text: string): string | undefined {
  return /charset\s*=\s*["']?([\w.:-]+)/i.exec(text)?.[1];
}

/** `<meta charset>`, `<meta http-equiv>` or the XML declaration, looked for where the HTML standard looks: the first 1,024 bytes. */
function charsetInDocument(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder("windows-1252").decode(bytes.subarray(0, 1_024));
  const xml = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(head)?.[1];
  return xml ?? charsetOf(/<meta\b[^>]*charset[^>]*>/i.exec(head)?.[0] ?? "");
}

/** Null when the bytes are not of that charset, or the charset is not known. */
function decodeStrictly(bytes: Uint8Array, label: string): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function leastDamaged(bytes: Uint8Array): string {
  const [first = "", ...others] = ["utf-8", "gb18030"].map((label) => new TextDecoder(label).decode(bytes));
  return others.reduce((best, text) => (damage(text) < damage(best) ? text : best), first);
}

function damage(text: string): number {
  return text.split("\uFFFD").length;
}
