import { exchangeReader } from "#adapters/epo-ops/decode/decode-exchange.ts";
import {
  type DocdbReference,
  docdbNumberOf,
  formatOf,
  isAskable,
  isSameReference,
  type ReferenceType,
  toOpsInput,
  toReferenceKey,
} from "#adapters/epo-ops/docdb-reference.ts";
import type { OpsDocument } from "#adapters/epo-ops/ops-document.ts";
import { loadRecords } from "#adapters/runtime/load-records.ts";
import type { CallContext, Clock, Sourced } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { AskOps } from "./ask-ops.ts";
import type { OpsRecords } from "./ops-records.ts";

/** OPS takes that many numbers a POST. */
const BULK_LIMIT = 100;

export type DocumentsResult = Sourced<readonly OpsDocument[]> | UpstreamError;

export interface LookupOptions {
  readonly source: string;
  readonly ask: AskOps;
  readonly records: OpsRecords;
  readonly clock: Clock;
}

/** All publications under each reference, in key order; what is not remembered is asked for by the hundred. */
export async function fetchDocuments(
  options: LookupOptions,
  { type, references }: { readonly type: ReferenceType; readonly references: readonly DocdbReference[] },
  context: CallContext,
): Promise<readonly DocumentsResult[]> {
  const askable = new Map(references.filter(isAskable).map((reference) => [toReferenceKey(reference), reference]));
  const ids = [...askable.keys()];
  const loaded = await loadRecords({
    ids,
    cache: options.records.documents[type],
    fetchMissing: (missing, own) => {
      const bulks = toBulks(missing.flatMap((id) => askable.get(id) ?? []));
      return fetchBulks(bulks, { ...options, type, context: own });
    },
    source: options.source,
    operation: `biblio-by-${type}`,
    clock: options.clock,
    context,
  });
  const results = new Map(loaded.map((result, index) => [ids[index], result]));
  return references.map((reference) => toDocuments(results.get(toReferenceKey(reference)), options.clock));
}

/** Without a result the text was no number of any office: nothing is there, and nobody needed to be asked. */
function toDocuments(
  result: Sourced<readonly OpsDocument[] | null> | UpstreamError | undefined,
  clock: Clock,
): DocumentsResult {
  if (result === undefined) return { value: [], fetchedAt: clock.now(), freshness: "FRESH" };
  return result instanceof UpstreamError ? result : { ...result, value: result.value ?? [] };
}

/** References of one format, at most a hundred, in one order whoever asks: equal questions in flight are then one. */
function toBulks(references: readonly DocdbReference[]): readonly (readonly DocdbReference[])[] {
  const bulks: (readonly DocdbReference[])[] = [];
  for (const group of Map.groupBy(references, formatOf).values()) {
    const sorted = [...group].sort((one, other) => (toOpsInput(one) < toOpsInput(other) ? -1 : 1));
    for (let start = 0; start < sorted.length; start += BULK_LIMIT) bulks.push(sorted.slice(start, start + BULK_LIMIT));
  }
  return bulks;
}

interface BulkOptions extends LookupOptions {
  readonly type: ReferenceType;
  readonly context: CallContext;
}

type Found = ReadonlyMap<string, readonly OpsDocument[] | UpstreamError>;

async function fetchBulks(
  bulks: readonly (readonly DocdbReference[])[],
  options: BulkOptions,
): Promise<Sourced<Found>> {
  const answers = await Promise.all(bulks.map((bulk) => fetchBulk(bulk, options)));
  return {
    value: new Map(answers.flatMap(({ value }) => [...value])),
    fetchedAt: Math.min(options.clock.now(), ...answers.map(({ fetchedAt }) => fetchedAt)),
    freshness: "FRESH",
  };
}

/** One POST; its failure is that of every reference in it and of no other. */
async function fetchBulk(bulk: readonly DocdbReference[], options: BulkOptions): Promise<Sourced<Found>> {
  try {
    return await tellApart(bulk, options);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const value = new Map(bulk.map((reference) => [toReferenceKey(reference), error]));
    return { value, fetchedAt: options.clock.now(), freshness: "FRESH" };
  }
}

async function tellApart(bulk: readonly DocdbReference[], options: BulkOptions): Promise<Sourced<Found>> {
  const { type, ask, context } = options;
  const format = bulk.every((reference) => formatOf(reference) === "docdb") ? "docdb" : "epodoc";
  const answer = await ask(
    {
      operation: `biblio-by-${type}`,
      service: "retrieval",
      path: `published-data/${type}/${format}/biblio`,
      body: bulk.map(toOpsInput).join("\n"),
      reader: exchangeReader,
    },
    context,
  );
  // One unreadable number spoils a POST and OPS does not say which: the halves are asked apart until it stands alone.
  if (answer.value.kind === "bad-reference" && bulk.length > 1) return fetchBulks(halves(bulk), options);
  const members = answer.value.kind === "answer" ? answer.value.value : [];
  const documents = members.flatMap((member) => (member.kind === "found" ? member.document : []));
  primePublications({ ...answer, value: documents }, options);
  return { ...answer, value: toFound(bulk, documents, type) };
}

function halves(bulk: readonly DocdbReference[]): readonly (readonly DocdbReference[])[] {
  const middle = Math.ceil(bulk.length / 2);
  return [bulk.slice(0, middle), bulk.slice(middle)];
}

/** A document asked for by its application can be asked for by its publication next. */
function primePublications({ value, ...origin }: Sourced<readonly OpsDocument[]>, { records }: BulkOptions): void {
  for (const document of value) {
    records.documents.publication.prime(toReferenceKey(document.publication), { ...origin, value: [document] });
  }
}

function toFound(bulk: readonly DocdbReference[], documents: readonly OpsDocument[], type: ReferenceType): Found {
  const found = new Map<string, readonly OpsDocument[]>();
  for (const reference of bulk) {
    const own = documents.filter((document) => isOf(type, reference, document)).sort(byPublicationDate);
    if (own.length > 0) found.set(toReferenceKey(reference), own);
  }
  return found;
}

/** A bulk answer comes in any order, with several kinds per number, without the unknown ones: only the ids tell. */
function isOf(type: ReferenceType, reference: DocdbReference, document: OpsDocument): boolean {
  const { docdb, epodoc } =
    type === "publication" ? { docdb: document.publication, epodoc: document.publicationEpodoc } : document.application;
  if (docdb !== null && isSameReference(reference, docdb)) return true;
  return reference.kind === undefined && epodoc === `${reference.office}${docdbNumberOf(reference)}`;
}

function byPublicationDate(one: OpsDocument, other: OpsDocument): number {
  const [left, right] = [one, other].map(({ publication }) => `${publication.date ?? "9999"} ${publication.kind}`);
  return (left ?? "") < (right ?? "") ? -1 : 1;
}
