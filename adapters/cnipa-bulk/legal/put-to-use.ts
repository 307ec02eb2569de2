import type { LegalEvent } from "#adapters/cnipa-bulk/patent-record.ts";
import { licenceOf, openLicenceOf, pledgeOf } from "./dealings.ts";
import { transferOf } from "./transfer.ts";

/**
 * How a patent was put to use, as far as the gazette tells: the first day of each kind, null where none is gazetted
 * (which is no evidence that there was none).
 */
export interface PutToUse {
  /** First transfer of the right (TR01) between parties that are unrelated by their names (`party-relation.ts`). */
  readonly transferred: string | null;
  readonly licensed: string | null;
  readonly pledged: string | null;
  readonly openLicensed: string | null;
}

/** Transfers of applications, mixed codes of old and changes of name do not count as conversions (FACTS J3). */
export function putToUse(events: readonly LegalEvent[]): PutToUse {
  return {
    transferred: earliest(events.map(conversionDay)),
    licensed: earliest(events.map((event) => dayOfKind(licenceOf(event), "LICENCE"))),
    pledged: earliest(events.map((event) => dayOfKind(pledgeOf(event), "PLEDGE"))),
    openLicensed: earliest(events.map((event) => dayOfKind(openLicenceOf(event), "OPEN_LICENCE"))),
  };
}

function conversionDay(event: LegalEvent): string | null {
  const transfer = transferOf(event);
  return transfer?.isOfRight && transfer.relation === "UNRELATED" ? transfer.effectiveDate : null;
}

function dayOfKind(dealing: { readonly kind: string; readonly effectiveDate: string } | null, kind: string) {
  return dealing?.kind === kind ? dealing.effectiveDate : null;
}

function earliest(days: readonly (string | null)[]): string | null {
  return days.filter((day) => day !== null).sort()[0] ?? null;
}
