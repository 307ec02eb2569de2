import type { Kjy01Price } from "#adapters/chongqing-kjy01/records.ts";
import { emptyToNull } from "#schema/ids/text.ts";

const NEGOTIABLE = /面议|协商|面谈/;
const AMOUNT = /^(\d{1,12})(?:\.(\d{1,8}))?(万元|万|元)?$/;
/** 1 万元 = 10,000 元. */
const TEN_THOUSANDS = 4;

/**
 * A printed price with its unit to yuan, shifted as text so that no cent is lost: `("15.5", "万元")` → 155000.
 * A unit inside the text wins. 面议 and the placeholder `-1` mean negotiable.
 */
export function readPrice(amount: string | null | undefined, unit: string | null | undefined): Kjy01Price {
  const raw = (amount ?? "").trim();
  const printed = emptyToNull(raw);
  if (raw === "-1" || NEGOTIABLE.test(raw)) return { yuan: null, isNegotiable: true, text: printed ?? "面议" };
  if (printed === null) return { yuan: null, isNegotiable: false, text: null };
  const [whole, integer = "", fraction = "", own] = AMOUNT.exec(printed.replaceAll(/[,，\s]/g, "")) ?? [];
  const hasOwnUnit = /[万元]$/.test(printed);
  const text = hasOwnUnit ? printed : `${printed}${unit ?? ""}`;
  if (whole === undefined) return { yuan: null, isNegotiable: false, text };
  const isTenThousands = (own ?? unit ?? "元").startsWith("万");
  return { yuan: shift(integer, fraction, isTenThousands ? TEN_THOUSANDS : 0), isNegotiable: false, text };
}

/** Moves the decimal point to the right; no leading or trailing zeros. */
function shift(integer: string, fraction: string, places: number): string {
  const padded = fraction.padEnd(places, "0");
  const whole = `${integer}${padded.slice(0, places)}`.replace(/^0+(?=\d)/, "");
  const rest = padded.slice(places).replace(/0+$/, "");
  return rest === "" ? whole : `${whole}.${rest}`;
}
