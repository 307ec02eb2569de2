import type { DatabaseSync } from "node:sqlite";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";

/** Invention and utility model of one title filed on one day, each other's candidates. */
const CANDIDATES = `
  SELECT twin.application_number AS twin FROM patents AS own
  JOIN patents AS twin ON twin.filing_date = own.filing_date AND twin.title = own.title AND twin.type <> own.type
  WHERE own.application_number = ? AND own.type <> 'DESIGN' AND twin.type <> 'DESIGN'
  ORDER BY twin.application_number LIMIT 20`;
const PARTIES = "SELECT DISTINCT name_key FROM parties WHERE application_number = ? ORDER BY name_key";

/**
 * The other half of an invention and a utility model that the same applicants filed on the same day for the same thing
 * (一案双申): same title, same names of the parties as published. Two rights, never merged.
 */
export function sameDayTwins(database: DatabaseSync, numbers: readonly ApplicationNumber[]): ApplicationNumber[][] {
  const candidates = database.prepare(CANDIDATES);
  const parties = database.prepare(PARTIES);
  const partiesOf = (number: string) => JSON.stringify(parties.all(number).map((row) => row["name_key"]));
  return numbers.map((number) => {
    const twins = candidates.all(number).map((row) => String(row["twin"]));
    if (twins.length === 0) return [];
    const own = partiesOf(number);
    return own === "[]" ? [] : (twins.filter((twin) => partiesOf(twin) === own) as ApplicationNumber[]);
  });
}
