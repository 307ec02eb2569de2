import { type GraphQLSchema, isEnumType } from "graphql";
import type { ApplicantType } from "#adapters/cnipa-bulk/search/applicant-type.ts";
import type { FacetField } from "#adapters/cnipa-bulk/search/search-request.ts";
import { IPC_SECTIONS } from "#schema/codes/ipc-sections.ts";
import { regionOf } from "#schema/codes/regions.ts";
import { STRATEGIC_INDUSTRIES } from "#schema/codes/strategic-industries.ts";
import { labelOfDescription } from "#schema/enum-labels.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { Language } from "#subgraphs/runtime/define-node.ts";
import { APPLICANT_TYPE_LABELS } from "./applicant-type-labels.ts";

interface Bucket {
  readonly field: FacetField;
  readonly value: string;
  /** As the store knows it: organisations and agencies. */
  readonly name: string | null;
}

/** Facets whose values are those of an enum of the graph. */
const ENUMS: Readonly<Partial<Record<FacetField, string>>> = {
  PATENT_TYPE: "PatentType",
  LEGAL_STATUS: "LegalStatusCode",
};

/** What a value is called in the language asked for; the value itself where it has no name. */
export function labelOfBucket({ field, value, name }: Bucket, language: Language, schema: GraphQLSchema): string {
  const enumName = ENUMS[field];
  if (enumName !== undefined) return enumLabel(schema, enumName, value)?.[language] ?? value;
  return tableLabel(field, value)?.[language] ?? name ?? value;
}

function enumLabel(schema: GraphQLSchema, enumName: string, value: string): Bilingual | undefined {
  const type = schema.getType(enumName);
  const description = isEnumType(type) ? type.getValue(value)?.description : undefined;
  return description ? labelOfDescription(value, description) : undefined;
}

function tableLabel(field: FacetField, value: string): Bilingual | undefined {
  switch (field) {
    case "PROVINCE":
    case "CITY": {
      const region = regionOf(value);
      return region === null ? undefined : { zh: region.name, en: region.nameEn ?? region.name };
    }
    case "IPC_SECTION":
      return IPC_SECTIONS[value];
    case "APPLICANT_TYPE":
      return Object.hasOwn(APPLICANT_TYPE_LABELS, value) ? APPLICANT_TYPE_LABELS[value as ApplicantType] : undefined;
    case "STRATEGIC_INDUSTRY":
      return STRATEGIC_INDUSTRIES.find(({ code }) => code === value)?.label;
    default:
      return undefined;
  }
}
