import { decodeExchange } from "#adapters/epo-ops/decode/decode-exchange.ts";
import {
  type DocdbReference,
  formatOf,
  isAskable,
  isSameReference,
  toOpsInput,
  toReferenceKey,
} from "#adapters/epo-ops/docdb-reference.ts";
import type { OpsDocument } from "#adapters/epo-ops/ops-document.ts";
import type { CallContext, Clock, Sourced } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { AskOps } from "./ask-ops.ts";
import type { OpsMemory } from "./ops-memory.ts";

/** OPS takes that many numbers a POST. */
export const BULK_LIMIT = 100;

export type ReferenceType = "publication" | "application";
export type DocumentsResult = Sourced<readonly OpsDocument[]> | UpstreamError;

export interface BulkBiblioOptions {
  readonly ask: AskOps;
  readonly memory: OpsMemory;
  readonly clock: Clock;
}

/** All publications under each reference, in key order; what is not remembered is asked for by the hundred. */
export async function fetchDocuments(
  options: BulkBiblioOptions,
  question: { readonly type: ReferenceType; readonly references: readonly DocdbReference[] },
  context: CallContext,
): Promise<readonly DocumentsResult[]> {
  const { type, references } = question;
  const results = new Map<string, DocumentsResult>();
  const unknown = new Map<string, DocdbReference>();
  for (const reference of references) {
    const key = toReferenceKey(reference);
    const known = isAskable(reference) ? options.memory.documents(type, key, context) : nothing(options.clock);
    if (known === undefined) unknown.set(key, reference);
    else results.set(key, known);
  }
  const bulks = toBulks([...unknown.values()]);
  const answers = await Promise.all(bulks.map((bulk) => askBulk(options, { type, bulk }, context)));
  for (const [key, result] of answers.flat()) results.set(key, result);
  return references.map((reference) => results.get(toReferenceKey(reference)) ?? nothing(options.clock));
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

interface Bulk {
  readonly type: ReferenceType;
  readonly bulk: readonly DocdbReference[];
}

type KeyedResult = readonly [key: string, result: DocumentsResult];

/** One POST; its failure is the result of every reference in it and of no other. */
async function askBulk(
  options: BulkBiblioOptions,
  question: Bulk,
  context: CallContext,
): Promise<readonly KeyedResult[]> {
  try {
    return await tellApart(options, question, context);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return question.bulk.map((reference) => [toReferenceKey(reference), error]);
  }
}

async function tellApart(
  options: BulkBiblioOptions,
  question: Bulk,
  context: CallContext,
): Promise<readonly KeyedResult[]> {
  const { type, bulk } = question;
  const [first] = bulk;
  if (first === undefined) return [];
  const { value, fetchedAt, freshness } = await options.ask(
    {
      operation: `biblio-by-${type}`,
      service: "retrieval",
      path: `published-data/${type}/${formatOf(first)}/biblio`,
      body: bulk.map(toOpsInput).join("\n"),
      read: decodeExchange,
    },
    context,
  );
  if (value.kind === "bad-reference" && bulk.length > 1) return halve(options, question, context);
  const members = value.kind === "answer" ? value.value : [];
  const documents = members.flatMap((member) => (member.kind === "found" ? member.document : []));
  return bulk.map((reference) => {
    const own = documents.filter((document) => isOf(type, reference, document)).sort(byPublicationDate);
    const result = { value: own, fetchedAt, freshness };
    options.memory.rememberDocuments(type, toReferenceKey(reference), result);
    return [toReferenceKey(reference), result];
  });
}

/** One unreadable number spoils a POST and OPS does not say which: the halves are asked apart, until it stands alone. */
async function halve(
  options: BulkBiblioOptions,
  { type, bulk }: Bulk,
  context: CallContext,
): Promise<readonly KeyedResult[]> {
  const middle = Math.ceil(bulk.length / 2);
  const halves = [bulk.slice(0, middle), bulk.slice(middle)];
  const answers = await Promise.all(halves.map((half) => askBulk(options, { type, bulk: half }, context)));
  return answers.flat();
}

/** A bulk answer comes in any order, with several kinds per number, without the unknown ones: only the ids tell. */
function isOf(type: ReferenceType, reference: DocdbReference, document: OpsDocument): boolean {
  const spelled = `${reference.office}${reference.number}`;
  if (type === "publication") {
    if (isSameReference(reference, document.publication)) return true;
    return reference.kind === undefined && document.publicationEpodoc === spelled;
  }
  const { docdb, epodoc } = document.application;
  if (docdb !== null && isSameReference(reference, docdb)) return true;
  return reference.kind === undefined && epodoc === spelled;
}

function byPublicationDate(one: OpsDocument, other: OpsDocument): number {
  const [left, right] = [one, other].map(({ publication }) => `${publication.date ?? "9999"} ${publication.kind}`);
  return (left ?? "") < (right ?? "") ? -1 : 1;
}

/** A text that is no number of any office: nothing is there, and nobody needs to be asked. */
function nothing(clock: Clock): Sourced<readonly OpsDocument[]> {
  return { value: [], fetchedAt: clock.now(), freshness: "FRESH" };
}
