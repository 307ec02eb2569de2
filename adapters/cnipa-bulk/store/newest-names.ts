import type { DatabaseSync } from "node:sqlite";

type Row = Record<string, unknown>;

/**
 * Covering indexes for what is asked of all patents of one party: some have a hundred thousand, and reading each of their
 * rows would hold the store for seconds. The last one finds the pairs of one day.
 */
export const NAMES_SCHEMA = `
  DROP INDEX patents_agency;
  CREATE INDEX patents_agency ON patents (agency_code, latest_date, application_number, agency_name)
    WHERE agency_code IS NOT NULL;
  DROP INDEX parties_organization;
  CREATE INDEX parties_organization ON parties (organization_key, latest_date, name_key) WHERE organization_key IS NOT NULL;
  CREATE INDEX patents_same_day ON patents (filing_date, title) WHERE type <> 'DESIGN';
`;

const NEWEST_AGENCY = `
  SELECT agency_code, agency_name AS name, imported_at,
    (SELECT count(*) FROM patents WHERE agency_code = ?1) AS patents
  FROM patents WHERE agency_code = ?1 ORDER BY latest_date DESC, application_number DESC LIMIT 1`;

// The office stands in the record alone, whose applicants are in the order of `sequence`.
const NEWEST_PARTY = `
  SELECT parties.*, (SELECT count(*) FROM parties WHERE organization_key = ?1) AS patents,
    json_extract(record, '$.applicants[' || (parties.sequence - 1) || '].officeCode') AS office
  FROM (SELECT application_number AS newest, sequence AS place FROM parties
        WHERE organization_key = ?1 ORDER BY latest_date DESC, application_number DESC LIMIT 1)
  JOIN parties ON parties.application_number = newest AND parties.sequence = place
  JOIN patents ON patents.application_number = newest`;

/** What the newest publication prints of each agency: names change, the newest stands. Codes without patents give no row. */
export function newestOfAgencies(database: DatabaseSync, codes: readonly string[]): Row[] {
  const newest = database.prepare(NEWEST_AGENCY);
  return [...new Set(codes)].map((code): Row | undefined => newest.get(code)).filter((row) => row !== undefined);
}

/** What the newest publication prints of each organisation. Keys without patents give no row. */
export function newestOfOrganizations(database: DatabaseSync, keys: readonly string[]): Row[] {
  const newest = database.prepare(NEWEST_PARTY);
  return [...new Set(keys)].map((key): Row | undefined => newest.get(key)).filter((row) => row !== undefined);
}
