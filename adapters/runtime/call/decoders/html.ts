import { type CheerioAPI, load } from "cheerio";
import type { Decoder, UpstreamAnswer } from "#adapters/runtime/call/decode.ts";
import { LoginRequiredError, MalformedError } from "#adapters/runtime/upstream-error.ts";
import { isLoginPage } from "./login-page.ts";
import { maskPage } from "./mask-page.ts";

export interface HtmlOptions {
  /** What tells this portal's log-in and captcha pages from its contents; a general rule by default. */
  readonly isLogin?: ($: CheerioAPI) => boolean;
  /** As in MaskOptions: contact data in the page's text is masked before it is read. */
  readonly mask?: "contacts" | "off";
}

/** A page read with cheerio. `read` throws MalformedError when the page is not the one that was due. */
export function html<T>(read: ($: CheerioAPI, answer: UpstreamAnswer) => T, options: HtmlOptions = {}): Decoder<T> {
  return (answer) => {
    const text = answer.text();
    assertDepth(text);
    const $ = load(text);
    if ((options.isLogin ?? isLoginPage)($)) throw new LoginRequiredError("a log-in page");
    assertWhole(text);
    if (options.mask !== "off") maskPage($);
    return read($, answer);
  };
}

/** A body cut short parses as a page with fewer rows, which would be kept as the truth. Fragments have no end to look for. */
function assertWhole(text: string): void {
  if (/<html[\s>]/i.test(text) && !/<\/html\s*>/i.test(text)) throw new MalformedError("a page that breaks off");
}

/** HTML parsing is quadratic in the nesting depth; real pages stay far below this, unclosed tags included. */
const MAX_DEPTH = 2_000;

/** Elements that have no end tag, or close themselves when the next one begins. */
const SELF_CLOSING = new Set(
  "area base br col embed hr img input link meta param source track wbr p li dt dd option optgroup tr td th thead tbody tfoot colgroup html head body".split(
    " ",
  ),
);

function assertDepth(text: string): void {
  let depth = 0;
  for (const [, slash, name] of text.matchAll(/<(\/?)([a-zA-Z][a-zA-Z0-9]*)/g)) {
    if (name === undefined || SELF_CLOSING.has(name.toLowerCase())) continue;
    depth = slash === "/" ? Math.max(0, depth - 1) : depth + 1;
    if (depth > MAX_DEPTH) throw new MalformedError(`HTML deeper than ${MAX_DEPTH}`);
  }
}
