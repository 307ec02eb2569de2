import type { WorldPatent } from "./types.ts";

type Publication = WorldPatent["publications"][number];

interface Published {
  readonly type: WorldPatent["type"];
  readonly index: number;
}

const TYPE_DIGITS = { INVENTION: 1, UTILITY_MODEL: 2, DESIGN: 3 } as const;
const GRANT_KINDS = { INVENTION: "B", UTILITY_MODEL: "U", DESIGN: "S" } as const;
/** Until April 2010 grants bore other letters. */
const OLD_GRANT_KINDS = { INVENTION: "C", UTILITY_MODEL: "Y", DESIGN: "D" } as const;
const NEW_KINDS_FROM = "2010-04-07";
/** Nine digits from here on; seven before. */
const NINE_DIGITS_FROM = "2007-08-22";
/** Higher than any number given out, so that an invented publication is nobody's. The seven-digit range has no such room. */
const NINE_DIGIT_BASE = 50_000_000;

/** The publication of a case under its number of that day. */
export function publicationOf({ type, index }: Published, kind: string, date: string): Publication {
  const serial =
    date < NINE_DIGITS_FROM
      ? String((index * 104_729) % 1_000_000).padStart(6, "0")
      : String(NINE_DIGIT_BASE + ((index * 104_729) % 50_000_000));
  return { number: `${TYPE_DIGITS[type]}${serial}`, kind, date };
}

export function grantOf(published: Published, date: string): Publication {
  const kinds = date < NEW_KINDS_FROM ? OLD_GRANT_KINDS : GRANT_KINDS;
  return publicationOf(published, kinds[published.type], date);
}
