import { type OpsHit, type OpsSearchPage, type OpsTotal, SEARCH_WINDOW } from "#adapters/epo-ops/ops-search.ts";
import type { XmlElement } from "#adapters/runtime/call/decoders/parse-xml.ts";
import { elementAt } from "#adapters/runtime/call/decoders/xml-select.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import type { OpsReader } from "./decode-answer.ts";
import { decodeNumber } from "./decode-number.ts";

/** The total stops here: "battery" in a title is found in many more than the 10,000 that OPS tells. */
const TOTAL_CAP = 10_000;

/** Answers of the search service, without constituents: references only. */
export const searchReader: OpsReader<OpsSearchPage, OpsHit | null> = {
  record: "publication-reference",
  decodeRecord: (element) => {
    const publication = decodeNumber(element).docdb;
    return publication === null ? null : { publication, familyId: element.attributes["family-id"] ?? null };
  },
  decode: (root, records) => {
    const search = elementAt(root, "biblio-search");
    if (search === undefined) throw new MalformedError("biblio-search");
    const total = countAt(search, "total-result-count");
    const end = countAt(elementAt(search, "range"), "end");
    return {
      total: toTotal(total),
      // A hit without a DOCDB number cannot be asked for: it is left out.
      hits: records.filter((hit) => hit !== null),
      nextOffset: end < Math.min(total, SEARCH_WINDOW) ? end : null,
    };
  },
};

function toTotal(value: number): OpsTotal {
  return { value, relation: value < TOTAL_CAP ? "EXACT" : "AT_LEAST" };
}

function countAt(element: XmlElement | undefined, attribute: string): number {
  const text = element?.attributes[attribute] ?? "";
  if (!/^\d+$/.test(text)) throw new MalformedError(`biblio-search/@${attribute}`);
  return Number(text);
}
