import { regionByChineseName } from "#schema/codes/region-names.ts";
import { fullRegionName } from "#schema/codes/regions.ts";
import type { KindField } from "#schema/kind-fields.ts";
import type { MappedParty, MappedValue } from "./mapped-record.ts";
import { maskPhone } from "./texts.ts";

const PERSON = /^\p{Script=Han}{2,4}$/u;
const MASK = "***";

/** Telephones always; phones, addresses and names where the licence says "masked". */
export function maskingOf(
  field: Pick<KindField, "shape">,
  isMasked: boolean,
): ((value: MappedValue) => MappedValue) | null {
  if (field.shape === "contact") return maskText(maskPhone);
  return isMasked ? maskAny : null;
}

function maskText(mask: (text: string) => string): (value: MappedValue) => MappedValue {
  return (value) => (typeof value === "string" ? mask(value) : value);
}

function maskAny(value: MappedValue): MappedValue {
  if (typeof value === "string") return maskPersonal(value);
  if (Array.isArray(value)) return value.map(maskItem) as MappedValue;
  return isParty(value) ? maskParty(value) : value;
}

function maskItem(item: unknown): unknown {
  if (typeof item === "string") return maskPersonal(item);
  return isParty(item) ? maskParty(item) : item;
}

/** A person keeps the family name, an address its division, a telephone its ends; of anything else the beginning is left. */
function maskPersonal(text: string): string {
  if (PERSON.test(text)) return `${text.slice(0, 1)}${"*".repeat(text.length - 1)}`;
  const region = regionByChineseName(text);
  if (region !== null) return `${fullRegionName(region)}${MASK}`;
  const masked = maskPhone(text);
  return masked === text ? `${text.slice(0, 1)}${MASK}` : masked;
}

/** A party with a credit code is an organisation, whose name is public. */
function maskParty(party: MappedParty): MappedParty {
  return party.name === null || party.uscc !== null ? party : { ...party, name: maskPersonal(party.name) };
}

function isParty(value: unknown): value is MappedParty {
  return typeof value === "object" && value !== null && "name" in value && "uscc" in value;
}
