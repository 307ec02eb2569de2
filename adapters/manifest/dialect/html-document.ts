import type { CheerioAPI } from "cheerio";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import { maskContacts } from "#schema/codes/mask.ts";
import { boundedRows, type Document } from "./document.ts";
import { LIST_LIMIT, RAW_LIMIT, type Row } from "./row.ts";

type Selection = ReturnType<CheerioAPI>;

/** A selector and what of the element is meant: its text (null), an attribute, or `html` for what is in it. */
interface HtmlPath {
  readonly selector: string;
  readonly attribute: string | null;
}

const PATH = /^([\s\S]*?)\s*(?:@([\w:-]+))?$/;
const KNOWN_PATHS = 5_000;
const known = new Map<string, HtmlPath>();

function htmlPath(text: string): HtmlPath {
  const path = known.get(text);
  if (path !== undefined) return path;
  const [, selector = text, attribute = null] = PATH.exec(text.trim()) ?? [];
  if (known.size >= KNOWN_PATHS) known.clear();
  const made = { selector, attribute };
  known.set(text, made);
  return made;
}

/** A page. Conditions see it as the text that it is made of. */
export function toHtmlDocument($: CheerioAPI, text: string): Document {
  const page = new HtmlRow($, $.root());
  return {
    view: text,
    rows: (path) => (path === undefined ? [page] : rowsAt($, $.root(), path)),
    text: (path) => page.text(path),
    inner: (path) => {
      const found = page.text(path);
      if (found === null) throw new MalformedError(`no ${path}`);
      return found.trim() === "" ? { kind: "nothing" } : { kind: "text", text: found };
    },
  };
}

class HtmlRow implements Row {
  readonly value: unknown = {};
  readonly #$: CheerioAPI;
  readonly #element: Selection;

  constructor($: CheerioAPI, element: Selection) {
    this.#$ = $;
    this.#element = element;
  }

  text(path: string): string | null {
    const { selector, attribute } = htmlPath(path);
    return read(find(this.#element, selector).first(), attribute);
  }

  texts(path: string): readonly string[] {
    const { selector, attribute } = htmlPath(path);
    return find(this.#element, selector)
      .toArray()
      .slice(0, LIST_LIMIT)
      .flatMap((element) => read(this.#$(element), attribute) ?? []);
  }

  rows(path: string): readonly Row[] {
    return rowsAt(this.#$, this.#element, path).slice(0, LIST_LIMIT);
  }

  get raw(): string {
    return maskContacts((this.#$.html(this.#element) ?? "").slice(0, RAW_LIMIT));
  }
}

function rowsAt($: CheerioAPI, within: Selection, path: string): readonly Row[] {
  const found = find(within, htmlPath(path).selector).toArray();
  return boundedRows(found).map((element) => new HtmlRow($, $(element)));
}

/** Without a selector, the element itself. */
function find(within: Selection, selector: string): Selection {
  return selector === "" ? within : within.find(selector);
}

function read(element: Selection, attribute: string | null): string | null {
  if (element.length === 0) return null;
  if (attribute === null) return element.text();
  if (attribute === "html") return element.html();
  return element.attr(attribute) ?? null;
}
