import { maskContacts } from "#schema/codes/mask.ts";

export interface MaskOptions {
  /**
   * Contact data in text (mobile numbers, identity numbers, mail addresses) is masked by default.
   * "off" is for records whose contact data is public by office (hotlines, registered agencies).
   */
  readonly mask?: "contacts" | "off";
  /** Properties that are handed on as received besides ids and codes, whose digits can look like a phone or identity number. */
  readonly keep?: readonly string[];
}

/** Ids, codes, numbers of records: never contact data, whatever their digits look like. */
const IDENTIFIER_KEY = /^(?:id|uuid|code|uscc|creditCode|.*(?:Id|ID|_id|Code|_code|No|Number|_no|_number))$/;
/** Such names that do hold personal data. */
const PERSONAL_KEY = /phone|mobile|tel|card|cert|fax|contact|lxdh|sfz/i;

/** Masks contact data in every string of a decoded JSON value. */
export function maskDeep(value: unknown, options: MaskOptions = {}): unknown {
  if (options.mask === "off") return value;
  return maskValue(value, new Set(options.keep));
}

function maskValue(value: unknown, keep: ReadonlySet<string>): unknown {
  if (typeof value === "string") return maskContacts(value);
  if (Array.isArray(value)) return value.map((item) => maskValue(item, keep));
  if (typeof value !== "object" || value === null) return value;
  const masked: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const isKept = typeof inner === "string" && (keep.has(key) || isIdentifierKey(key));
    Object.defineProperty(masked, key, { value: isKept ? inner : maskValue(inner, keep), enumerable: true });
  }
  return masked;
}

function isIdentifierKey(key: string): boolean {
  return IDENTIFIER_KEY.test(key) && !PERSONAL_KEY.test(key);
}
