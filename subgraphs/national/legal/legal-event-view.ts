import { detailsOf } from "#adapters/cnipa-bulk/legal/event-details.ts";
import { kindOfEvent } from "#adapters/cnipa-bulk/legal/event-kind.ts";
import type { LegalEvent, LegalEventItem } from "#adapters/cnipa-bulk/patent-record.ts";
import type { TermSubject } from "#adapters/cnipa-bulk/term-end.ts";
import { classOfKind, classOfLetter, type LegalEventClass } from "#schema/codes/legal-event-classes.ts";
import { type LegalEventKind, legalEventOfCode } from "#schema/codes/legal-events.ts";
import { maskContacts } from "#schema/codes/mask.ts";
import { type EventDetailsView, toDetailsView } from "./event-details-view.ts";

/** What stands behind the GraphQL type LegalEvent, whichever source it came from. */
export interface LegalEventView {
  readonly office: { readonly code: string };
  readonly date: string | null;
  readonly effectiveDate: string | null;
  readonly code: string | null;
  readonly kind: { readonly code: LegalEventKind };
  readonly eventClass: { readonly code: LegalEventClass };
  readonly text: string | null;
  readonly items: readonly LegalEventItem[];
  readonly details: EventDetailsView | null;
}

/** An entry of the Chinese gazette. */
export function gazetteEventView(event: LegalEvent, subject: TermSubject): LegalEventView {
  const kind = kindOfEvent(event);
  const details = detailsOf(event, subject);
  return {
    office: { code: "CN" },
    date: event.date,
    effectiveDate: effectiveDateOf(details?.value) ?? event.date,
    code: event.code,
    kind: { code: kind },
    eventClass: { code: classOfKind(kind) },
    text: event.name,
    items: event.items.map(({ label, value }) => ({ label, value: maskContacts(value) })),
    details: details === null ? null : toDetailsView(details, event),
  };
}

/** One INPADOC event as a source hands it over. */
export interface InpadocEvent {
  readonly office: string;
  /** With or without the padding of the wire. */
  readonly code: string;
  readonly date: string | null;
  readonly effectiveDate: string | null;
  readonly text: string | null;
  /** Letter of the event class, where the source has it. */
  readonly classLetter?: string | null;
  readonly items: readonly LegalEventItem[];
}

/** Chinese codes have a kind of their own; those of other offices only the class of their letter. */
export function inpadocEventView(event: InpadocEvent): LegalEventView {
  const known = event.office === "CN" ? legalEventOfCode(event.code) : null;
  const letter = event.classLetter ?? null;
  const eventClass = known === null ? (letter === null ? "OTHER" : classOfLetter(letter)) : classOfKind(known);
  return {
    office: { code: event.office },
    date: event.date,
    effectiveDate: event.effectiveDate,
    code: event.code.trim(),
    kind: { code: known ?? "OTHER" },
    eventClass: { code: eventClass },
    text: event.text,
    items: event.items,
    details: null,
  };
}

function effectiveDateOf(value: object | undefined): string | null {
  if (value === undefined || !("effectiveDate" in value)) return null;
  return typeof value.effectiveDate === "string" ? value.effectiveDate : null;
}
