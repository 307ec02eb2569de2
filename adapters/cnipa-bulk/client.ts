import type { CallContext, Clock, Sourced, SourceHealth } from "#adapters/runtime/source.ts";
import { UNKNOWN_HEALTH } from "#adapters/runtime/unknown-health.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { AgencyCode } from "#schema/ids/agency-code.ts";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import type { StatisticsAnswer, StatisticsRequest } from "./analysis/statistics-request.ts";
import type { ParagraphPage, PatentRecord, PatentText } from "./patent-record.ts";
import type { SearchPage, SearchRequest } from "./search/search-request.ts";
import type {
  ParagraphRequest,
  PatentStore,
  PublicationReference,
  StoredAgency,
  StoredName,
  StoredOrganization,
  StoreStats,
} from "./store/patent-store.ts";
import type { ChangedPatents } from "./store/read-changes.ts";

export const SOURCE_CODE = "cnipa-bulk";
/** Another process may import at any time; readers see it after this at the latest. */
const TTL_MS = 60_000;

type Found<T> = Promise<readonly (Sourced<T> | null)[]>;

/**
 * Imported gazette data as nodes ask for it. Batches answer in the order of their keys, null where the store has
 * nothing; `fetchedAt` is the time of the import. Every method honours the deadline and signal of its context and
 * throws UpstreamError.
 */
export interface CnipaBulk {
  byApplicationNumbers(numbers: readonly ApplicationNumber[], context: CallContext): Found<PatentRecord>;
  /** Every application that a document number names: one without its kind code may name several. */
  byPublications(
    references: readonly PublicationReference[],
    context: CallContext,
  ): Promise<readonly (readonly Sourced<PatentRecord>[])[]>;
  /** National phases of international applications. */
  byPctNumbers(
    numbers: readonly string[],
    context: CallContext,
  ): Promise<readonly (readonly Sourced<PatentRecord>[])[]>;
  /** Claims and description. */
  texts(numbers: readonly ApplicationNumber[], context: CallContext): Promise<readonly (PatentText | null)[]>;
  /** A description part by part. */
  paragraphs(requests: readonly ParagraphRequest[], context: CallContext): Promise<readonly (ParagraphPage | null)[]>;
  /** By social credit code or by `StoredOrganization.key`. */
  organizationsByKey(keys: readonly string[], context: CallContext): Found<StoredOrganization>;
  organizationsByName(
    names: readonly string[],
    context: CallContext,
  ): Promise<readonly (readonly Sourced<StoredOrganization>[])[]>;
  agenciesByCode(codes: readonly AgencyCode[], context: CallContext): Found<StoredAgency>;
  /** The other halves of inventions and utility models filed on one day (一案双申). */
  sameDayTwins(
    numbers: readonly ApplicationNumber[],
    context: CallContext,
  ): Promise<readonly (readonly ApplicationNumber[])[]>;
  /** Every name that an organisation, by its key, or an agency bore; newest first. */
  namesOfOrganizations(keys: readonly string[], context: CallContext): Promise<readonly (readonly StoredName[])[]>;
  namesOfAgencies(codes: readonly AgencyCode[], context: CallContext): Promise<readonly (readonly StoredName[])[]>;
  /** Where the operator serves image files by their names, ending in a slash; null where he does not. */
  readonly imageBaseUrl: string | null;
  /** What changed after a cursor (null: everything), so many at most. */
  changes(after: string | null, limit: number, context: CallContext): Promise<ChangedPatents>;
  stats(context: CallContext): Promise<StoreStats>;
  search(request: SearchRequest, context: CallContext): Promise<SearchPage>;
  /** Every figure that is wanted of one set of patents, in one go. */
  statistics(request: StatisticsRequest, context: CallContext): Promise<StatisticsAnswer>;
}

