import { type ApplicationNumber, checkCharacter } from "#schema/ids/application-number.ts";

/** `CN202310123456.6` → 202310123456: an application number without its check character fits a double. */
export function toApplicationKey(number: ApplicationNumber): number {
  return Number(number.slice(2, number.indexOf(".")));
}

/** And back. */
export function toApplicationNumber(key: number): ApplicationNumber {
  const body = String(key).padStart(key < 1e8 ? 8 : 12, "0");
  return `CN${body}.${checkCharacter(body)}` as ApplicationNumber;
}
