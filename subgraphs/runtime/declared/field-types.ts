import { Kind, type TypeNode } from "graphql";
import type { NormaliserName } from "#adapters/manifest/format/kind-format.ts";
import { SHARED_SDL } from "#schema/kinds.ts";

/** A field's type without what says that it may be null: `[Named!]` or `Named`. */
export interface FieldType {
  readonly name: string;
  readonly isList: boolean;
}

export function fieldTypeOf(type: TypeNode): FieldType {
  if (type.kind === Kind.NON_NULL_TYPE) return fieldTypeOf(type.type);
  if (type.kind === Kind.LIST_TYPE) return { name: fieldTypeOf(type.type).name, isList: true };
  return { name: type.name.value, isList: false };
}

/** Enum by value type (TransferModeValue → TransferMode): shared types whose `code` is an enum, with the source's text. */
export const CODED_TYPES: ReadonlyMap<string, readonly string[]> = new Map(
  SHARED_SDL.definitions.flatMap((one) => {
    if (one.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
    const fields = new Map((one.fields ?? []).map((field) => [field.name.value, fieldTypeOf(field.type).name]));
    const codes = enumValues(fields.get("code") ?? "");
    return codes.length > 0 && fields.has("raw") && fields.has("label") && fields.size === 3
      ? [[one.name.value, codes] as const]
      : [];
  }),
);

/** What a mapped field of each type may be normalised as. */
const NORMALISERS: Readonly<Record<string, readonly NormaliserName[]>> = {
  String: [
    "text",
    "html",
    "url",
    "uscc",
    "agencyCode",
    "applicationNumber",
    "publicationNumber",
    "patentNumber",
    "decimal",
  ],
  Int: ["integer"],
  Boolean: ["boolean"],
  Decimal: ["decimal"],
  Date: ["date"],
  DateTime: ["instant"],
  URL: ["url"],
  UnifiedSocialCreditCode: ["uscc"],
  ApplicationNumber: ["applicationNumber"],
  Region: ["region"],
  Money: ["money"],
  Price: ["price"],
  PartyReference: ["party"],
  Patent: ["applicationNumber", "patentNumber"],
  Agency: ["agencyCode"],
  "[String]": ["list"],
  "[PartyReference]": ["parties"],
};

/** Empty for a type that a manifest's further field cannot have. */
export function normalisersFor({ name, isList }: FieldType): readonly NormaliserName[] {
  if (CODED_TYPES.has(name)) return isList ? ["codes"] : ["code"];
  return NORMALISERS[isList ? `[${name}]` : name] ?? [];
}

function enumValues(name: string): readonly string[] {
  for (const one of SHARED_SDL.definitions) {
    if (one.kind === Kind.ENUM_TYPE_DEFINITION && one.name.value === name) {
      return (one.values ?? []).map((value) => value.name.value);
    }
  }
  return [];
}
