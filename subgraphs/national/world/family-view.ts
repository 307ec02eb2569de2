import { toReferenceKey } from "#adapters/epo-ops/docdb-reference.ts";
import type { DocdbNumber, OpsNumber } from "#adapters/epo-ops/ops-document.ts";
import type { OpsFamily, OpsFamilyMember } from "#adapters/epo-ops/ops-family.ts";
import {
  type ApplicationNumber,
  type DocdbApplication,
  parseApplicationNumber,
} from "#schema/ids/application-number.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import type { PatentView, PublicationView } from "#subgraphs/national/patent/patent-view.ts";
import type { ConnectionTotal } from "#subgraphs/runtime/paging.ts";
import { toDocdbText } from "./ops-reference.ts";

/** What stands behind the GraphQL type PatentFamily, without its provenance. */
export interface FamilyView {
  readonly kind: "SIMPLE" | "INPADOC";
  readonly familyNumber: string | null;
  readonly members: readonly FamilyMemberView[];
  readonly total: ConnectionTotal;
}

export interface FamilyMemberView extends PublicationView {
  /** Global id of its patent, by which one that was taken down is left out; null where its application is not told. */
  readonly id: string | null;
  readonly applicationNumber: ApplicationNumber | null;
  readonly docdbApplicationNumber: string | null;
  readonly filingDate: string | null;
  /** Null where the source told the number of the publication alone. */
  readonly application: DocdbApplication | null;
}

/** True for an answer that holds every member that it counts. */
export function isWhole(family: OpsFamily): boolean {
  return family.members.length >= family.total;
}

export function toExtendedFamily(family: OpsFamily): FamilyView {
  return {
    kind: "INPADOC",
    familyNumber: null,
    members: family.members.map((member) => toMember(member, family)),
    total: { value: Math.max(family.total, family.members.length), relation: "EXACT" },
  };
}

/**
 * The members of the extended family that share this patent's simple family. Null where the answer does not say which
 * that is. OPS counts the extended family only: of an answer that is not whole no more is known than "at least".
 */
export function toSimpleFamily(patent: PatentView, family: OpsFamily): FamilyView | null {
  const familyNumber = family.members.find((member) => isOf(patent, member))?.simpleFamilyId ?? null;
  if (familyNumber === null) return null;
  const members = family.members.filter((member) => member.simpleFamilyId === familyNumber);
  return {
    kind: "SIMPLE",
    familyNumber,
    members: members.map((member) => toMember(member, family)),
    total: { value: members.length, relation: isWhole(family) ? "EXACT" : "AT_LEAST" },
  };
}

/** The equivalents service tells numbers, each for one or more publications of that number. */
export function toFamilyOfNumbers(numbers: readonly OpsNumber[]): FamilyView {
  const members = numbers.flatMap((number) => toBareMember(number) ?? []);
  return { kind: "SIMPLE", familyNumber: null, members, total: { value: numbers.length, relation: "AT_LEAST" } };
}

/** Applications as keys of `OpsFamily.applications`, to which events belong. */
export function applicationKeysOf(patent: PatentView, family: OpsFamily): ReadonlySet<string> {
  return new Set(family.members.filter((member) => isOf(patent, member)).map(({ applicationKey }) => applicationKey));
}

function isOf({ docdb, publications }: PatentView, member: OpsFamilyMember): boolean {
  if (docdb !== null && toReferenceKey(docdb) === member.applicationKey) return true;
  const key = toReferenceKey(member.publication);
  return publications.some(
    ({ office, number, kindCode }) =>
      kindCode !== null && toReferenceKey({ office: office.code, number, kind: kindCode }) === key,
  );
}

function toMember({ publication, applicationKey }: OpsFamilyMember, family: OpsFamily): FamilyMemberView {
  const application = family.applications.find(({ key }) => key === applicationKey)?.application ?? null;
  const applicationNumber = chineseNumberOf(application);
  const docdbApplicationNumber = application && toDocdbText(application);
  const key = applicationNumber ?? docdbApplicationNumber;
  return {
    id: key === null ? null : encodeNodeId("Patent", key),
    office: { code: publication.office },
    number: publication.number,
    kindCode: publication.kind,
    publicationNumber: `${publication.office}${publication.number}${publication.kind}`,
    publicationDate: publication.date,
    applicationNumber,
    docdbApplicationNumber,
    filingDate: application?.date ?? null,
    application,
  };
}

/** `EP2400812`; of Chinese documents EPODOC writes the letter of grants and utility models: `CN116012345B`. */
function toBareMember({ docdb, epodoc, date }: OpsNumber): FamilyMemberView | null {
  const [, office, number, letter] = /^([A-Z]{2})(.*?\d)([A-Z])?$/.exec(epodoc ?? "") ?? [];
  if (docdb === null && (office === undefined || number === undefined)) return null;
  const kindCode = docdb?.kind ?? letter ?? null;
  const code = docdb?.office ?? office ?? "";
  const bare = docdb?.number ?? number ?? "";
  return {
    id: null,
    office: { code },
    number: bare,
    kindCode,
    publicationNumber: `${code}${bare}${kindCode ?? ""}`,
    publicationDate: docdb?.date ?? date,
    applicationNumber: null,
    docdbApplicationNumber: null,
    filingDate: null,
    application: null,
  };
}

/** International applications that the Chinese office received are filed under CN too, with the kind W. */
function chineseNumberOf(application: DocdbNumber | null): ApplicationNumber | null {
  if (application === null || application.office !== "CN" || application.kind === "W") return null;
  const parsed = parseApplicationNumber(application.number);
  return parsed.ok ? parsed.value : null;
}
