import { type ApplicationNumber, parseApplicationNumber } from "#schema/ids/application-number.ts";
import { decodeNodeId } from "#schema/ids/node-id.ts";
import type { NodeSearch } from "#subgraphs/runtime/define-node.ts";

/** The patent that a search is about, and the search without the words that named it. */
export interface PatentSubject {
  /** "none" where the subject is no Chinese application: the portal's records carry nothing else. */
  readonly patent: ApplicationNumber | "none" | null;
  readonly rest: NodeSearch;
}

/** By application number or global id where the search has a subject, else by a whole number typed as its text. */
export function patentAskedFor(search: NodeSearch): PatentSubject {
  const { about, text } = search;
  if (about == null) {
    const patent = numberIn(text ?? "");
    return { patent, rest: patent === null ? search : { ...search, text: null } };
  }
  if (about.typeName !== "Patent") return { patent: "none", rest: search };
  const id = decodeNodeId(about.key);
  return { patent: numberIn(id?.typename === "Patent" ? id.key : about.key) ?? "none", rest: search };
}

/** Up to nine bare digits are too few to be taken for a number of the old layout. */
function numberIn(text: string): ApplicationNumber | null {
  if (/^\s*\d{1,9}\s*$/.test(text)) return null;
  const parsed = parseApplicationNumber(text);
  return parsed.ok ? parsed.value : null;
}
