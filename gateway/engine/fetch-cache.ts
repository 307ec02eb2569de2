import type { AnswerHints } from "./subgraph.ts";

type Value = Readonly<Record<string, unknown>> | null;

/** One fetch of a plan, apart from what it looks up. */
export interface FetchIdentity {
  readonly subgraph: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What a cache holds of one fetch, as one caller may have it. */
export interface FetchShelf {
  /** By the key of a representation; undefined where nothing is kept, null for what is known not to exist. Never to be written into. */
  take(key: string): Value | undefined;
  /** Of a type that may be shared, an answer without errors; the cache decides whether it is kept. */
  put(key: string, typeName: string | null, value: Value, hints: AnswerHints): void;
  /** After the last `take`: the caller's books are told what was kept. */
  close(): void;
}

/** Answers of subgraphs, kept between operations. */
export interface FetchCache<Context> {
  /** Null when nothing of that fetch may be kept or given. */
  open(fetch: FetchIdentity, context: Context): FetchShelf | null;
}

/** Under this key a fetch of root fields stands. */
export const ROOT_FIELDS = "";
