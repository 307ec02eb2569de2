import { addDays, anniversary } from "./calendar-days.ts";

const TRADEMARK_YEARS = 10;
const LAYOUT_YEARS = 10;
const LAYOUT_YEARS_FROM_CREATION = 15;

/** The last day of a mark's first term: ten years, counted from the day of registration (Trademark Law art. 39). */
export function trademarkTermEnd(registrationDate: string): string {
  const end = anniversary(registrationDate, TRADEMARK_YEARS);
  const isShortened = end.slice(5) !== registrationDate.slice(5);
  return isShortened ? end : addDays(end, -1);
}

export interface LayoutDesignDates {
  readonly filingDate: string | null;
  readonly exploitationDate: string | null;
  readonly creationDate: string | null;
}

export interface LayoutDesignTerm {
  readonly endDate: string;
  /** The day that the term was counted from. */
  readonly from: "FILING" | "EXPLOITATION" | "CREATION";
}

/**
 * The day on which a layout design's protection ends: ten years from filing or from the first commercial exploitation,
 * whichever is earlier, and fifteen from creation at the latest (Regulations on the Protection of Layout Designs of
 * Integrated Circuits, art. 12). Null while neither filing nor exploitation is known.
 */
export function layoutDesignTerm({
  filingDate,
  exploitationDate,
  creationDate,
}: LayoutDesignDates): LayoutDesignTerm | null {
  const candidates = [
    counted("FILING", filingDate, LAYOUT_YEARS),
    counted("EXPLOITATION", exploitationDate, LAYOUT_YEARS),
  ].filter((term) => term !== null);
  if (candidates.length === 0) return null;
  const latest = counted("CREATION", creationDate, LAYOUT_YEARS_FROM_CREATION);
  return [...candidates, ...(latest === null ? [] : [latest])].reduce((one, other) =>
    other.endDate < one.endDate ? other : one,
  );
}

function counted(from: LayoutDesignTerm["from"], day: string | null, years: number): LayoutDesignTerm | null {
  return day === null ? null : { from, endDate: anniversary(day, years) };
}
