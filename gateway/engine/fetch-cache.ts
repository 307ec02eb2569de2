import type { AnswerHints, SubgraphFailure } from "./subgraph.ts";

export type KeptValue = Readonly<Record<string, unknown>> | null;

/** One fetch of a plan, apart from what it looks up. */
export interface FetchIdentity {
  readonly subgraph: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What a cache holds of one fetch, as one caller may have it. */
export interface FetchShelf<Context = unknown> {
  /** Nothing of that subgraph was ever kept: none need be taken. */
  readonly isBare: boolean;
  /** By the key of a representation; undefined where nothing is kept, null for what is known not to exist. Never to be written into. */
  take(key: string): KeptValue | undefined;
  /** Whether an answer with these hints would change what is kept. */
  keeps(hints: AnswerHints): boolean;
  /** Of a type that may be shared, an answer without errors; the cache decides whether it is kept. */
  put(key: string, typeName: string | null, value: KeptValue, hints: AnswerHints): void;
  /** After the last `take`: the caller's books are told what was kept, and how many were not taken since it is bare. Then what this caller is to have asked anew, if any. */
  close(untaken?: number): Renewal<Context> | null;
  /** The subgraph could not answer: what is kept for that case of each key, the caller's books being told; undefined where nothing is. */
  standIn(keys: readonly string[], failure: SubgraphFailure): readonly (KeptValue | undefined)[];
}

/** What was taken past its time. */
interface Renewal<Context> {
  readonly keys: ReadonlySet<string>;
  /** Asks for them behind the caller's answer, and puts what comes. */
  begin(ask: (context: Context) => Promise<void>): void;
}

/** Answers of subgraphs, kept between operations. */
export interface FetchCache<Context> {
  /** Null when nothing of that fetch may be kept or given. */
  open(fetch: FetchIdentity, context: Context): FetchShelf<Context> | null;
}

/** Under this key a fetch of root fields stands. */
export const ROOT_FIELDS = "";
