import type { DatabaseSync } from "node:sqlite";
import { prepareDocument } from "#adapters/cnipa-bulk/store/prepared-document.ts";
import { type Origin, StoreWriter, type WriteOutcome } from "#adapters/cnipa-bulk/store/write-store.ts";
import { decodeRecord, RECORD_ROOTS } from "#adapters/cnipa-bulk/xml/decode-record.ts";
import { ImportProblem, SecretDocument } from "#adapters/cnipa-bulk/xml/import-problem.ts";
import { scanRecords } from "#adapters/cnipa-bulk/xml/scan-records.ts";
import type { XmlElement } from "#adapters/cnipa-bulk/xml/xml-element.ts";
import { type ImportProgress, type ImportSummary, MAX_LISTED, type SetAside } from "./import-report.ts";
import type { ImportSource } from "./import-source.ts";
import { unreadable } from "./list-files.ts";

/** Records per transaction: long enough to be quick, short enough that other writers get their turn. */
const BATCH = 500;
const BATCH_MS = 2_000;

export interface ImportOptions {
  readonly origin: Origin;
  readonly now: () => number;
  readonly isInterrupted: () => boolean;
  readonly filesTotal: number | null;
  readonly onProgress: (progress: ImportProgress) => void;
}

/** Imports one source after the other. A bad document or file is set aside; everything else is imported. */
export class ImportRun {
  readonly #writer: StoreWriter;
  readonly #options: ImportOptions;
  readonly #startedAt: number;
  readonly #outcomes: Record<WriteOutcome, number> = { imported: 0, updated: 0, unchanged: 0 };
  readonly #events: Record<WriteOutcome, number> = { imported: 0, updated: 0, unchanged: 0 };
  readonly #setAside: SetAside[] = [];
  #setAsideCount = 0;
  #refused = 0;
  #files = 0;
  #inBatch = 0;
  #batchStartedAt = 0;

  constructor(database: DatabaseSync, options: ImportOptions) {
    this.#writer = new StoreWriter(database);
    this.#options = options;
    this.#startedAt = options.now();
  }

  /** Runs to the end, or to the document after an interruption; what was written by then stays. */
  async import(sources: Iterable<ImportSource>): Promise<void> {
    this.#batchStartedAt = this.#options.now();
    this.#writer.begin();
    try {
      for (const source of sources) {
        if (this.#options.isInterrupted()) break;
        await this.#importFile(source);
        this.#files += 1;
        this.#reportProgress();
      }
      this.#writer.commit();
    } catch (error) {
      this.#writer.rollback();
      throw error;
    }
  }

  setAside(entry: SetAside): void {
    this.#setAsideCount += 1;
    if (this.#setAside.length < MAX_LISTED) this.#setAside.push(entry);
  }

  /** Writes what belongs to the same transaction as nothing else: facts about the run. */
  change(write: (writer: StoreWriter) => void): void {
    this.#writer.begin();
    write(this.#writer);
    this.#writer.commit();
  }

  summary(): ImportSummary {
    return {
      files: this.#files,
      ...this.#outcomes,
      legalEvents: this.#events.imported,
      legalEventsUnchanged: this.#events.unchanged,
      setAsideCount: this.#setAsideCount,
      setAside: this.#setAside,
      refused: this.#refused,
      durationMs: this.#options.now() - this.#startedAt,
      interrupted: this.#options.isInterrupted(),
    };
  }

  async #importFile(source: ImportSource): Promise<void> {
    let position = 0;
    try {
      for await (const record of scanRecords(source.open(), RECORD_ROOTS)) {
        position += 1;
        this.#importRecord(record, source.name, position);
        if (this.#options.isInterrupted()) return;
      }
      if (position === 0) this.#putAside(source.name, null, noDocument());
    } catch (error) {
      this.#putAside(source.name, null, error instanceof ImportProblem ? error : unreadable(error), position);
    }
  }

  #importRecord(record: XmlElement, file: string, position: number): void {
    try {
      this.#write(record, file);
    } catch (error) {
      if (error instanceof SecretDocument) this.#refused += 1;
      else if (error instanceof ImportProblem) this.#putAside(file, position, error);
      else throw error;
    }
    this.#nextBatch();
  }

  #write(record: XmlElement, file: string): void {
    const decoded = decodeRecord(record);
    const source = { file, origin: this.#options.origin, now: this.#options.now() };
    if (decoded.kind === "document")
      this.#outcomes[this.#writer.document(prepareDocument(decoded.document), source)] += 1;
    else this.#events[this.#writer.legalEvent(decoded.applicationNumber, decoded.event, source)] += 1;
  }

  #nextBatch(): void {
    this.#inBatch += 1;
    if (this.#inBatch < BATCH && this.#options.now() - this.#batchStartedAt < BATCH_MS) return;
    this.#inBatch = 0;
    this.#batchStartedAt = this.#options.now();
    this.#writer.commit();
    this.#writer.begin();
    this.#reportProgress();
  }

  #putAside(file: string, document: number | null, problem: ImportProblem, complete = 0): void {
    const { code, reason } = problem;
    const before = { zh: `（此前 ${complete} 个文档已处理）`, en: ` (${complete} documents before it were taken)` };
    const told = complete === 0 ? reason : { zh: reason.zh + before.zh, en: reason.en + before.en };
    this.setAside({ file, document, code, reason: told });
  }

  #reportProgress(): void {
    this.#options.onProgress({
      filesDone: this.#files,
      filesTotal: this.#options.filesTotal,
      documents: this.#outcomes.imported + this.#outcomes.updated + this.#outcomes.unchanged,
      legalEvents: this.#events.imported + this.#events.unchanged,
    });
  }
}

function noDocument(): ImportProblem {
  return new ImportProblem("NO_DOCUMENT", {
    zh: "文件中没有可识别的专利文档或法律状态记录",
    en: "The file holds no patent document or legal-status record that is known here",
  });
}
