import { RE2JS } from "re2js";

const LONGEST_PATTERN = 300;
/** Counted repetitions are written out when a pattern is compiled. */
const LARGEST_PROGRAM = 1_000;
const LONGEST_TEXT = 20_000;
/** States of the program × characters: about 20 ms where nothing can be left out. */
const MOST_WORK = 1_000_000;

/**
 * A pattern in RE2's syntax, which needs time in proportion to the text. Of a very long text the beginning is looked at; a
 * pattern that speaks of the end (`$`) is not found in one.
 */
export interface LinearRegex {
  test(text: string): boolean;
  /** The first group where there is one, else the whole match; null where nothing matches. */
  find(text: string): string | null;
}

export type CompiledRegex =
  | { readonly ok: true; readonly regex: LinearRegex }
  | { readonly ok: false; readonly reason: string };

/** What RE2 does not have (look-around, back references) is refused, and so is what would be too large. */
export function compileRegex(pattern: string): CompiledRegex {
  if (pattern.length > LONGEST_PATTERN) return { ok: false, reason: `longer than ${LONGEST_PATTERN} characters` };
  try {
    const compiled = RE2JS.compile(pattern);
    if (compiled.programSize() > LARGEST_PROGRAM) return { ok: false, reason: "too many repetitions" };
    return { ok: true, regex: toRegex(compiled) };
  } catch (error) {
    return { ok: false, reason: (error instanceof Error ? error.message : String(error)).slice(0, 200) };
  }
}

function toRegex(compiled: RE2JS): LinearRegex {
  const longest = Math.min(LONGEST_TEXT, Math.floor(MOST_WORK / Math.max(1, compiled.programSize())));
  const seesEnd = /\$|\\z/.test(compiled.pattern());
  const within = (text: string) => (text.length <= longest ? text : seesEnd ? null : text.slice(0, longest));
  return {
    test: (text) => {
      const seen = within(text);
      return seen !== null && compiled.test(seen);
    },
    find: (text) => {
      const seen = within(text);
      const matcher = seen === null ? null : compiled.matcher(seen);
      if (!matcher?.find()) return null;
      return matcher.groupCount() > 0 ? (matcher.group(1) ?? null) : matcher.group();
    },
  };
}
