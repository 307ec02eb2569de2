import { SecretDocument } from "./import-problem.ts";
import type { XmlElement } from "./xml-element.ts";

const SECRET_CODES: ReadonlySet<string> = new Set(["GR03", "GRSP"]);
const SECRET_TEXT = /国防|保密|机密|绝密|秘密专利|secret|national defen[cs]e/i;
const DECLASSIFIED = /解密|解除保密|declassif/i;
/** Attributes and elements that mark secrecy by their name, whatever the delivery calls them. */
const MARK_NAME = /secre|confiden|classified|defen[cs]e|保密|国防/i;
const MARK_OFF = new Set(["", "0", "no", "n", "false", "none", "00", "否", "无"]);
/** Where the kind of a right or of an event is written in words. */
const KIND_NAMES: ReadonlySet<string> = new Set([
  "PRSValue",
  "PRSCode",
  "Kind",
  "kind",
  "ApplicationType",
  "PatentType",
]);
const KIND_ATTRIBUTES: ReadonlySet<string> = new Set(["appl-type", "applType", "status", "kind", "patentType"]);
/** Full text is not searched: a patent may well speak of secrets. */
const TEXT_BODIES: ReadonlySet<string> = new Set([
  "Description",
  "Claims",
  "Abstract",
  "Drawings",
  "DesignBriefExplanation",
  "description",
  "claims",
  "abstract",
  "drawings",
  "PRSInformation",
]); // prettier-ignore

/**
 * Throws SecretDocument for what is marked as a secret or national-defence patent, by kind, event code or flag.
 * Declassified ones (解密) pass. The error carries nothing of the document.
 */
export function refuseSecret(record: XmlElement): void {
  if (isSecret(record)) throw new SecretDocument();
}

function isSecret(element: XmlElement): boolean {
  if (hasMarkedAttribute(element.attributes)) return true;
  if (tellingOf(element.name) !== NOTHING && isMarked(element.name, ownText(element))) return true;
  for (const node of element.nodes) {
    if (typeof node !== "string" && !TEXT_BODIES.has(node.name) && isSecret(node)) return true;
  }
  return false;
}

function hasMarkedAttribute(attributes: XmlElement["attributes"]): boolean {
  for (const key in attributes) {
    const telling = tellingOf(key);
    if (telling === NOTHING) continue;
    const value = attributes[key] ?? "";
    if (isMark(key, value) || (telling.isKindAttribute && isSecretText(value))) return true;
  }
  return false;
}

function ownText({ nodes }: XmlElement): string {
  return nodes.filter((node) => typeof node === "string").join("");
}

function isMarked(name: string, text: string): boolean {
  return text !== "" && (isMark(name, text) || (tellingOf(name).isKindName && isSecretText(text)));
}

function isMark(name: string, value: string): boolean {
  return tellingOf(name).isMark && !MARK_OFF.has(value.trim().toLowerCase()) && !DECLASSIFIED.test(value);
}

function isSecretText(text: string): boolean {
  return SECRET_CODES.has(text.trim()) || (SECRET_TEXT.test(text) && !DECLASSIFIED.test(text));
}

/** What a name of an element or attribute may tell of secrecy. */
interface Telling {
  readonly isMark: boolean;
  readonly isKindName: boolean;
  readonly isKindAttribute: boolean;
}

const NOTHING: Telling = { isMark: false, isKindName: false, isKindAttribute: false };
/** More names than any format has. */
const MOST_NAMES = 5_000;
const tellings = new Map<string, Telling>();

/** Remembered: a document has hundreds of elements and a few dozen names. */
function tellingOf(name: string): Telling {
  const known = tellings.get(name);
  if (known !== undefined) return known;
  const telling = toTelling(name);
  if (tellings.size < MOST_NAMES) tellings.set(name, telling);
  return telling;
}

function toTelling(qualified: string): Telling {
  const name = qualified.slice(qualified.indexOf(":") + 1);
  const [isMark, isKindName, isKindAttribute] = [MARK_NAME.test(name), KIND_NAMES.has(name), KIND_ATTRIBUTES.has(name)];
  return isMark || isKindName || isKindAttribute ? { isMark, isKindName, isKindAttribute } : NOTHING;
}
