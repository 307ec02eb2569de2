import type { Kjy01Price } from "#adapters/chongqing-kjy01/records.ts";
import { type ParsedMoney, parseMoney } from "#schema/codes/money.ts";
import { emptyToNull } from "#schema/ids/text.ts";

const NEGOTIABLE: ParsedMoney = { kind: "NEGOTIABLE" };

/** A printed amount with the unit of its column (万元, 元); a unit inside the text wins. `-1` is the form's word for 面议. */
export function readPrice(amount: string | null | undefined, unit: string | null | undefined): Kjy01Price {
  const printed = emptyToNull(amount);
  if (amount?.trim() === "-1") return { money: NEGOTIABLE, text: "面议" };
  if (printed === null) return { money: { kind: "UNKNOWN" }, text: null };
  const isBareNumber = /^[\d.,，\s]+$/.test(printed);
  return {
    money: parseMoney(printed, unit?.startsWith("万") ? "万元" : "元"),
    text: isBareNumber ? `${printed}${unit ?? ""}` : printed,
  };
}
