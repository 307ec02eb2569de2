import type { SpelledNumber } from "./ops-conversion.ts";

/** True for what can stand in an address of the number service; nothing else is a number of any office. */
export function isSpellable({ office, number, kind, date }: SpelledNumber): boolean {
  return (
    (office === null || /^[A-Z]{2}$/.test(office)) &&
    // Separators stand between letters and digits only: "1/../X" would be another address.
    /^(?=.{1,30}$)[A-Za-z0-9]+(?:[ /.,-][A-Za-z0-9]+)*$/.test(number) &&
    (kind === null || /^[A-Za-z][0-9]?$/.test(kind)) &&
    (date === null || /^\d{4}-\d{2}-\d{2}$/.test(date))
  );
}

/**
 * The input grammar of the reference guide: `JP.(2006-147056).A.20060526`, `(PCT/GB02/04635).20021011`, and in EPODOC,
 * whose numbers carry their office, `EP1000000.A1.20000517`.
 */
export function toSpelledInput({ format, office, number, kind, date }: SpelledNumber): string {
  const bracketed = /[ /.,-]/.test(number) ? `(${number})` : number;
  const parts = [office, bracketed, kind, date?.replaceAll("-", "")].filter(
    (part) => part !== null && part !== undefined,
  );
  const input = parts.join(".");
  return encodeURI(format === "epodoc" && office !== null ? input.replace(".", "") : input);
}
