import type { ManifestClient } from "#adapters/manifest/client.ts";
import type { CallContext } from "#adapters/runtime/source.ts";
import type { RecordQuestion } from "./record-test.ts";

/** Part of a list, with what its total means. */
export type ListedRecords = Awaited<ReturnType<ManifestClient["list"]>>;

export interface RecordWindow {
  readonly offset: number;
  readonly limit: number;
}

/** Answers with all conditions applied, without asking a portal. */
type RecordFinder = (question: RecordQuestion, window: RecordWindow, call: CallContext) => Promise<ListedRecords>;

/** A client of which some kinds may lie here whole. */
export interface SearchedClient extends ManifestClient {
  /** Null for kinds that a portal is asked for. */
  finder?(kind: string): RecordFinder | null;
}
