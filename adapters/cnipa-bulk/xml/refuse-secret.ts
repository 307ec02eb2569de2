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
  if (isTelling(element.name) && isMarked(element.name, ownText(element))) return true;
  for (const node of element.nodes) {
    if (typeof node !== "string" && !TEXT_BODIES.has(node.name) && isSecret(node)) return true;
  }
  return false;
}

function hasMarkedAttribute(attributes: XmlElement["attributes"]): boolean {
  for (const key in attributes) {
    const value = attributes[key] ?? "";
    if (isMark(key, value) || (KIND_ATTRIBUTES.has(key) && isSecretText(value))) return true;
  }
  return false;
}

function isTelling(name: string): boolean {
  return KIND_NAMES.has(name) || isMarkName(name);
}

function ownText({ nodes }: XmlElement): string {
  return nodes.filter((node) => typeof node === "string").join("");
}

function isMarked(name: string, text: string): boolean {
  return text !== "" && (isMark(name, text) || (KIND_NAMES.has(name) && isSecretText(text)));
}

function isMark(name: string, value: string): boolean {
  return isMarkName(name) && !MARK_OFF.has(value.trim().toLowerCase()) && !DECLASSIFIED.test(value);
}

function isSecretText(text: string): boolean {
  return SECRET_CODES.has(text.trim()) || (SECRET_TEXT.test(text) && !DECLASSIFIED.test(text));
}

/** More names than any format has. */
const MOST_NAMES = 5_000;
const markNames = new Map<string, boolean>();

/** Remembered: a document has hundreds of elements and a dozen names. */
function isMarkName(name: string): boolean {
  const known = markNames.get(name);
  if (known !== undefined) return known;
  const isOne = MARK_NAME.test(name);
  if (markNames.size < MOST_NAMES) markNames.set(name, isOne);
  return isOne;
}
