import { makeUscc } from "#schema/ids/uscc.ts";
import { CLUSTER_PLACES, OTHER_PLACES, type Place, pickPlace, streetAddress } from "./places.ts";
import { createRandom, type Random } from "./random.ts";
import type { WorldOrganization } from "./types.ts";
import { COMPANY_TAILS, COMPANY_WORDS, TECHNICAL_FIELDS, type TechnicalField } from "./vocabulary.ts";
import { CHENGDU_OPTICS, CHONGQING_MATERIALS } from "./well-known-parties.ts";

const CLUSTER_SHARE = 0.85;

/** An organisation with what the generator must know of it besides its record. */
export interface OrganizationSeat {
  readonly organization: WorldOrganization;
  readonly field: TechnicalField;
}

/** The well-known organisations first, then `count` invented ones. */
export function makeOrganizations(seed: number, count: number): readonly OrganizationSeat[] {
  const [materials = TECHNICAL_FIELDS[0]] = TECHNICAL_FIELDS;
  if (materials === undefined) throw new RangeError("no technical fields");
  const known = [CHENGDU_OPTICS, CHONGQING_MATERIALS].map((organization) => ({ organization, field: materials }));
  const invented = Array.from({ length: count }, (_, index) => makeOrganization(seed, index));
  return [...known, ...invented];
}

/**
 * Invented social credit codes are made of a serial that starts with a digit run no registrar has given out,
 * and both check characters.
 */
export function inventedUscc(registration: "91" | "12", region: string, serial: number): string {
  return makeUscc(`${registration}${region}`, `MA9${serial.toString(10).padStart(5, "0")}`);
}

function makeOrganization(seed: number, index: number): OrganizationSeat {
  const random = createRandom(seed, "organization", index);
  const at = pickPlace(random, random.chance(CLUSTER_SHARE) ? CLUSTER_PLACES : OTHER_PLACES);
  const field = random.pick(TECHNICAL_FIELDS);
  const type = typeOf(random);
  const registration = type === "ENTERPRISE" ? "91" : "12";
  return {
    field,
    organization: {
      uscc: inventedUscc(registration, at.code, index),
      ...nameOf(random, type, at, field),
      region: at.code,
      address: streetAddress(random, at),
      postCode: at.postCode,
      type,
    },
  };
}

function typeOf(random: Random): WorldOrganization["type"] {
  const roll = random.next();
  if (roll < 0.82) return "ENTERPRISE";
  return roll < 0.92 ? "UNIVERSITY" : "INSTITUTE";
}

function nameOf(random: Random, type: WorldOrganization["type"], at: Place, field: TechnicalField) {
  const [word, wordEn] = random.pick(COMPANY_WORDS);
  const [tail, tailEn] = random.pick(COMPANY_TAILS);
  const called = { zh: `${at.city}${word}${tail}`, en: `${at.cityEn} ${wordEn}${tailEn}` };
  if (type === "UNIVERSITY") return { name: `${called.zh}大学`, nameEn: `${called.en} University` };
  if (type === "INSTITUTE") {
    return { name: `${called.zh}${field.name}研究院`, nameEn: `${called.en} Institute of ${capitals(field.nameEn)}` };
  }
  const [line, lineEn] = random.pick(LINES);
  const [form, formEn] = random.chance(0.85) ? LIMITED : BY_SHARES;
  return { name: `${called.zh}${line}${form}`, nameEn: `${called.en} ${lineEn} ${formEn}` };
}

const LINES = [
  ["科技", "Technology"],
  ["新材料", "New Materials"],
  ["智能装备", "Intelligent Equipment"],
  ["电子", "Electronics"],
  ["生物", "Biotech"],
  ["能源", "Energy"],
  ["环保", "Environment"],
  ["机械", "Machinery"],
] as const;
const LIMITED = ["有限公司", "Co., Ltd."] as const;
const BY_SHARES = ["股份有限公司", "Corporation Limited"] as const;

function capitals(text: string): string {
  return text.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}