/** Puts the hub's manners around a store: deadline, cancellation, events and health. */
export function createCnipaBulk(
  store: PatentStore,
  clock: Clock,
  imageBaseUrl: string | null = null,
): CnipaBulk & { health(): SourceHealth } {
  const asking = new Asking(clock);
  return {
    byApplicationNumbers: async (numbers, context) =>
      (await asking.ask("patents-by-number", context, () => store.byApplicationNumbers(numbers), ageOfRecords)).map(
        sourcedOrNull,
      ),
    byPublications: async (references, context) =>
      (await asking.ask("patents-by-publication", context, () => store.byPublications(references))).map((found) =>
        found.map(sourced),
      ),
    byPctNumbers: async (numbers, context) =>
      (await asking.ask("patents-by-pct", context, () => store.byPctNumbers(numbers))).map((found) =>
        found.map(sourced),
      ),
    texts: (numbers, context) => asking.ask("texts", context, () => store.texts(numbers)),
    paragraphs: (requests, context) => asking.ask("paragraphs", context, () => store.paragraphs(requests)),
    organizationsByKey: async (keys, context) =>
      (await asking.ask("organizations-by-key", context, () => store.organizationsByKey(keys))).map(sourcedOrNull),
    organizationsByName: async (names, context) =>
      (await asking.ask("organizations-by-name", context, () => store.organizationsByName(names))).map((found) =>
        found.map(sourced),
      ),
    agenciesByCode: async (codes, context) =>
      (await asking.ask("agencies-by-code", context, () => store.agenciesByCode(codes))).map(sourcedOrNull),
    sameDayTwins: (numbers, context) => asking.ask("same-day-twins", context, () => store.sameDayTwins(numbers)),
    namesOfOrganizations: (keys, context) =>
      asking.ask("names-of-organizations", context, () => store.namesOfOrganizations(keys)),
    namesOfAgencies: (codes, context) => asking.ask("names-of-agencies", context, () => store.namesOfAgencies(codes)),
    imageBaseUrl,
    changes: (after, limit, context) => asking.ask("changes", context, () => store.changes(after, limit)),
    stats: (context) => asking.ask("stats", context, () => store.stats()),
    search: (request, context) => asking.ask("search", context, () => store.search(request, context.signal)),
    statistics: (request, context) =>
      asking.ask("statistics", context, () => store.statistics(request, context.signal)),
    health: () => asking.health,
  };
}

/** One question to the store: never longer than the caller waits, and told to the caller's ledger. */
class Asking {
  readonly #clock: Clock;
  #health: SourceHealth = { ...UNKNOWN_HEALTH, state: "UP" };

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#health = { ...this.#health, lastSuccessAt: clock.now() };
  }

  get health(): SourceHealth {
    return this.#health;
  }

  async ask<T>(
    operation: string,
    context: CallContext,
    question: () => Promise<T>,
    oldestOf: (value: T) => number | null = () => null,
  ): Promise<T> {
    const startedAt = this.#clock.now();
    try {
      const value = await withinDeadline(question, context, this.#clock);
      this.#health = { ...this.#health, state: "UP", lastSuccessAt: this.#clock.now() };
      this.#observe(operation, context, startedAt, {
        outcome: "OK",
        ageMs: startedAt - (oldestOf(value) ?? startedAt),
      });
      return value;
    } catch (error) {
      const failure = error instanceof UpstreamError ? error : unexpected(error);
      this.#failed(failure);
      const outcome = failure.failure.kind === "timeout" ? "TIMEOUT" : "UNAVAILABLE";
      this.#observe(operation, context, startedAt, { outcome, ageMs: 0 });
      throw failure;
    }
  }

  #failed({ failure }: UpstreamError): void {
    if (failure.kind !== "unreachable") return;
    this.#health = { ...this.#health, state: "DOWN", lastFailureAt: this.#clock.now(), lastFailureKind: failure.kind };
  }

  #observe(
    operation: string,
    context: CallContext,
    startedAt: number,
    { outcome, ageMs }: { readonly outcome: "OK" | "TIMEOUT" | "UNAVAILABLE"; readonly ageMs: number },
  ): void {
    context.observe({
      source: SOURCE_CODE,
      operation,
      outcome,
      upstreamCalls: 0,
      cacheHits: 0,
      ageMs: Math.max(0, ageMs),
      durationMs: this.#clock.now() - startedAt,
      ttlMs: outcome === "OK" ? TTL_MS : 0,
      isPrivate: false,
    });
  }
}

function withinDeadline<T>(question: () => Promise<T>, context: CallContext, clock: Clock): Promise<T> {
  const left = context.deadline - clock.now();
  if (context.signal.aborted) return Promise.reject(new UpstreamError(SOURCE_CODE, { kind: "aborted" }));
  if (left <= 0) return Promise.reject(late());
  return new Promise((resolve, reject) => {
    const abort = () => reject(new UpstreamError(SOURCE_CODE, { kind: "aborted" }));
    const timer = setTimeout(() => reject(late()), left);
    context.signal.addEventListener("abort", abort, { once: true });
    question()
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timer);
        context.signal.removeEventListener("abort", abort);
      });
  });
}

function late(): UpstreamError {
  return new UpstreamError(SOURCE_CODE, { kind: "timeout", phase: "deadline" });
}

function unexpected(cause: unknown): UpstreamError {
  return new UpstreamError(SOURCE_CODE, { kind: "unreachable", reason: "store" }, { cause });
}

function sourced<T extends { readonly importedAt: number }>(value: T): Sourced<T> {
  return { value, fetchedAt: value.importedAt, freshness: "FRESH" };
}

function sourcedOrNull<T extends { readonly importedAt: number }>(value: T | null): Sourced<T> | null {
  return value === null ? null : sourced(value);
}

function ageOfRecords(records: readonly (PatentRecord | null)[]): number | null {
  const times = records.filter((record) => record !== null).map((record) => record.importedAt);
  return times.length === 0 ? null : Math.min(...times);
}
