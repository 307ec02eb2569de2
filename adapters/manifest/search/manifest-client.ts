import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import type { CallContext, Sourced } from "#adapters/runtime/source.ts";
import type { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { RecordQuestion } from "./record-test.ts";

export interface ManifestClient {
  list(kind: string, question: ListQuestion, call: CallContext): Promise<ListedRecords>;
  /** In order; value null = nothing there. */
  records(
    kind: string,
    ids: readonly string[],
    call: CallContext,
  ): Promise<readonly (Sourced<MappedRecord | null> | UpstreamError)[]>;
  /** Of a client that holds all records itself: it applies every condition. */
  find?(
    kind: string,
    question: RecordQuestion,
    window: { readonly offset: number; readonly limit: number },
    call: CallContext,
  ): Promise<ListedRecords>;
}

export interface ListQuestion {
  readonly text?: string;
  readonly words: Readonly<Record<string, string>>;
  readonly offset: number;
  readonly limit: number;
}

export interface ListedRecords {
  readonly items: readonly Sourced<MappedRecord>[];
  readonly total: number;
  readonly relation: "EXACT" | "AT_LEAST";
}
