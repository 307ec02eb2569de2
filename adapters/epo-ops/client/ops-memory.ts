import { toReferenceKey } from "#adapters/epo-ops/docdb-reference.ts";
import type { OpsDocument } from "#adapters/epo-ops/ops-document.ts";
import type { OpsFamily } from "#adapters/epo-ops/ops-family.ts";
import type { RecordCache } from "#adapters/runtime/record-cache.ts";
import type { CallContext, Clock, Sourced, SourceRuntime } from "#adapters/runtime/source.ts";
import type { ReferenceType } from "./bulk-biblio.ts";

/** OPS is loaded once a day at most; families and events weekly. */
const FOUND_TTL_MS = 24 * 3_600_000;
/** A publication of today may be loaded tomorrow: absence is believed for a shorter time. */
const ABSENT_TTL_MS = 600_000;

/** What OPS has answered, record by record; hits are told to the caller's observer like calls are. */
export class OpsMemory {
  readonly #source: string;
  readonly #clock: Clock;
  readonly #documents: Shelf<readonly OpsDocument[]>;
  readonly #families: Shelf<OpsFamily>;

  constructor(runtime: SourceRuntime) {
    this.#source = runtime.code;
    this.#clock = runtime.clock;
    this.#documents = toShelf(runtime, "documents");
    this.#families = toShelf(runtime, "families");
  }

  documents(type: ReferenceType, key: string, context: CallContext): Sourced<readonly OpsDocument[]> | undefined {
    const known = this.#look(this.#documents, `${type} ${key}`, `biblio-by-${type}`, context);
    return known && { ...known, value: known.value ?? [] };
  }

  /** Each document is remembered under its own publication number too, so that a look-up by it asks nobody. */
  rememberDocuments(type: ReferenceType, key: string, documents: Sourced<readonly OpsDocument[]>): void {
    keep(this.#documents, `${type} ${key}`, {
      ...documents,
      value: documents.value.length === 0 ? null : documents.value,
    });
    for (const document of documents.value) {
      keep(this.#documents, `publication ${toReferenceKey(document.publication)}`, { ...documents, value: [document] });
    }
  }

  family(key: string, context: CallContext): Sourced<OpsFamily | null> | undefined {
    return this.#look(this.#families, key, "family", context);
  }

  rememberFamily(key: string, family: Sourced<OpsFamily | null>): void {
    keep(this.#families, key, family);
  }

  #look<T>(shelf: Shelf<T>, key: string, operation: string, context: CallContext): Sourced<T | null> | undefined {
    const known = shelf.found.get(key) ?? shelf.absent.get(key);
    if (known === undefined) return undefined;
    const ageMs = Math.max(0, this.#clock.now() - known.fetchedAt);
    context.observe({
      source: this.#source,
      operation,
      outcome: "OK",
      upstreamCalls: 0,
      cacheHits: 1,
      ageMs,
      durationMs: 0,
      ttlMs: Math.max(0, (known.value === null ? ABSENT_TTL_MS : FOUND_TTL_MS) - ageMs),
      isPrivate: false,
    });
    return known;
  }
}

interface Shelf<T> {
  readonly found: RecordCache<T>;
  readonly absent: RecordCache<never>;
}

function toShelf<T>(runtime: SourceRuntime, kind: string): Shelf<T> {
  return {
    found: runtime.records<T>(kind, { ttlMs: FOUND_TTL_MS }),
    absent: runtime.records<never>(`absent-${kind}`, { ttlMs: ABSENT_TTL_MS }),
  };
}

function keep<T>(shelf: Shelf<T>, key: string, record: Sourced<T | null>): void {
  const { value } = record;
  if (value === null) shelf.absent.prime(key, { ...record, value: null });
  else shelf.found.prime(key, { ...record, value });
}
