import type { DatabaseSync } from "node:sqlite";
import { normaliseName } from "#schema/ids/text.ts";
import type { StoredName } from "./patent-store.ts";

/** Names that one organisation or agency bore; more than these are left out. */
const MOST_NAMES = 50;
/** Steps back along changes of names. */
const MOST_STEPS = 10;

/**
 * Every name of an organisation: those under which publications show it (a code or key joins them), and those that
 * gazetted changes of name lead back to from there. Newest first.
 */
export function namesOfOrganizations(database: DatabaseSync, keys: readonly string[]): StoredName[][] {
  const published = database.prepare(
    `SELECT name, min(latest_date) AS since, max(latest_date) AS until FROM parties
     WHERE organization_key = ? GROUP BY name_key ORDER BY until DESC LIMIT ${MOST_NAMES}`,
  );
  return keys.map((key) => {
    const printed = published.all(key).map((row) => toName(row, "PUBLICATION"));
    return withChanges(database, printed);
  });
}

/** The names under which publications show an agency of this code. Newest first. */
export function namesOfAgencies(database: DatabaseSync, codes: readonly string[]): StoredName[][] {
  const published = database.prepare(
    `SELECT agency_name AS name, min(latest_date) AS since, max(latest_date) AS until FROM patents
     WHERE agency_code = ? AND agency_name IS NOT NULL GROUP BY agency_name ORDER BY until DESC LIMIT ${MOST_NAMES}`,
  );
  return codes.map((code) => merged(published.all(code).map((row) => toName(row, "PUBLICATION"))));
}

function withChanges(database: DatabaseSync, printed: readonly StoredName[]): StoredName[] {
  const changes = database.prepare(
    "SELECT before AS name, max(date) AS until FROM name_changes WHERE after_key = ? GROUP BY before_key LIMIT 10",
  );
  const names = [...printed];
  const asked = new Set<string>();
  let front = printed.map(({ name }) => normaliseName(name));
  for (let step = 0; step < MOST_STEPS && front.length > 0 && names.length < MOST_NAMES; step += 1) {
    const fresh = front.filter((key) => !asked.has(key));
    for (const key of fresh) asked.add(key);
    const found = fresh.flatMap((key) => changes.all(key).map((row) => toName({ ...row, since: null }, "NAME_CHANGE")));
    names.push(...found);
    front = found.map(({ name }) => normaliseName(name));
  }
  return merged(names);
}

/** One entry per name in any spelling; the day of a gazetted change is the better end. */
function merged(names: readonly StoredName[]): StoredName[] {
  const byKey = Map.groupBy(names, ({ name }) => normaliseName(name));
  return [...byKey.values()].flatMap((same) => {
    const change = same.find(({ evidence }) => evidence === "NAME_CHANGE");
    const [first] = same;
    if (first === undefined) return [];
    const since = same.map(({ sinceDate }) => sinceDate).find((day) => day !== null) ?? null;
    return {
      ...first,
      sinceDate: since,
      untilDate: change?.untilDate ?? first.untilDate,
      evidence: (change ?? first).evidence,
    };
  });
}

function toName(row: Record<string, unknown>, evidence: StoredName["evidence"]): StoredName {
  return {
    name: String(row["name"]),
    sinceDate: dayOrNull(row["since"]),
    untilDate: dayOrNull(row["until"]),
    evidence,
  };
}

function dayOrNull(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
