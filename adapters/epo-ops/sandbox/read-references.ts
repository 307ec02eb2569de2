/** One number of a request, read by the input grammar of the OPS reference guide. */
export interface AskedReference {
  readonly office: string;
  readonly number: string;
  readonly kind: string | undefined;
  /** Key into the collection: `CN.116012345.B` or `CN116012345B`. */
  readonly key: string;
}

/** OPS takes a hundred numbers a request. */
export const MAX_REFERENCES = 100;

/** A bulk body: numbers on lines or between commas; commas inside brackets belong to a number. Null = not readable. */
export function readReferences(text: string, format: string): readonly AskedReference[] | null {
  const parts = text.split(/[\n\r]+|,(?![^(]*\))/).map((part) => part.trim());
  const references = parts.filter((part) => part !== "").map((part) => readReference(part, format));
  return references.length === 0 || references.includes(null) ? null : references.filter((one) => one !== null);
}

/** `CN.116012345.B.20240820`, `US.(08/921,321).A` (DOCDB); `CN116012345B`, `EP2533477.A1` (EPODOC). */
export function readReference(text: string, format: string): AskedReference | null {
  if (format === "docdb") {
    const match = /^([A-Z]{2})\.(\([^()]+\)|[A-Z0-9]+)\.([A-Z]\d?)(?:\.(\d{8}))?$/.exec(text);
    const [, office = "", bracketed = "", kind = ""] = match ?? [];
    const number = bracketed.replaceAll(/[()]/g, "");
    return match === null ? null : { office, number, kind, key: `${office}.${number}.${kind}` };
  }
  const match = /^([A-Z]{2})([A-Z0-9]+)(?:\.([A-Z]\d?))?(?:\.(\d{8}))?$/.exec(text);
  const [, office = "", number = "", kind] = match ?? [];
  if (format !== "epodoc" || match === null) return null;
  return { office, number, kind, key: kind === undefined ? `${office}${number}` : `${office}${number}.${kind}` };
}
