import { toReferenceKey } from "#adapters/epo-ops/docdb-reference.ts";
import type { DocdbNumber } from "#adapters/epo-ops/ops-document.ts";
import type { OpsFamily, OpsFamilyApplication, OpsFamilyMember, OpsLegalEvent } from "#adapters/epo-ops/ops-family.ts";
import type { XmlElement } from "#adapters/runtime/call/decoders/parse-xml.ts";
import { elementAt, elementsNamed } from "#adapters/runtime/call/decoders/xml-select.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import type { OpsReader } from "./decode-answer.ts";
import { decodeLegalEvent } from "./decode-legal.ts";
import { decodeNumber } from "./decode-number.ts";
import { decodePriorities } from "./decode-priorities.ts";

/** Answers of the family and legal services. */
export const familyReader: OpsReader<OpsFamily, WireMember | null> = {
  record: "family-member",
  decodeRecord: decodeMember,
  decode: (root, records) => {
    const family = elementAt(root, "patent-family");
    if (family === undefined) throw new MalformedError("patent-family");
    const wire = records.filter((member) => member !== null);
    return {
      total: Number(family.attributes["total-result-count"]) || wire.length,
      members: wire.map(({ member }) => member),
      applications: toApplications(wire),
    };
  },
};

interface WireMember {
  readonly member: OpsFamilyMember;
  readonly application: DocdbNumber;
  readonly representative: boolean;
  readonly events: readonly OpsLegalEvent[];
}

/** A member without a DOCDB publication cannot be named or asked for again: it is left out, `total` still counts it. */
function decodeMember(element: XmlElement): WireMember | null {
  const publication = decodeNumber(elementAt(element, "publication-reference")).docdb;
  if (publication === null) return null;
  const reference = elementAt(element, "application-reference");
  const application = decodeNumber(reference).docdb ?? publication;
  return {
    member: {
      publication,
      simpleFamilyId: element.attributes["family-id"] ?? null,
      applicationKey: toReferenceKey(application),
      priorities: decodePriorities(element),
    },
    application,
    representative: reference?.attributes["is-representative"] === "YES",
    events: elementsNamed(element, "legal").map((legal) => decodeLegalEvent(legal, application.office)),
  };
}

/** Events hang on one publication (mostly the A1) and speak of the application: a grant would look event-free otherwise. */
function toApplications(wire: readonly WireMember[]): readonly OpsFamilyApplication[] {
  const groups = Map.groupBy(wire, ({ member }) => member.applicationKey);
  return [...groups].flatMap(([key, group]) => {
    const [first] = group;
    if (first === undefined) return [];
    return {
      key,
      application: first.application,
      representative: group.some((one) => one.representative),
      events: group.flatMap((one) => one.events).sort(byDate),
    };
  });
}

/** Oldest first; events without a date last, the wire's order kept among equals. */
function byDate(one: OpsLegalEvent, other: OpsLegalEvent): number {
  const [left, right] = [one, other].map((event) => event.gazetteDate ?? event.effectiveDate ?? "9999");
  return left === right ? 0 : (left ?? "") < (right ?? "") ? -1 : 1;
}
