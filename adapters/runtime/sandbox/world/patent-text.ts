import type { Random } from "./random.ts";
import type { WorldPatent } from "./types.ts";
import { DESIGN_OBJECTS, type TechnicalField, type Word } from "./vocabulary.ts";

export type PatentText = Pick<
  WorldPatent,
  "title" | "titleEn" | "abstract" | "abstractEn" | "claims" | "ipc" | "locarno"
>;

/** Title, abstract and claims of an invention or utility model, in Chinese and plain English. */
export function writeTechnicalText(
  random: Random,
  type: "INVENTION" | "UTILITY_MODEL",
  field: TechnicalField,
): PatentText {
  const [object, objectEn] = random.pick(objectsFor(type, field));
  const [effect, effectEn] = random.pick(field.effects);
  const [purpose, purposeEn] = random.pick(PURPOSES);
  const parts = random.sample(field.parts, random.int(3, 4));
  const right =
    type === "INVENTION" ? (["本发明", "The invention"] as const) : (["本实用新型", "The utility model"] as const);
  const title = `一种${purpose}${object}`;
  const titleEn = capital(`${objectEn}${purposeEn}`);
  return {
    title,
    titleEn,
    abstract: `${right[0]}公开了${title}，属于${field.name}技术领域，包括${list(parts)}；${firstOf(parts)[0]}与${lastOf(parts)[0]}配合，使其${effect}，解决了现有技术的不足。`,
    abstractEn: `${right[1]} discloses ${article(objectEn)} ${objectEn}${purposeEn} in the field of ${field.nameEn}, comprising ${parts.map((part) => part[1]).join(", ")}; it ${effectEn}.`,
    claims: claimsOf(title, object, parts, effect),
    ipc: random.sample(field.ipc, random.int(1, 3)),
    locarno: [],
  };
}

/** Methods and substances are no utility models. */
function objectsFor(type: "INVENTION" | "UTILITY_MODEL", field: TechnicalField): readonly Word[] {
  if (type === "INVENTION") return field.objects;
  const devices = field.objects.filter(([object]) => !/方法|组合物|药物|引物|修复剂/.test(object));
  return devices.length > 0 ? devices : field.objects;
}

/** Designs have a title and a Locarno class, and none of the rest. */
export function writeDesignText(random: Random): PatentText {
  const [title, titleEn, locarno] = random.pick(DESIGN_OBJECTS);
  return { title, titleEn, abstract: null, abstractEn: null, claims: [], ipc: [], locarno: [locarno] };
}

const PURPOSES: readonly Word[] = [
  ["", ""],
  ["新型", " of a new type"],
  ["高效", " of high efficiency"],
  ["自动化", " with automatic operation"],
  ["山地用", " for mountain use"],
  ["低能耗", " with low energy consumption"],
  ["模块化", " of modular construction"],
  ["便携式", " of portable type"],
];

function claimsOf(title: string, object: string, parts: readonly Word[], effect: string): readonly string[] {
  const [first, ...rest] = parts.map((part) => part[0]);
  return [
    `${title}，其特征在于，包括${list(parts)}。`,
    ...rest.map((part) => `根据权利要求1所述的${object}，其特征在于，所述${part}与所述${first}可拆卸配合。`),
    `根据权利要求2所述的${object}，其特征在于，所述${object}${effect}。`,
  ];
}

function list(parts: readonly Word[]): string {
  return parts.map((part) => part[0]).join("、");
}

function firstOf(parts: readonly Word[]): Word {
  return parts[0] ?? ["", ""];
}

function lastOf(parts: readonly Word[]): Word {
  return parts.at(-1) ?? ["", ""];
}

function article(noun: string): "a" | "an" {
  return /^[aeiou]/.test(noun) ? "an" : "a";
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
