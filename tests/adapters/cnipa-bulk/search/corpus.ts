import type { DatabaseSync } from "node:sqlite";
import type { LegalEvent, PatentDocument } from "#adapters/cnipa-bulk/patent-record.ts";
import { PatentColumns } from "#adapters/cnipa-bulk/search/columns.ts";
import { SearchEngine } from "#adapters/cnipa-bulk/search/search-engine.ts";
import type { SearchCondition, SearchRequest, TextField } from "#adapters/cnipa-bulk/search/search-request.ts";
import { INDEX_LAYOUT } from "#adapters/cnipa-bulk/search/text-fields.ts";
import { SearchIndexWriter } from "#adapters/cnipa-bulk/search/write-index.ts";
import { openDatabase } from "#adapters/cnipa-bulk/store/open-database.ts";
import { prepareDocument } from "#adapters/cnipa-bulk/store/prepared-document.ts";
import { StoreWriter } from "#adapters/cnipa-bulk/store/write-store.ts";
import { mergeSegments, sealPending } from "#adapters/runtime/text-index/seal-segments.ts";
import { type ApplicationNumber, checkCharacter } from "#schema/ids/application-number.ts";
import { temporaryFolder } from "#tests/adapters/cnipa-bulk/xml-parts.ts";

const TODAY = "2026-11-15";
const SOURCE = { file: "corpus.xml", origin: "import", now: 1 } as const;

/** What a test says of a document; the rest is filled in. */
export type InventedPatent = Partial<Omit<PatentDocument, "publication">> & {
  readonly serial: number;
  readonly kind?: string;
  readonly published?: string;
  readonly claim?: string;
};

/** `CN2020102…`: an invention by its serial number. */
export function numberOf(serial: number): ApplicationNumber {
  const body = `20201${String(serial).padStart(7, "0")}`;
  return `CN${body}.${checkCharacter(body)}` as ApplicationNumber;
}

export function patent(invented: InventedPatent): PatentDocument {
  const { serial, kind = "A", published = "2021-03-05", claim, ...rest } = invented;
  const claims = claim === undefined ? [] : [{ number: 1, text: claim, independent: true, dependsOn: [] }];
  return {
    applicationNumber: numberOf(serial),
    publication: { office: "CN", number: String(111_000_000 + serial), kind, date: published, gazetteNumber: null },
    type: "INVENTION",
    isPctNationalPhase: false,
    title: null,
    titleEn: null,
    filingDate: "2020-06-01",
    applicants: [],
    inventors: [],
    agency: null,
    agents: [],
    ipc: [],
    locarno: [],
    priorities: [],
    pct: null,
    parent: null,
    images: [],
    citations: [],
    abstract: null,
    briefExplanation: null,
    producedDate: null,
    claims,
    description: [],
    ...rest,
  } as PatentDocument;
}

/** A store of a test's own, with an engine on a connection of its own. */
export async function openCorpus() {
  const folder = await temporaryFolder();
  const database = openDatabase(folder.path);
  const reading = openDatabase(folder.path);
  const engine = new SearchEngine(reading, new PatentColumns());
  return {
    path: folder.path,
    database,
    engine,
    write: (...documents: readonly PatentDocument[]) => writeAll(database, documents),
    writeEvents: (serial: number, ...events: readonly LegalEvent[]) =>
      change(database, (writer) => {
        for (const event of events) writer.legalEvent(numberOf(serial), event, SOURCE);
      }),
    remove: (serial: number) => remove(database, numberOf(serial)),
    /** Makes a segment of what waits, as so many documents would. */
    seal: () => seal(database),
    search: (request: Partial<SearchRequest>) => engine.search(requestOf(request)),
    [Symbol.asyncDispose]: async () => {
      reading.close();
      database.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

function writeAll(database: DatabaseSync, documents: readonly PatentDocument[]): void {
  change(database, (writer) => {
    for (const document of documents) writer.document(prepareDocument(document), SOURCE);
  });
}

function seal(database: DatabaseSync): void {
  if (database.prepare("SELECT 1 FROM search_pending").get() === undefined) return;
  database.exec("BEGIN IMMEDIATE");
  sealPending(database, 10, INDEX_LAYOUT);
  database.exec("COMMIT");
  mergeSegments(database);
}

/** As a take-down does it. */
function remove(database: DatabaseSync, number: ApplicationNumber): void {
  const index = new SearchIndexWriter(database);
  database.exec("BEGIN IMMEDIATE");
  index.begin();
  index.remove(number);
  index.commit();
  database.exec("COMMIT");
}

function change(database: DatabaseSync, write: (writer: StoreWriter) => void): void {
  const writer = new StoreWriter(database);
  writer.begin();
  write(writer);
  writer.commit();
}

export function requestOf(request: Partial<SearchRequest>): SearchRequest {
  return {
    query: null,
    filter: null,
    order: { field: "RELEVANCE", direction: "DESC" },
    first: 20,
    after: null,
    facets: [],
    facetTop: 10,
    wantsHighlights: false,
    today: TODAY,
    ...request,
  };
}

const TEXTS: readonly TextField[] = ["TITLE", "ABSTRACT", "CLAIMS"];

export function text(
  sought: string,
  fields: readonly TextField[] = TEXTS,
  match: "PHRASE" | "PREFIX" = "PHRASE",
): SearchCondition {
  return { kind: "text", fields, text: sought, match };
}

export function near(
  texts: readonly [string, string],
  distance: number,
  { fields = TEXTS, isOrdered = false }: { readonly fields?: readonly TextField[]; readonly isOrdered?: boolean } = {},
): SearchCondition {
  return { kind: "near", fields, texts, distance, isOrdered };
}
