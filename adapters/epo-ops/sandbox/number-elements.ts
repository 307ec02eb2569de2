import { compactDate } from "#adapters/runtime/sandbox/world/calendar.ts";
import { type Element, element } from "./element.ts";
import type { SandboxPublication } from "./publication.ts";

export function docdbId({ office, number, kind, date }: SandboxPublication["publication"], isDated = true): Element {
  return element(
    "document-id",
    { "document-id-type": "docdb" },
    element("country", {}, office),
    element("doc-number", {}, number),
    element("kind", {}, kind),
    isDated ? element("date", {}, compactDate(date)) : null,
  );
}

export function epodocId({ epodoc, date }: SandboxPublication["publication"]): Element {
  return element(
    "document-id",
    { "document-id-type": "epodoc" },
    element("doc-number", {}, epodoc),
    element("date", {}, compactDate(date)),
  );
}

export function publicationReference({ publication }: SandboxPublication): Element {
  return element("publication-reference", {}, docdbId(publication), epodocId(publication));
}

/** The claim of the CN filing that started the family; a first filing claims itself, as DOCDB shows it. */
export function priorityClaim(first: SandboxPublication, form: "docdb" | "epodoc"): Element {
  const id = form === "docdb" ? docdbId(first.application) : epodocId(first.application);
  const indicator = form === "docdb" ? element("priority-active-indicator", {}, "YES") : null;
  return element("priority-claim", { sequence: "1", kind: "national" }, id, indicator);
}
