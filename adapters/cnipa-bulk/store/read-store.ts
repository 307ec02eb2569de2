import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { LegalEvent, ParagraphPage, PatentRecord, PatentText } from "#adapters/cnipa-bulk/patent-record.ts";
import { chinaDateOf } from "#schema/codes/dates.ts";
import type { AgencyCode } from "#schema/ids/agency-code.ts";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import { normaliseName } from "#schema/ids/text.ts";
import { parseUscc } from "#schema/ids/uscc.ts";
import { latestDay } from "./latest-day.ts";
import { namesOfAgencies, namesOfOrganizations } from "./names-of-parties.ts";
import { newestOfAgencies, newestOfOrganizations } from "./newest-names.ts";
import type {
  ParagraphRequest,
  PatentStore,
  PublicationReference,
  StoredAgency,
  StoredName,
  StoredOrganization,
  StoreMethod,
  StoreStats,
} from "./patent-store.ts";
import { type ChangedPatents, changedPatents } from "./read-changes.ts";
import { TextReader } from "./read-texts.ts";
import { sameDayTwins } from "./same-day-twins.ts";

type Row = Record<string, unknown>;
type Answers = {
  readonly [Method in StoreMethod]: (
    ...args: Parameters<PatentStore[Method]>
  ) => Awaited<ReturnType<PatentStore[Method]>>;
};

/** The store's answers, synchronous: to be called in a worker only. */
export class StoreReader implements Answers {
  readonly #database: DatabaseSync;
  readonly #now: () => number;
  /** Prepared once; their texts are this file's. */
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  byApplicationNumbers(numbers: readonly ApplicationNumber[]): (PatentRecord | null)[] {
    const found = new Map(this.#records(numbers).map((record) => [record.applicationNumber, record]));
    return numbers.map((number) => found.get(number) ?? null);
  }

  byPublications(references: readonly PublicationReference[]): PatentRecord[][] {
    const numbers = references.map((reference) => this.#applicationsOf(reference));
    return this.#grouped(numbers);
  }

  byPctNumbers(pctNumbers: readonly string[]): PatentRecord[][] {
    const rows = this.#all(
      `SELECT pct_number, application_number FROM patents WHERE pct_number IN (SELECT value FROM json_each(?))`,
      [JSON.stringify(pctNumbers)],
    );
    return this.#grouped(
      pctNumbers.map((pct) =>
        rows.filter((row) => row["pct_number"] === pct).map((row) => row["application_number"] as ApplicationNumber),
      ),
    );
  }

