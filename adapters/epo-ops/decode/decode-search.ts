import {
  type OpsHit,
  type OpsSearchPage,
  type OpsTotal,
  SEARCH_WINDOW,
  TOTAL_CAP,
} from "#adapters/epo-ops/ops-search.ts";
import type { XmlElement } from "#adapters/runtime/call/decoders/parse-xml.ts";
import { elementAt } from "#adapters/runtime/call/decoders/xml-select.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import type { OpsReader } from "./decode-answer.ts";
import { decodeNumber } from "./decode-number.ts";

/** Answers of the search service, without constituents: references only. */
export const searchReader: OpsReader<OpsSearchPage, Omit<OpsHit, "rank"> | null> = {
  record: "publication-reference",
  decodeRecord: (element) => {
    const publication = decodeNumber(element).docdb;
    return publication === null ? null : { publication, familyId: element.attributes["family-id"] ?? null };
  },
  decode: (root, records) => {
    const search = elementAt(root, "biblio-search");
    if (search === undefined) throw new MalformedError("biblio-search");
    const total = countAt(search, "total-result-count");
    const range = elementAt(search, "range");
    const [begin, end] = [countAt(range, "begin"), countAt(range, "end")];
    return {
      total: toTotal(total),
      // A hit without a DOCDB number cannot be asked for: it is left out.
      hits: records.flatMap((hit, index) => (hit === null ? [] : { ...hit, rank: begin + index })),
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
