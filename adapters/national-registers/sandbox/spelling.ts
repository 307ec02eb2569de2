/** The ways in which the register prints a day, one after the other. */
const DAYS: readonly ((date: string) => string)[] = [
  (date) => `${date}T00:00:00`,
  (date) => `${date}T00:00:00+08:00`,
  (date) => `${date.replace(/^(\d{4})-0?(\d{1,2})-0?(\d{1,2})$/, "$1/$2/$3")} 0:00:00`,
  (date) => date.replace(/^(\d{4})-(\d{2})-(\d{2})$/, "$1年$2月$3日"),
  (date) => date.replaceAll("-", ""),
  (date) => date.replaceAll("-", "."),
  (date) => `/Date(${Date.parse(`${date}T00:00:00+08:00`)})/`,
];

/** And the ways in which it says that there is nothing. */
const NOTHING: readonly (string | null)[] = ["--", "", null, "无", "N/A"];

/** A day as the register prints it at this place. */
export function spellDay(date: string | null, place: number): string | null {
  return date === null ? spellNothing(place) : (DAYS[place % DAYS.length]?.(date) ?? date);
}

export function spellNothing(place: number): string | null {
  return NOTHING[place % NOTHING.length] ?? null;
}

export function orNothing(value: string | null, place: number): string | null {
  return value ?? spellNothing(place);
}

/** `2023年05月21日至2033年05月20日` */
export function spellTerm(from: string, to: string): string {
  return [from, to].map((date) => date.replace(/^(\d{4})-(\d{2})-(\d{2})$/, "$1年$2月$3日")).join("至");
}

/** A mark for an integer that no double can hold; `printJson` turns it into one. */
export function snowflake(register: number, index: number): string {
  return `#${1_722_000_000 + register}${String(index).padStart(9, "0")}#`;
}

/** JSON as the register sends it: ids of nineteen digits stand there as bare numbers. */
export function printJson(value: object): string {
  return JSON.stringify(value).replace(/"#(\d{19})#"/g, "$1");
}

/** Owners in one string, joined in more ways than one. */
export function joinOwners(names: readonly string[], place: number): string {
  return names.join(place % 2 === 0 ? "," : ";");
}

/** Hyphens in full width, as whoever typed them. */
export function wideHyphens(text: string, place: number): string {
  return place % 2 === 0 ? text : text.replaceAll("-", "－");
}
