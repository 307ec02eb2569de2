import type { LegalEvent } from "#adapters/cnipa-bulk/patent-record.ts";
import type { TermSubject } from "#adapters/cnipa-bulk/term-end.ts";
import {
  type Licence,
  licenceOf,
  type OpenLicence,
  openLicenceOf,
  type Pledge,
  pledgeOf,
  preservationOf,
} from "./dealings.ts";
import {
  type Correction,
  correctionOf,
  type Ending,
  endingOf,
  type Invalidation,
  invalidationOf,
  type PublicNotice,
  publicNoticeOf,
  type Restoration,
  restorationOf,
  type TermChange,
  termChangeOf,
} from "./decisions.ts";
import { kindOfEvent } from "./event-kind.ts";
import { changesOf, type RegisterChange } from "./party-changes.ts";
import { type Transfer, transferOf } from "./transfer.ts";

/** The particulars of a gazette entry by what it is about (FACTS D2, items of the gazette per event). */
export type EventDetails =
  | { readonly about: "TRANSFER"; readonly value: Transfer }
  | { readonly about: "LICENCE"; readonly value: Licence }
  | { readonly about: "PLEDGE"; readonly value: Pledge }
  | { readonly about: "OPEN_LICENCE"; readonly value: OpenLicence }
  | { readonly about: "PRESERVATION"; readonly value: { readonly effectiveDate: string } }
  | { readonly about: "INVALIDATION"; readonly value: Invalidation }
  | { readonly about: "ENDING"; readonly value: Ending }
  | { readonly about: "RESTORATION"; readonly value: Restoration }
  | { readonly about: "TERM"; readonly value: TermChange }
  | { readonly about: "CORRECTION"; readonly value: Correction }
  | { readonly about: "PUBLIC_NOTICE"; readonly value: PublicNotice }
  | { readonly about: "REGISTER_CHANGE"; readonly value: { readonly changes: readonly RegisterChange[] } };

/** What an entry says beyond its kind and day; null for entries that say no more (publication, examination, grant). */
export function detailsOf(event: LegalEvent, subject: TermSubject): EventDetails | null {
  return (
    about("TRANSFER", transferOf(event)) ??
    about("LICENCE", licenceOf(event)) ??
    about("PLEDGE", pledgeOf(event)) ??
    about("OPEN_LICENCE", openLicenceOf(event)) ??
    about("PRESERVATION", preservationOf(event)) ??
    about("INVALIDATION", invalidationOf(event)) ??
    about("ENDING", endingOf(event, subject)) ??
    about("RESTORATION", restorationOf(event)) ??
    about("TERM", termChangeOf(event)) ??
    about("CORRECTION", correctionOf(event)) ??
    about("PUBLIC_NOTICE", publicNoticeOf(event)) ??
    about("REGISTER_CHANGE", registerChangeOf(event))
  );
}

function registerChangeOf(event: LegalEvent): { readonly changes: readonly RegisterChange[] } | null {
  return kindOfEvent(event) === "BIBLIOGRAPHIC_CHANGE" ? { changes: changesOf(event) } : null;
}

function about<About extends string, Value>(kind: About, value: Value | null) {
  return value === null ? null : { about: kind, value };
}
