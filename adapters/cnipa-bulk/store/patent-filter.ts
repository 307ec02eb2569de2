import type { SQLInputValue } from "node:sqlite";
import { normaliseName } from "#schema/ids/text.ts";
import { parseUscc } from "#schema/ids/uscc.ts";
import type { PatentFilter } from "./patent-store.ts";

/** A condition over the table `patents`; values are always bound, never written into the text. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** The filter as SQL. An empty list of alternatives matches nothing; an absent one everything. */
export function whereOf(filter: PatentFilter): Condition {
  const conditions = [
    regionCondition(filter.regions),
    partyCondition(filter.party),
    filter.types === undefined
      ? null
      : { sql: "type IN (SELECT value FROM json_each(?))", values: [JSON.stringify(filter.types)] },
    filter.agencyCode === undefined ? null : { sql: "agency_code = ?", values: [filter.agencyCode] },
    ...words(filter.text).map((word) => ({ sql: "title LIKE ? ESCAPE '\\'", values: [`%${escapeLike(word)}%`] })),
  ].filter((condition) => condition !== null);
  return {
    sql: conditions.map((condition) => `(${condition.sql})`).join(" AND ") || "TRUE",
    values: conditions.flatMap((condition) => condition.values),
  };
}

/** Codes are matched as they stand: whoever asks names the divisions below as well (schema/codes/region-filter). */
function regionCondition(regions: readonly string[] | undefined): Condition | null {
  if (regions === undefined) return null;
  return { sql: "region IN (SELECT value FROM json_each(?))", values: [JSON.stringify(regions)] };
}

function partyCondition(party: string | undefined): Condition | null {
  if (party === undefined) return null;
  const uscc = parseUscc(party);
  if (uscc.ok) return inParties("uscc = ?", uscc.value);
  return inParties("name_key LIKE ? ESCAPE '\\'", `%${escapeLike(normaliseName(party))}%`);
}

function inParties(sql: string, value: string): Condition {
  return { sql: `application_number IN (SELECT application_number FROM parties WHERE ${sql})`, values: [value] };
}

function words(text: string | undefined): string[] {
  return text?.normalize("NFKC").split(/\s+/).filter(Boolean).slice(0, 16) ?? [];
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`);
}
