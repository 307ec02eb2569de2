import type {
  IndicationRecord,
  IndicationSystem,
  LayoutDesignRecord,
  PlantVarietyRecord,
} from "#adapters/national-registers/records.ts";
import { normaliseName } from "#schema/ids/text.ts";
import { layoutDesignTerm } from "#schema/rules/other-right-terms.ts";
import type { PartyReferenceView } from "#subgraphs/national/party/party-reference.ts";
import {
  absentUnless,
  type EntryOf,
  NOT_IN_SOURCE,
  partiesOf,
  type ReasonView,
  type RightView,
  toRightView,
} from "./right-view.ts";

/** What stands behind the GraphQL type GeographicalIndication. */
export interface IndicationView extends RightView {
  readonly system: IndicationRecord["system"];
  readonly number: string;
  readonly specificationNumber: string | null;
  readonly regionText: string | null;
  readonly holders: readonly PartyReferenceView[];
  readonly announcementDate: string | null;
}

/** What stands behind the GraphQL type LayoutDesign. */
export interface LayoutDesignView extends RightView {
  readonly registrationNumber: string;
  readonly holders: readonly PartyReferenceView[];
  readonly filingDate: string | null;
  readonly announcementNumber: string | null;
  readonly announcementDate: string | null;
  readonly creationDate: string | null;
  readonly firstExploitationDate: string | null;
  readonly expiryDate: string | null;
  readonly warnings: readonly ReasonView[];
}

/** What stands behind the GraphQL type PlantVariety. */
export interface PlantVarietyView extends RightView {
  readonly authority: { readonly code: PlantVarietyRecord["authority"] };
  readonly number: string;
  readonly species: string | null;
  readonly holders: readonly PartyReferenceView[];
  readonly filingDate: string | null;
  readonly announcementDate: string | null;
  readonly grantDate: string | null;
}

export function toIndicationView(entry: EntryOf<IndicationRecord>): IndicationView {
  const { system, number, name, specificationNumber, regionText, announcementDate } = entry.value;
  const isMark = system.code === "TRADEMARK";
  return {
    ...toRightView(entry, {
      typeName: "GeographicalIndication",
      key: indicationKey(system.code, number, name),
      absences: [
        absentUnless(isMark ? number : null, "trademark", "NOT_APPLICABLE", {
          zh: "不以商标保护",
          en: "Not protected as a mark",
        }),
        absentUnless(announcementDate, "announcementDate", "UNKNOWN", NOT_IN_SOURCE),
      ],
      numbers: [number],
      date: announcementDate,
    }),
    system,
    number,
    specificationNumber,
    regionText,
    holders: partiesOf(entry.value),
    announcementDate,
  };
}

/** Names belong to the key: one announcement covers several products. Cut, so that any name makes an id. */
const KEY_NAME_LENGTH = 60;

function indicationKey(system: IndicationSystem, number: string, name: string | null): string {
  return `${system}:${number}:${[...normaliseName(name ?? "")].slice(0, KEY_NAME_LENGTH).join("")}`;
}

export function toLayoutDesignView(entry: EntryOf<LayoutDesignRecord>): LayoutDesignView {
  const { registrationNumber, warning, filingDate, announcementNumber, announcementDate } = entry.value;
  const { creationDate, exploitationDate } = entry.value;
  const expiryDate = layoutDesignTerm({ filingDate, exploitationDate, creationDate })?.endDate ?? null;
  return {
    ...toRightView(entry, {
      typeName: "LayoutDesign",
      key: registrationNumber,
      absences: [
        absentUnless(exploitationDate, "firstExploitationDate", "UNKNOWN", {
          zh: "来源未载，可能尚未投入商业利用",
          en: "Not in the source; it may not have been exploited yet",
        }),
        absentUnless(expiryDate, "expiryDate", "UNKNOWN", NOT_IN_SOURCE),
      ],
      numbers: [registrationNumber],
      date: filingDate,
    }),
    registrationNumber,
    holders: partiesOf(entry.value),
    filingDate,
    announcementNumber,
    announcementDate,
    creationDate,
    firstExploitationDate: exploitationDate,
    expiryDate,
    warnings: warning === null ? [] : [{ code: "CHECK_DIGIT_DOUBTFUL", message: warning }],
  };
}

export function toPlantVarietyView(entry: EntryOf<PlantVarietyRecord>): PlantVarietyView {
  const { authority, number, species, filingDate, announcementDate, grantDate } = entry.value;
  return {
    ...toRightView(entry, {
      typeName: "PlantVariety",
      key: `${authority}:${number}`,
      absences: [
        absentUnless(grantDate, "grantDate", "UNKNOWN", {
          zh: "来源未载，可能尚未授权",
          en: "Not in the source; it may not be granted yet",
        }),
      ],
      numbers: [number],
      date: filingDate,
    }),
    authority: { code: authority },
    number,
    species,
    holders: partiesOf(entry.value),
    filingDate,
    announcementDate,
    grantDate,
  };
}