  texts(numbers: readonly ApplicationNumber[]): (PatentText | null)[] {
    const texts = new TextReader(this.#database);
    return numbers.map((number) => texts.textOf(number));
  }

  paragraphs(requests: readonly ParagraphRequest[]): (ParagraphPage | null)[] {
    const texts = new TextReader(this.#database);
    return requests.map((request) => texts.paragraphsOf(request));
  }

  organizationsByKey(keys: readonly string[]): (StoredOrganization | null)[] {
    const rows = newestOfOrganizations(this.#database, keys).map(toOrganization);
    const found = new Map(rows.map((organization) => [organization.key, organization]));
    return keys.map((key) => found.get(key) ?? null);
  }

  organizationsByName(names: readonly string[]): StoredOrganization[][] {
    const keys = names.map(normaliseName);
    const named = this.#all(
      `SELECT DISTINCT name_key, organization_key FROM parties
       WHERE name_key IN (SELECT value FROM json_each(?)) AND organization_key IS NOT NULL`,
      [JSON.stringify([...new Set(keys)])],
    );
    const organizationKeys = [...new Set(named.map((row) => String(row["organization_key"])))];
    const organizations = this.organizationsByKey(organizationKeys);
    const found = new Map(organizationKeys.map((key, index) => [key, organizations[index]]));
    return keys.map((key) =>
      named.filter((row) => row["name_key"] === key).flatMap((row) => found.get(String(row["organization_key"])) ?? []),
    );
  }

  agenciesByCode(codes: readonly AgencyCode[]): (StoredAgency | null)[] {
    const rows = newestOfAgencies(this.#database, codes);
    const found = new Map(rows.map((row) => [row["agency_code"], row]));
    return codes.map((code) => {
      const row = found.get(code);
      if (row === undefined) return null;
      return {
        code,
        name: String(row["name"]),
        patentCount: Number(row["patents"]),
        importedAt: Number(row["imported_at"]),
      };
    });
  }

  sameDayTwins(numbers: readonly ApplicationNumber[]): ApplicationNumber[][] {
    return sameDayTwins(this.#database, numbers);
  }

  namesOfOrganizations(keys: readonly string[]): StoredName[][] {
    return namesOfOrganizations(this.#database, keys);
  }

  namesOfAgencies(codes: readonly AgencyCode[]): StoredName[][] {
    return namesOfAgencies(this.#database, codes);
  }

  changes(after: string | null, limit: number): ChangedPatents {
    return changedPatents(this.#database, after, limit);
  }

  stats(): StoreStats {
    const [row] = this.#all(
      `SELECT (SELECT count(*) FROM patents) AS patents, (SELECT count(*) FROM documents) AS documents,
              (SELECT count(*) FROM legal_events) AS events,
              (SELECT max(date) FROM (
                SELECT max(date) AS date FROM documents WHERE date <= ?1
                UNION SELECT max(date) FROM legal_events WHERE date <= ?1)) AS newest,
              (SELECT max(imported_at) FROM documents) AS imported_at`,
      [this.#today()],
    );
    return {
      patents: Number(row?.["patents"] ?? 0),
      documents: Number(row?.["documents"] ?? 0),
      legalEvents: Number(row?.["events"] ?? 0),
      newestGazetteDate: textOrNull(row?.["newest"]),
      importedAt: typeof row?.["imported_at"] === "number" ? row["imported_at"] : null,
    };
  }

  newestImported(until: string): string | null {
    const [row] = this.#all(
      `SELECT max(date) AS date FROM (
         SELECT max(date) AS date FROM documents WHERE origin = 'import' AND date <= ?1
         UNION ALL SELECT max(date) FROM legal_events WHERE origin = 'import' AND date <= ?1)`,
      [until],
    );
    return textOrNull(row?.["date"]);
  }

  #records(numbers: readonly ApplicationNumber[]): PatentRecord[] {
    const keys = [JSON.stringify([...new Set(numbers)])];
    const among = "(SELECT value FROM json_each(?))";
    const rows = this.#all(
      `SELECT application_number, record, origin, imported_at FROM patents WHERE application_number IN ${among}`,
      keys,
    );
    const events = groupBy(
      this.#all(
        `SELECT application_number, code, name, date, items FROM legal_events WHERE application_number IN ${among} ORDER BY date, code`,
        keys,
      ),
      "application_number",
    );
    const divisionals = groupBy(
      this.#all(
        `SELECT parent, application_number FROM patents WHERE parent IN ${among} ORDER BY application_number`,
        keys,
      ),
      "parent",
    );
    const origins = [...new Set(rows.map((row) => String(row["origin"])))];
    const today = this.#today();
    const feedDates = new Map(origins.map((origin) => [origin, this.#feedDate(origin, today)]));
    return rows.map((row) => {
      const feedDate = feedDates.get(String(row["origin"])) ?? null;
      return toRecord(row, events, divisionals, { feedDate, today });
    });
  }

  /** The newest legal event of a feed: what happened later cannot be known. A misprinted day to come is none. */
  #feedDate(origin: string, today: string): string | null {
    const sql = "SELECT max(date) AS date FROM legal_events WHERE origin = ? AND date <= ?";
    return textOrNull(this.#all(sql, [origin, today])[0]?.["date"]);
  }

  #today(): string {
    return chinaDateOf(this.#now()) ?? "";
  }

  #applicationsOf({ office, number, kindCode }: PublicationReference): ApplicationNumber[] {
    const rows = this.#all(
      `SELECT DISTINCT application_number FROM documents WHERE office = ? AND number = ? AND (?3 IS NULL OR kind = ?3)`,
      [office, number, kindCode ?? null],
    );
    return rows.map((row) => row["application_number"] as ApplicationNumber);
  }

  #grouped(groups: readonly (readonly ApplicationNumber[])[]): PatentRecord[][] {
    const found = new Map(this.#records(groups.flat()).map((record) => [record.applicationNumber, record]));
    return groups.map((numbers) => numbers.flatMap((number) => found.get(number) ?? []));
  }

  #all(sql: string, values: readonly SQLInputValue[]): Row[] {
    const statement = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement.all(...values);
  }
}

function toRecord(
  row: Row,
  events: ReadonlyMap<string, Row[]>,
  divisionals: ReadonlyMap<string, Row[]>,
  { feedDate, today }: { readonly feedDate: string | null; readonly today: string },
): PatentRecord {
  const number = String(row["application_number"]);
  const stored = JSON.parse(String(row["record"])) as Omit<
    PatentRecord,
    "legalEvents" | "divisionals" | "latestGazetteDate" | "knownThrough" | "importedAt"
  >;
  const legalEvents = (events.get(number) ?? []).map(toEvent);
  const dates = [
    ...stored.publications.map((publication) => publication.date),
    ...legalEvents.map((event) => event.date),
  ];
  const latestGazetteDate = latestDay(dates.filter((date) => date !== null && date <= today));
  return {
    ...stored,
    // Records written by earlier versions lack them until their next import.
    citations: stored.citations ?? [],
    legalEvents,
    divisionals: (divisionals.get(number) ?? []).map((child) => child["application_number"] as ApplicationNumber),
    latestGazetteDate,
    knownThrough: latestDay([latestGazetteDate, feedDate]),
    importedAt: Number(row["imported_at"]),
  };
}

function toEvent(row: Row): LegalEvent {
  return {
    code: String(row["code"]) || null,
    name: String(row["name"]),
    date: String(row["date"]),
    items: JSON.parse(String(row["items"])) as LegalEvent["items"],
  };
}

function toOrganization(row: Row): StoredOrganization {
  const uscc = typeof row["uscc"] === "string" ? parseUscc(row["uscc"]) : null;
  return {
    key: String(row["organization_key"]),
    uscc: uscc?.ok ? uscc.value : null,
    name: String(row["name"]),
    regionCode: textOrNull(row["region"]),
    officeCode: textOrNull(row["office"]),
    patentCount: Number(row["patents"]),
    importedAt: Number(row["imported_at"]),
  };
}

function groupBy(rows: readonly Row[], column: string): Map<string, Row[]> {
  return Map.groupBy(rows, (row) => String(row[column]));
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
