import { encodeNodeId } from "#schema/ids/node-id.ts";
import { compactText } from "#schema/ids/text.ts";
import type { PatentCopy } from "./compare-patent.ts";
import type { RelationFacts } from "./facts.ts";
import { isMerged, likenessOf, sameParties, sameTitle } from "./likeness.ts";
import type { AskedViews } from "./patent-views.ts";
import { type CodedReason, reason } from "./reason.ts";

/** Behind the GraphQL type KeptApartRecord. */
export interface KeptApart {
  readonly record: { readonly __typename: string; readonly id: string };
  readonly confidence: number;
  readonly reasons: readonly CodedReason[];
}

/** Most that are shown. */
const MOST = 20;

/**
 * What looks like this patent and is not merged with it: patents that the register itself relates to it, and copies of
 * doubtful number, found under it or by its title.
 */
export function keptApart(
  views: AskedViews,
  byTitle: readonly PatentCopy[],
  relations: RelationFacts | null,
): readonly KeptApart[] {
  const related = (relations?.relations ?? []).flatMap(({ kind, applicationNumber, patent }) => {
    const why = RELATED[kind];
    if (why === undefined || patent === null) return [];
    const record = { __typename: "Patent", id: encodeNodeId("Patent", applicationNumber) };
    return [{ record, confidence: 0, reasons: [why] }];
  });
  const copies = [...views.copies, ...byTitle.filter((copy) => looksAlike(copy, views))];
  const unique = new Map(copies.map((copy) => [copy.facts.id, copy]));
  const doubtful = [...unique.values()].flatMap((copy) => {
    const likeness = likenessOf(copy.facts, views);
    if (isMerged(likeness)) return [];
    return [{ record: { __typename: copy.typeName, id: copy.facts.id }, ...likeness }];
  });
  return [...related, ...doubtful.toSorted((a, b) => b.confidence - a.confidence)].slice(0, MOST);
}

/** The same title, and the same number but for its check character or one of the same parties. */
function looksAlike({ facts }: PatentCopy, { number, register }: AskedViews): boolean {
  if (register === null || sameTitle(facts.title, register.title) !== "agree") return false;
  const body = number.slice(2).split(".")[0] ?? "";
  const printed = compactText(facts.patentNumberText ?? "").replace(/[^0-9X]/g, "");
  return printed.startsWith(body) || sameParties(facts.applicantText, register) === "agree";
}

const RELATED: Readonly<Record<string, CodedReason>> = {
  SAME_DAY_INVENTION: reason(
    "SAME_DAY_INVENTION",
    "同日申请的发明（一案双申），为另一件专利",
    "The invention filed on the same day: a patent of its own",
  ),
  SAME_DAY_UTILITY_MODEL: reason(
    "SAME_DAY_UTILITY_MODEL",
    "同日申请的实用新型（一案双申），为另一件专利",
    "The utility model filed on the same day: a patent of its own",
  ),
  DIVIDED_FROM: reason(
    "DIVIDED_FROM",
    "母案，为另一件专利",
    "The parent that it was divided from: a patent of its own",
  ),
  DIVISIONAL: reason("DIVISIONAL", "分案，为另一件专利", "A divisional of it: a patent of its own"),
};
