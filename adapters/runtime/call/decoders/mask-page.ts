import type { CheerioAPI } from "cheerio";
import { maskContacts } from "#schema/codes/mask.ts";

type PageNode = Extract<ReturnType<CheerioAPI["root"]>[0], object>["children"][number];

/** Attributes that show text to the reader; others (href, id, data-id) carry identifiers, which stay as they are. */
const TEXT_ATTRIBUTES = ["title", "alt", "value", "content", "placeholder"];

/** Masks contact data in the text of a page, in visible attributes and in tel: and mailto: links, in place. */
export function maskPage($: CheerioAPI): void {
  const open: PageNode[] = $.root()
    .toArray()
    .flatMap((root) => root.children);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "text") node.data = maskContacts(node.data);
    if ("attribs" in node) maskAttributes(node.attribs);
    if ("children" in node) open.push(...node.children);
  }
}

function maskAttributes(attributes: Record<string, string>): void {
  for (const [name, value] of Object.entries(attributes)) {
    const isContactLink = name === "href" && /^\s*(?:tel|mailto|sms):/i.test(value);
    if (isContactLink || TEXT_ATTRIBUTES.includes(name)) attributes[name] = maskContacts(value);
  }
}
