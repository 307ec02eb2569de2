import { type FieldDefinitionNode, Kind, parse, type TypeNode } from "graphql";
import { enumLabelsOf } from "./enum-labels.ts";
import type { Bilingual } from "./ids/parsed.ts";
import { SHARED_KINDS, SHARED_SDL } from "./kinds.ts";

/** What a field of a shared kind holds, in the terms of those who fill it (no GraphQL in sight). */
export type FieldShape =
  | "text"
  /** Telephone numbers and the like: always masked. */
  | "contact"
  | "texts"
  | "integer"
  | "boolean"
  | "decimal"
  | "date"
  | "instant"
  | "url"
  | "money"
  | "price"
  | "region"
  | "party"
  | "parties"
  | "uscc"
  | "code"
  | "codes"
  | "legalStatus"
  | "patent"
  | "agency"
  | "organization";

/** Code → label in Chinese and English. */
export type CodeLabels = Readonly<Record<string, Bilingual>>;

export interface KindField {
  readonly name: string;
  readonly shape: FieldShape;
  /** Where the shape is `code`, `codes` or `legalStatus`: the codes of the enum with their labels; empty otherwise. */
  readonly codes: CodeLabels;
}

export interface KindFields {
  /** AssetKind value: LISTING */
  readonly kind: string;
  readonly interfaceName: string;
  readonly isPrivate: boolean;
  readonly fields: ReadonlyMap<string, KindField>;
}

const SHAPE_OF_TYPE: Readonly<Record<string, FieldShape>> = {
  String: "text",
  Int: "integer",
  Boolean: "boolean",
  Decimal: "decimal",
  Date: "date",
  DateTime: "instant",
  URL: "url",
  Money: "money",
  Price: "price",
  Region: "region",
  PartyReference: "party",
  UnifiedSocialCreditCode: "uscc",
  LegalStatus: "legalStatus",
  Patent: "patent",
  Agency: "agency",
  Organization: "organization",
};
const LIST_SHAPES: Readonly<Partial<Record<FieldShape, FieldShape>>> = {
  text: "texts",
  party: "parties",
  code: "codes",
};
/** Made by the hub itself, from other parts of a record. */
const MADE = new Set(["id", "actions", "provenance"]);

const LABELS = enumLabelsOf(SHARED_SDL);
/** Value types with a code, a label and the source's text, by name: the codes of their enum. */
const CODED_TYPES = new Map(SHARED_SDL.definitions.flatMap(codedType));

/** The kinds that any platform may hold, with the fields that its records may fill; by AssetKind. */
export const KIND_FIELDS: ReadonlyMap<string, KindFields> = new Map(
  SHARED_KINDS.map(({ name, interfaceName, isPrivate }) => [
    name,
    { kind: name, interfaceName, isPrivate, fields: fieldsOf(interfaceName) },
  ]),
);

/** Every AssetKind, whether many platforms or one authority hold it. */
export const ASSET_KINDS: readonly string[] = Object.keys(LABELS["AssetKind"] ?? {});

const MOST_SDL_TOKENS = 5_000;

/**
 * Of further fields that a platform declares on its types, those with codes, by name; a name that recurs has one type. None
 * where the text cannot be read.
 */
export function furtherCodedFields(sdl: string | undefined): ReadonlyMap<string, KindField> {
  const declared = declaredFields(sdl ?? "").filter((field) => CODED_TYPES.has(unwrap(field.type).typeName));
  return new Map(declared.flatMap(toKindField).map((field) => [field.name, field]));
}

function declaredFields(sdl: string): readonly FieldDefinitionNode[] {
  if (sdl.trim() === "") return [];
  try {
    return parse(sdl, { maxTokens: MOST_SDL_TOKENS }).definitions.flatMap((one) =>
      one.kind === Kind.OBJECT_TYPE_EXTENSION ? (one.fields ?? []) : [],
    );
  } catch {
    return [];
  }
}

function fieldsOf(interfaceName: string): ReadonlyMap<string, KindField> {
  const definition = SHARED_SDL.definitions.find(
    (candidate) => candidate.kind === Kind.INTERFACE_TYPE_DEFINITION && candidate.name.value === interfaceName,
  );
  const fields = definition?.kind === Kind.INTERFACE_TYPE_DEFINITION ? (definition.fields ?? []) : [];
  return new Map(fields.flatMap(toKindField).map((field) => [field.name, field]));
}

function toKindField(field: FieldDefinitionNode): readonly KindField[] {
  const name = field.name.value;
  if (MADE.has(name) || (field.arguments ?? []).length > 0) return [];
  const { typeName, isList } = unwrap(field.type);
  const codes = CODED_TYPES.get(typeName) ?? (typeName === "LegalStatus" ? LABELS["LegalStatusCode"] : undefined);
  const single = CODED_TYPES.has(typeName) ? "code" : SHAPE_OF_TYPE[typeName];
  const shape = isList && single !== undefined ? LIST_SHAPES[single] : single;
  if (shape === undefined) return [];
  const isContact = field.directives?.some((directive) => directive.name.value === "contact") ?? false;
  return [{ name, shape: isContact && shape === "text" ? "contact" : shape, codes: codes ?? {} }];
}

function unwrap(type: TypeNode): { readonly typeName: string; readonly isList: boolean } {
  if (type.kind === Kind.NAMED_TYPE) return { typeName: type.name.value, isList: false };
  const inner = unwrap(type.type);
  return { typeName: inner.typeName, isList: inner.isList || type.kind === Kind.LIST_TYPE };
}

function codedType(definition: (typeof SHARED_SDL.definitions)[number]): readonly (readonly [string, CodeLabels])[] {
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
  const fields = new Map((definition.fields ?? []).map((field) => [field.name.value, unwrap(field.type).typeName]));
  const codes = LABELS[fields.get("code") ?? ""];
  const isCoded = codes !== undefined && fields.has("label") && fields.has("raw") && fields.size === 3;
  return isCoded ? [[definition.name.value, codes]] : [];
}
