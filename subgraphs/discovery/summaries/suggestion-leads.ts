import { allRegions } from "#schema/codes/regions.ts";
import { SUGGESTION_KINDS } from "./suggestion-kinds.ts";

/** What most titles of patents begin with; nobody types it, and it tells nothing. */
const TITLE_LEAD = /^一(?:种|类|个)(?=.)/u;
/** The same typed by initials. */
const TYPED_LEAD = /^(?:一(?:种|类|个)|y[zlg])(?=.)/u;
/** What is left of a name without its place is a name only from here. */
const SHORTEST_REST = 4;

/** Provinces and cities as names have them in front: 四川省, 四川, 成都市, 成都. */
const PLACES: ReadonlySet<string> = new Set(
  [...allRegions()]
    .filter(({ level }) => level !== "COUNTY")
    .flatMap(({ name }) => [name, name.replace(/(?:省|市|自治区|地区)$/u, "")])
    .filter((name) => name.length >= 2),
);
const LONGEST_PLACE = Math.max(...[...PLACES].map(({ length }) => length));

/** The texts by whose beginnings one is found: a title without 一种, an organisation also without its place. */
export function beginningsOf(kind: number, text: string): readonly string[] {
  if (kind === SUGGESTION_KINDS.TITLE) return [text.replace(TITLE_LEAD, "")];
  const rest = withoutPlace(text);
  return rest === text || rest.length < SHORTEST_REST ? [text] : [text, rest];
}

/** What was typed, in the ways in which it may be meant. */
export function typedBeginnings(kind: number, typed: string): readonly string[] {
  if (kind !== SUGGESTION_KINDS.TITLE) return [typed];
  return [...new Set([typed, typed.replace(TYPED_LEAD, "")])];
}

/** A province and a city may both stand in front. */
function withoutPlace(name: string): string {
  const once = cut(name);
  return cut(once);
}

function cut(name: string): string {
  for (let length = Math.min(LONGEST_PLACE, name.length); length >= 2; length--) {
    if (PLACES.has(name.slice(0, length))) return name.slice(length);
  }
  return name;
}
