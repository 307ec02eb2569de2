import type { FieldDefinitionNode } from "graphql";
import type {
  MappedCode,
  MappedMoney,
  MappedParty,
  MappedPrice,
  MappedValue,
} from "#adapters/manifest/mapping/mapped-record.ts";
import { validUscc } from "#adapters/manifest/search/record-facts.ts";
import { parseAgencyCode } from "#schema/ids/agency-code.ts";
import { parseApplicationNumber } from "#schema/ids/application-number.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { CODED_TYPES, fieldTypeOf } from "./field-types.ts";

/** A mapped value as its GraphQL field gives it; null for what the field's type cannot be made of. */
export type FieldView = (value: MappedValue) => unknown;

export function fieldView({ type }: Pick<FieldDefinitionNode, "type">): FieldView {
  const { name, isList } = fieldTypeOf(type);
  const codes = CODED_TYPES.get(name);
  const one = codes === undefined ? (VIEWS[name] ?? toScalar) : (value: MappedValue) => toCoded(value, codes);
  return isList ? (value) => toList(value, one) : (value) => (Array.isArray(value) ? null : one(value));
}

const VIEWS: Readonly<Record<string, FieldView>> = {
  String: (value) => (typeof value === "string" ? value : typeof value === "number" ? String(value) : null),
  Int: (value) => (typeof value === "number" && Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? value : null),
  Boolean: (value) => (typeof value === "boolean" ? value : null),
  UnifiedSocialCreditCode: (value) => (typeof value === "string" ? validUscc(value) : null),
  ApplicationNumber: (value) => toPatent(value)?.applicationNumber ?? null,
  Region: (value) => (typeof value === "string" ? { code: value } : null),
  Money: (value) => (isMoney(value) ? value : null),
  Price: (value) => (isPrice(value) ? value : null),
  PartyReference: toParty,
  Patent: toPatent,
  Agency: toAgency,
};

function toScalar(value: MappedValue): unknown {
  return typeof value === "string" ? value : null;
}

function toList(value: MappedValue, one: FieldView): unknown {
  const values: readonly MappedValue[] = Array.isArray(value) ? value : [value];
  return value === null ? null : values.map(one).filter((item) => item !== null);
}

/** What the shared list lacks is told as the list's own word for that, the source's text beside it. */
function toCoded(value: MappedValue, codes: readonly string[]): MappedCode | null {
  const told = typeof value === "string" ? { code: value, raw: value } : value;
  if (!isCode(told)) return null;
  if (codes.includes(told.code)) return told;
  const code = ["UNKNOWN", "OTHER", "UNMAPPED"].find((one) => codes.includes(one));
  return code === undefined ? null : { code, raw: told.raw ?? told.code };
}

/** A party as printed, with the organisation of its credit code where both check characters fit. */
function toParty(value: MappedValue): object | null {
  const party = typeof value === "string" ? { name: value, uscc: null } : value;
  if (!isParty(party) || (party.name === null && party.uscc === null)) return null;
  const uscc = validUscc(party.uscc);
  const organization =
    uscc === null ? null : { __typename: "Organization", id: encodeNodeId("Organization", uscc), uscc };
  return { name: party.name, organization, match: organization && { method: "USCC", confidence: 1 } };
}

/** Null where the number cannot be trusted. */
function toPatent(value: MappedValue) {
  const parsed = typeof value === "string" ? parseApplicationNumber(value) : null;
  if (!parsed?.ok) return null;
  return { __typename: "Patent", id: encodeNodeId("Patent", parsed.value), applicationNumber: parsed.value };
}

function toAgency(value: MappedValue): object | null {
  const parsed = typeof value === "string" ? parseAgencyCode(value) : null;
  return parsed?.ok ? { __typename: "Agency", id: encodeNodeId("Agency", parsed.value), code: parsed.value } : null;
}

function isCode(value: MappedValue): value is MappedCode {
  return isObject(value) && "raw" in value;
}

function isPrice(value: MappedValue): value is MappedPrice {
  return isObject(value) && "maxAmount" in value;
}

function isParty(value: MappedValue): value is MappedParty {
  return isObject(value) && "uscc" in value;
}

function isMoney(value: MappedValue): value is MappedMoney {
  return isObject(value) && "currencyCode" in value;
}

function isObject(value: MappedValue): value is MappedCode | MappedPrice | MappedParty | MappedMoney {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
