import type { Claim, DescriptionSection, Paragraph } from "#adapters/cnipa-bulk/patent-record.ts";
import { cleanText, type XmlElement } from "./xml-element.ts";

const SECTIONS: Readonly<Record<string, DescriptionSection>> = {
  TechnicalField: "TECHNICAL_FIELD",
  BackgroundArt: "BACKGROUND",
  Disclosure: "DISCLOSURE",
  DrawingsDescription: "DRAWINGS",
  InventionMode: "EMBODIMENTS",
};

/** A claim that opens by referring to another one: 根据权利要求1所述的…, 如权利要求1～3中任一项所述的…. */
const DEPENDENT = /^(?:根据|如|按照|按|依据|依照|权利要求书?中?所述).{0,8}权利要求/;

/** Claims in order. The number in front of the text is cut: it stands in `number`. */
export function claimsOf(elements: readonly XmlElement[], textName: string): Claim[] {
  return elements.map((element, index) => {
    const number = Number(element.attributes["num"]) || index + 1;
    const parts = element.nodes.filter((node) => typeof node !== "string" && node.name === textName);
    const lines = (parts.length > 0 ? (parts as XmlElement[]) : [element]).map(cleanText).filter((line) => line !== "");
    const text = withoutNumber(lines.join("\n"), String(number));
    const independent = !DEPENDENT.test(text);
    return { number, text, independent, dependsOn: independent ? [] : referredClaims(text, number) };
  });
}

const AFTER_NUMBER = /\s*[.．、]\s*/y;

function withoutNumber(text: string, number: string): string {
  if (!text.startsWith(number)) return text;
  AFTER_NUMBER.lastIndex = number.length;
  return AFTER_NUMBER.test(text) ? text.slice(AFTER_NUMBER.lastIndex) : text;
}

/** No honest claim refers to more. */
const MOST_REFERENCES = 500;

/** `1`, `1或2`, `1-3`, `1、3至5`: the claims before this one that its opening names. */
function referredClaims(text: string, own: number): number[] {
  const [, list = ""] =
    /权利要求((?:\s|\d|[-~～—–至到和或及与、，,]|权利要求|任[一意]|项|中|书|第|的)*)/.exec(text) ?? [];
  const found = new Set<number>();
  for (const [, first, last] of list.matchAll(
    /(\d{1,4})(?:\s*项?\s*(?:[-~～—–]+|至|到)\s*(?:权利要求)?第?\s*(\d{1,4}))?/g,
  )) {
    const end = Math.min(Number(last ?? first), own - 1);
    for (let number = Number(first); number <= end && found.size < MOST_REFERENCES; number += 1) found.add(number);
  }
  return [...found].sort((a, b) => a - b);
}

/** Paragraphs of a description in order, each with the section it stands in, where the format names sections. */
export function paragraphsOf(description: XmlElement | undefined, paragraphName: string): Paragraph[] {
  const found: Paragraph[] = [];
  collect(description, null);
  return found;

  function collect(element: XmlElement | undefined, section: DescriptionSection | null): void {
    for (const node of element?.nodes ?? []) {
      if (typeof node === "string") continue;
      if (node.name === paragraphName) add(node, section);
      else collect(node, SECTIONS[node.name] ?? section);
    }
  }

  function add(element: XmlElement, section: DescriptionSection | null): void {
    const text = cleanText(element);
    if (text === "") return;
    found.push({ number: paragraphNumber(element.attributes["num"]), section, text });
  }
}

/** `0001`, in the old format `p0001`. */
function paragraphNumber(num: string | undefined): string | null {
  if (num === undefined || num === "") return null;
  return isDigit(num.charCodeAt(0)) ? num : num.replace(/^\D+/, "") || null;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
