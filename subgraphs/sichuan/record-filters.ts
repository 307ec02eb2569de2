import { expandRegions } from "#schema/codes/regions.ts";
import { normaliseName, toHalfWidth } from "#schema/ids/text.ts";
import { parseUscc } from "#schema/ids/uscc.ts";
import { badInput } from "#subgraphs/runtime/operation-error.ts";

/** Whether a record's region passes a filter. */
export type RegionTest = (code: string | null) => boolean;

/** Records that lie in one of the regions. Throws BAD_USER_INPUT on an unknown code. */
export function inRegions(codes: readonly string[] | null | undefined): RegionTest {
  const matcher = matcherOf(codes);
  return matcher === null ? () => true : (code) => matcher.matches(code);
}

/** Records that lie in one of the regions or serve it from above: a service of the whole province serves its cities. */
export function servingRegions(codes: readonly string[] | null | undefined): RegionTest {
  const matcher = matcherOf(codes);
  if (matcher === null) return () => true;
  return (code) => matcher.matches(code) || (code !== null && anyBelow(matcher.codes, code));
}

/** Every word of the text stands somewhere in these fields; case and width do not matter. */
export function textTest(text: string | null | undefined): (...fields: readonly (string | null)[]) => boolean {
  const words = comparable(text ?? "")
    .split(/\s+/)
    .filter((word) => word !== "");
  return (...fields) => {
    const haystack = comparable(fields.filter((field) => field !== null).join("\n"));
    return words.every((word) => haystack.includes(word));
  };
}

/** A party by social credit code where the text is one, else by a part of its name; brackets of all kinds are equal. */
export function partyTest(party: string | null | undefined): (name: string | null, uscc?: string | null) => boolean {
  if (party == null || party.trim() === "") return () => true;
  const code = parseUscc(party);
  if (code.ok) return (_name, uscc) => uscc === code.value;
  const wanted = normaliseName(party);
  return (name) => name !== null && normaliseName(name).includes(wanted);
}

/** A code among those wanted; no or empty list wants all. */
export function oneOf(wanted: readonly string[] | null | undefined): (code: string) => boolean {
  return wanted == null || wanted.length === 0 ? () => true : (code) => wanted.includes(code);
}

function matcherOf(codes: readonly string[] | null | undefined) {
  if (codes == null || codes.length === 0) return null;
  const expanded = expandRegions(codes);
  if (!expanded.ok) throw badInput("regions", expanded.problem.message.zh, expanded.problem.message.en);
  return expanded.value;
}

/** 510000 is above every 51xxxx, 510100 above every 5101xx. */
function anyBelow(codes: ReadonlySet<string>, above: string): boolean {
  const prefix = above.replace(/(?:00){1,2}$/, "");
  return [...codes].some((code) => code.startsWith(prefix));
}

function comparable(text: string): string {
  return toHalfWidth(text).toLowerCase();
}
