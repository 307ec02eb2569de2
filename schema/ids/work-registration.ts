import type { Branded } from "./branded.ts";
import type { Parsed } from "./parsed.ts";
import { refuseForm, refuseUnreadable } from "./refuse.ts";
import { compactText } from "./text.ts";

/** Registration number of a work (作品登记号): `国作登字-2016-F-00269796`, in provincial registers `川作登字-…`. */
export type WorkRegistrationNumber = Branded<"WorkRegistrationNumber">;

const NAME = { zh: "作品登记号", en: "work registration number" };
const REGISTERS = "国京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔滇藏陕甘青宁新";

/** Hyphens of any width, or none; brackets and 号 around the serial are dropped. Canonical with ASCII hyphens. */
export function parseWorkRegistrationNumber(text: string): Parsed<WorkRegistrationNumber> {
  const unreadable = refuseUnreadable(text, NAME);
  if (unreadable) return unreadable;
  const compact = compactText(text).replace(/[-_.()第号]/g, "");
  const found = new RegExp(`^([${REGISTERS}])作登字((?:19|20)\\d{2})([A-Z])(\\d{8})$`).exec(compact);
  const [, register, year, letter, serial] = found ?? [];
  if (register === undefined) return refuseForm(NAME, "国作登字-2016-F-00269796");
  return { ok: true, value: `${register}作登字-${year}-${letter}-${serial}` as WorkRegistrationNumber };
}
