import { z } from "zod";
import type { IndicationRecord, IndicationSystem } from "#adapters/national-registers/records.ts";
import { type GiNumber, parseGiNumber } from "#schema/ids/gi-number.ts";
import { areaCode, day, owners, recordId, text } from "./fields.ts";

/** One protected indication. Which system protects it is read from the words and from the form of its number, not from the integer. */
export const indicationRow = z
  .object({
    Id: recordId,
    GiTypeDesc: text,
    RegisterNo: text,
    SpecNo: text,
    Name: text,
    RegionText: text,
    AreaCode: areaCode,
    Holder: owners,
    NoticeDate: day,
  })
  .transform((row): IndicationRecord | null => {
    const number = parseGiNumber(row.RegisterNo ?? "");
    if (!number.ok || row.Name === null) return null;
    const { value } = number;
    return {
      recordId: row.Id,
      system: { code: systemOf(row.GiTypeDesc) ?? systemOfNumber(value), raw: row.GiTypeDesc },
      number: printedNumber(value),
      specificationNumber: value.system === "AGRICULTURAL_SPECIFICATION" ? value.specification : row.SpecNo,
      name: row.Name,
      regionText: row.RegionText,
      region: row.AreaCode,
      owners: row.Holder,
      announcementDate: row.NoticeDate,
    };
  });

/** The number in canonical form. */
export function printedNumber(number: GiNumber): string {
  switch (number.system) {
    case "PRODUCT":
      return number.announcement;
    case "MARK":
      return number.registration;
    case "AGRICULTURAL":
      return number.certificate;
    case "AGRICULTURAL_SPECIFICATION":
      return number.specification;
  }
}

const SYSTEMS: readonly (readonly [pattern: RegExp, system: IndicationSystem])[] = [
  [/农产品/, "AGRICULTURAL"],
  [/商标/, "TRADEMARK"],
  [/产品/, "PRODUCT"],
];

function systemOf(printed: string | null): IndicationSystem | null {
  return SYSTEMS.find(([pattern]) => printed !== null && pattern.test(printed))?.[1] ?? null;
}

function systemOfNumber({ system }: GiNumber): IndicationSystem {
  if (system === "MARK") return "TRADEMARK";
  return system === "PRODUCT" ? "PRODUCT" : "AGRICULTURAL";
}
