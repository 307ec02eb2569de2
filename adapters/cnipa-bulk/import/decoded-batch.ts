import type { LegalEvent } from "#adapters/cnipa-bulk/patent-record.ts";
import type { PreparedDocument } from "#adapters/cnipa-bulk/store/prepared-document.ts";
import type { ImportProblem } from "#adapters/cnipa-bulk/xml/import-problem.ts";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import type { SetAside } from "./import-report.ts";
import type { Slice } from "./slice.ts";
import { TextPacker, TextRooms } from "./text-rooms.ts";

/** What was read of a slice since the last batch, ready to be written. Crosses threads. */
export interface DecodedBatch {
  readonly documents: readonly { readonly document: PreparedDocument; readonly file: string }[];
  readonly events: readonly { readonly number: ApplicationNumber; readonly event: LegalEvent }[];
  readonly setAside: readonly SetAside[];
  /** Marked secret: counted, and nothing else is known. */
  readonly refused: number;
  /** What is no document, by kind of file. */
  readonly passedOver: Readonly<Record<string, number>>;
  /** Entries of earlier gazette days that were not asked for. */
  readonly before: number;
  /** Large archives found inside. */
  readonly found: readonly Slice[];
  /** What the documents' descriptions lie in. */
  readonly texts: readonly ArrayBuffer[];
  /** Bytes on disk that these took. */
  readonly bytes: number;
}

/** Enough to be worth a message, little enough that a few in flight are nothing. */
const MOST_RECORDS = 200;
const MOST_CHARACTERS = 2_000_000;

export class BatchBuilder {
  readonly #packer: TextPacker;
  #batch = emptyBatch();
  #characters = 0;

  constructor(rooms = new TextRooms()) {
    this.#packer = new TextPacker(rooms);
  }

  readonly pack = (text: string): Uint8Array<ArrayBuffer> => this.#packer.pack(text);

  get isFull(): boolean {
    const { documents, events, setAside } = this.#batch;
    return documents.length + events.length + setAside.length >= MOST_RECORDS || this.#characters >= MOST_CHARACTERS;
  }

  document(document: PreparedDocument, file: string): void {
    this.#batch.documents.push({ document, file });
    this.#characters += document.bibliography.length + document.claims.length + (document.description?.length ?? 0);
  }

  event(number: ApplicationNumber, event: LegalEvent): void {
    this.#batch.events.push({ number, event });
  }

  setAside(file: string, document: number | null, { code, reason }: Pick<ImportProblem, "code" | "reason">): void {
    this.#batch.setAside.push({ file, document, code, reason });
  }

  refuse(): void {
    this.#batch.refused += 1;
  }

  passOver(kind: string): void {
    this.#batch.passedOver[kind] = (this.#batch.passedOver[kind] ?? 0) + 1;
  }

  before(): void {
    this.#batch.before += 1;
  }

  found(slice: Slice): void {
    this.#batch.found.push(slice);
  }

  read(bytes: number): void {
    this.#batch.bytes += bytes;
  }

  /** What came together, and a fresh start. */
  take(): DecodedBatch {
    const batch = { ...this.#batch, texts: this.#packer.take() };
    this.#batch = emptyBatch();
    this.#characters = 0;
    return batch;
  }
}

function emptyBatch() {
  return {
    documents: [] as { document: PreparedDocument; file: string }[],
    events: [] as { number: ApplicationNumber; event: LegalEvent }[],
    setAside: [] as SetAside[],
    refused: 0,
    passedOver: {} as Record<string, number>,
    before: 0,
    found: [] as Slice[],
    bytes: 0,
  };
}
