import { load } from "cheerio";
import { maskContacts } from "#schema/codes/mask.ts";
import { splitOutsideBrackets } from "#schema/ids/split-list.ts";
import { emptyToNull } from "#schema/ids/text.ts";
import { good, NOTHING, type Normalised, type NormaliserFactory, noted, ofText, refused } from "./normaliser.ts";

const LONGEST_TEXT = 20_000;
const MOST_ITEMS = 200;
const LONGEST_MARKUP = 200_000;
const LIST_SEPARATORS = /[、，,；;|\n]/;
const CUT = { zh: "过长，已截断", en: "Too long, cut" };

/** Visible text with its blanks put in order, contact data masked. */
export const text: NormaliserFactory = (options) => ofText(options, (raw) => toText(raw, options.flat));

/** A text with markup in it: what a reader sees of it, a line for each block. */
export const html: NormaliserFactory = (options) => ofText(options, (raw) => toText(visible(raw), false));

/** Several texts: a list, or one text with separators. */
export const list: NormaliserFactory = (options) => {
  const { separator } = options;
  const split = (text: string) => splitOutsideBrackets(text, separator ?? LIST_SEPARATORS);
  return ({ texts }) => {
    const parts = texts.length === 1 ? split(texts[0] ?? "") : texts;
    const items = parts.flatMap((part) => emptyToNull(tidy(part, true)) ?? []).map((part) => maskContacts(part));
    if (items.length <= MOST_ITEMS) return good(items);
    return noted(items.slice(0, MOST_ITEMS), "CUT", CUT, texts[0] ?? "");
  };
};

/** An absolute web address. */
export const url: NormaliserFactory = (options) =>
  ofText(options, (raw) => {
    const parsed = raw.length <= 2_000 && URL.canParse(raw.trim()) ? new URL(raw.trim()) : null;
    const isPublic = parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.username === "";
    if (isPublic) return good(parsed.href);
    return refused("NOT_AN_ADDRESS", { zh: "不是完整的 http(s) 网址", en: "Not a full http or https address" }, raw);
  });

/** A telephone column: masked whatever its spelling; service numbers (12330, 400) stay. */
export function maskPhone(phone: string): string {
  const label = "电话：";
  return maskContacts(`${label}${maskContacts(phone)}`).slice(label.length);
}

function toText(raw: string, isFlat: boolean): Normalised {
  const plain = emptyToNull(tidy(raw, isFlat));
  if (plain === null) return NOTHING;
  const masked = maskContacts(plain);
  return masked.length <= LONGEST_TEXT ? good(masked) : noted(masked.slice(0, LONGEST_TEXT), "CUT", CUT, raw);
}

/** Blanks of all widths → one; at most one empty line. */
function tidy(raw: string, isFlat: boolean): string {
  const decoded = raw.includes("nbsp;") ? raw.replace(/[&＆]nbsp;/g, " ") : raw;
  if (isFlat) return decoded.replace(/[\s\u00a0\u3000\ufeff]+/g, " ").trim();
  return decoded
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function visible(markup: string): string {
  if (!/[<&]/.test(markup)) return markup;
  const page = load(markup.slice(0, LONGEST_MARKUP), null, false);
  page("script, style, noscript, template, iframe").remove();
  page("br").replaceWith("\n");
  page("p, div, li, tr, h1, h2, h3, h4, h5, h6, section, article, table, ul, ol").append("\n");
  return page.root().text();
}
