import { isMaskedName } from "#schema/codes/party-names.ts";
import { regionByChineseName } from "#schema/codes/region-names.ts";
import { normaliseName } from "#schema/ids/text.ts";

/** How the two sides of a transfer stand to each other, as far as their names tell. */
export type PartyRelation = "RELATED" | "UNRELATED" | "UNKNOWN";

/** Cores of companies' names that begin alike over so many characters belong to one house. */
const HOUSE_NAME = 4;

/**
 * Read from names alone, on purpose modest: RELATED where a party stands on both sides, where one name contains the
 * other whole (a company and its branch), or where two companies' names, without places and legal forms, begin with one
 * another or alike over four characters. UNKNOWN where a side is not named or masked. Everything else is UNRELATED:
 * shareholdings are not public here, so that some of these are related all the same.
 */
export function relationOf(before: readonly string[], after: readonly string[]): PartyRelation {
  const sides = [before, after].map((names) => names.map(normaliseName));
  const [from = [], to = []] = sides;
  if (from.length === 0 || to.length === 0 || sides.flat().some(isMaskedName)) return "UNKNOWN";
  return from.some((name) => to.some((other) => isRelated(name, other))) ? "RELATED" : "UNRELATED";
}

function isRelated(one: string, other: string): boolean {
  if (one === other) return true;
  const [short = "", long = ""] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length >= HOUSE_NAME && long.includes(short)) return true;
  if (!isCompany(one) || !isCompany(other)) return false;
  const cores = [coreOf(one), coreOf(other)].sort((a, b) => a.length - b.length);
  const [less = "", more = ""] = cores;
  if (less.length >= 2 && more.startsWith(less)) return true;
  return less.length >= HOUSE_NAME && less.slice(0, HOUSE_NAME) === more.slice(0, HOUSE_NAME);
}

function isCompany(name: string): boolean {
  return /公司|集团|厂$|\b(?:inc|ltd|llc|gmbh|corp|co|ag|kg|plc)\b/i.test(name);
}

/** The name without brackets, the place in front and the legal form behind. */
function coreOf(name: string): string {
  const bare = name
    .replace(/\([^()]*\)/g, "")
    .replace(/(?:股份|有限|责任|控股|集团|总|分|子)*公司$|集团$/, "")
    .replace(/集团|(?:股份|有限|责任)+$/g, "")
    .toLowerCase();
  return withoutPlace(bare);
}

/** `四川省成都市示例` → `示例`; at most two places are cut, and never the whole name. */
function withoutPlace(name: string, left = 2): string {
  if (left === 0) return name;
  const shortened = name.replace(/^中国/, "");
  for (const length of [8, 7, 6, 5, 4, 3, 2]) {
    const head = shortened.slice(0, length);
    if (head.length === length && shortened.length - length >= 2 && regionByChineseName(head)?.name.startsWith(head)) {
      return withoutPlace(shortened.slice(length), left - 1);
    }
  }
  return shortened;
}
