import type { KindFormat } from "#adapters/manifest/format/kind-format.ts";
import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";

interface ActionView {
  readonly kind: "VIEW" | "APPLY" | "BOOK" | "CONTACT";
  readonly url: string;
  readonly label: Bilingual;
}

const LABELS: Readonly<Record<ActionView["kind"], Bilingual>> = {
  VIEW: { zh: "在平台查看", en: "View on the platform" },
  APPLY: { zh: "在平台办理", en: "Apply on the platform" },
  BOOK: { zh: "在平台预约", en: "Book on the platform" },
  CONTACT: { zh: "在平台联系", en: "Contact on the platform" },
};
const PLACE = /\{\{|\}\}|\{([A-Za-z][\w.]*)\}/g;
const LONGEST_URL = 2_000;

/**
 * Links to the owner's own pages: `{id}`, or the name of a mapped field, stands for its text. A link that lacks a part,
 * or leads to something other than a web page, is left out.
 */
export function recordActions(actions: KindFormat["actions"], baseUrl: string | undefined) {
  return (record: MappedRecord): readonly ActionView[] =>
    actions.flatMap(({ kind, url }) => {
      const filled = fillUrl(url, record, baseUrl);
      return filled === null ? [] : [{ kind, url: filled, label: LABELS[kind] }];
    });
}

/** The mapped fields that the links are made of. */
export function placesOf(actions: KindFormat["actions"]): readonly string[] {
  return actions.flatMap(({ url }) => [...url.matchAll(PLACE)].flatMap(([, name]) => name ?? []));
}

function fillUrl(template: string, record: MappedRecord, baseUrl: string | undefined): string | null {
  let isWhole = true;
  // A place that is the whole template holds an address; any other one is a part of an address.
  const isAddress = /^\{[A-Za-z]\w*\}$/.test(template);
  const filled = template.replace(PLACE, (written, name: string | undefined) => {
    if (name === undefined) return written.charAt(0);
    const text = name === "id" ? record.id : record.fields[name];
    if (typeof text !== "string" || text === "") isWhole = false;
    return isAddress ? String(text) : encodeURIComponent(String(text).toWellFormed());
  });
  if (!isWhole || filled.length > LONGEST_URL || !URL.canParse(filled, baseUrl)) return null;
  const address = new URL(filled, baseUrl);
  return address.protocol === "https:" || address.protocol === "http:" ? address.href : null;
}
