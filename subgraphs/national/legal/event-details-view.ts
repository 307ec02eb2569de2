import type { EventDetails } from "#adapters/cnipa-bulk/legal/event-details.ts";
import type { LegalEvent } from "#adapters/cnipa-bulk/patent-record.ts";
import { type PartyReferenceView, partyNamed } from "#subgraphs/national/party/party-reference.ts";

/** What stands behind a member of the union LegalEventDetails. */
export type EventDetailsView = { readonly __typename: string } & Readonly<Record<string, unknown>>;

/** Particulars as the graph shows them: parties as references, codes as objects. */
export function toDetailsView(details: EventDetails, event: LegalEvent): EventDetailsView {
  switch (details.about) {
    case "TRANSFER":
      return {
        __typename: "TransferDetails",
        ...details.value,
        scope: coded(details.value.scope),
        before: parties(details.value.before),
        after: parties(details.value.after),
        relation: { code: details.value.relation },
      };
    case "LICENCE":
      return {
        __typename: "LicenceDetails",
        ...details.value,
        licensors: parties(details.value.licensors),
        licensees: parties(details.value.licensees),
      };
    case "PLEDGE":
      return {
        __typename: "PledgeDetails",
        ...details.value,
        pledgors: parties(details.value.pledgors),
        pledgees: parties(details.value.pledgees),
      };
    case "OPEN_LICENCE":
      return { __typename: "OpenLicenceDetails", ...details.value, owners: parties(details.value.owners) };
    case "ENDING":
      return {
        __typename: "EndingDetails",
        ...details.value,
        status: { code: details.value.status },
        effectiveDateComputed: details.value.isDayComputed,
      };
    case "INVALIDATION":
      return { __typename: "InvalidationDetails", ...details.value, extent: coded(details.value.extent) };
    case "PUBLIC_NOTICE":
      return { __typename: "PublicNoticeDetails", ...details.value, deemedServedDate: aMonthAfter(event.date) };
    case "REGISTER_CHANGE":
      return {
        __typename: "RegisterChangeDetails",
        changes: details.value.changes.map(({ item, raw, ...sides }) => ({ ...sides, item: { code: item, raw } })),
      };
    default:
      return { __typename: OTHER_TYPES[details.about], ...details.value };
  }
}

const OTHER_TYPES = {
  PRESERVATION: "PreservationDetails",
  RESTORATION: "RestorationDetails",
  TERM: "TermDetails",
  CORRECTION: "CorrectionDetails",
} as const;

/** A notice is deemed served one month after it was gazetted; the day of a shorter month is its last. */
function aMonthAfter(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(date, last))).toISOString().slice(0, 10);
}

function parties(names: readonly string[]): readonly PartyReferenceView[] {
  return names.map(partyNamed);
}

function coded<Code extends string>(code: Code | null): { readonly code: Code } | null {
  return code === null ? null : { code };
}
