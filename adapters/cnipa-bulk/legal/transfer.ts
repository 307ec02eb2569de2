import type { LegalEvent } from "#adapters/cnipa-bulk/patent-record.ts";
import { dayOf, hasItem } from "./event-items.ts";
import { kindOfEvent } from "./event-kind.ts";
import { changesOf, partiesOf } from "./party-changes.ts";
import { type PartyRelation, relationOf } from "./party-relation.ts";

/** A transfer of an application or of a patent. */
export interface Transfer {
  /** A transfer of the right by its own code (TR01), not one of the mixed codes of old. */
  readonly isOfRight: boolean;
  /** Null where neither the kind of the entry nor its text tells which. */
  readonly scope: "APPLICATION" | "PATENT" | null;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly beforeAddress: string | null;
  readonly afterAddress: string | null;
  /** The day of registration from which it counts; the gazette's day where the entry prints none. */
  readonly effectiveDate: string;
  readonly relation: PartyRelation;
}

/** Null for an entry that is no transfer: a change of name or address is none. */
export function transferOf(event: LegalEvent): Transfer | null {
  const kind = kindOfEvent(event);
  if (kind !== "TRANSFER" && kind !== "TRANSFER_APPLICATION" && kind !== "TRANSFER_PATENT") return null;
  const changes = changesOf(event);
  const parties = changes.filter(({ item }) => item === "PARTY" || item === "CO_PARTY").map(partiesOf);
  const before = distinct(parties.flatMap((change) => change.before));
  const after = distinct(parties.flatMap((change) => change.after));
  const address = changes.find(({ item }) => item === "ADDRESS");
  return {
    isOfRight: kind === "TRANSFER_PATENT",
    scope: scopeOf(kind, event),
    before,
    after,
    beforeAddress: address?.before ?? null,
    afterAddress: address?.after ?? null,
    effectiveDate: effectiveDayOf(event),
    relation: relationOf(before, after),
  };
}

/** The day of registration as the entry prints it, else the gazette's. */
export function effectiveDayOf(event: LegalEvent): string {
  return dayOf(event, /^(?:登记|变更)?生效日/) ?? event.date;
}

/** Codes of old (C41, C44–C47, ASS) cover both: the entry's own words decide. */
function scopeOf(kind: string, event: LegalEvent): Transfer["scope"] {
  if (kind === "TRANSFER_APPLICATION") return "APPLICATION";
  if (kind === "TRANSFER_PATENT") return "PATENT";
  const changed = changesOf(event).map(({ raw }) => raw ?? "");
  if (changed.some((text) => text.includes("专利权人")) || hasItem(event, /^专利号|授权公告/)) return "PATENT";
  return changed.some((text) => text.includes("申请人")) ? "APPLICATION" : null;
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
