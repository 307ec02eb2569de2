import type { DocdbNumber, OpsPriority } from "./ops-document.ts";

/** The INPADOC extended family of one publication, with the legal events known to the EPO. */
export interface OpsFamily {
  /** As OPS counts it; may exceed the members of the answer. */
  readonly total: number;
  readonly members: readonly OpsFamilyMember[];
  /** One entry per application: the unit to which legal events belong. */
  readonly applications: readonly OpsFamilyApplication[];
}

export interface OpsFamilyMember {
  readonly publication: DocdbNumber;
  /** DOCDB simple family of this member: members that share it are the simple family. */
  readonly simpleFamilyId: string | null;
  /** Key of its application in `OpsFamily.applications`. */
  readonly applicationKey: string;
  readonly priorities: readonly OpsPriority[];
}

export interface OpsFamilyApplication {
  readonly key: string;
  readonly application: DocdbNumber;
  readonly representative: boolean;
  /** All events of all publications of this application, oldest first; OPS hangs them on one publication only. */
  readonly events: readonly OpsLegalEvent[];
}

/**
 * One INPADOC legal event. The influence flag is handed on as printed and means nothing for the status:
 * the code list marks CN's PP01 (preservation, which freezes a right) with "+".
 */
export interface OpsLegalEvent {
  /** Without the padding of the wire ("17P ", "26  "). */
  readonly code: string;
  readonly description: string;
  readonly influence: "+" | "-" | null;
  /** Office that recorded the event. */
  readonly office: string;
  /** Office that the event is about: differs where an EP member carries national events (PGFP, REG). */
  readonly concernedOffice: string;
  readonly gazetteDate: string | null;
  readonly effectiveDate: string | null;
  /** The labelled particulars (owner, year of fee payment, free text …) in the order of the wire. */
  readonly details: readonly OpsLegalDetail[];
}

export interface OpsLegalDetail {
  /** INPADOC field: L501EP … L525EP. */
  readonly field: string;
  readonly label: string;
  readonly value: string;
}
