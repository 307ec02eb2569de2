import type { PolicyHints } from "#gateway/cache/answer-policy.ts";
import type { SourceReport } from "#subgraphs/runtime/source-report.ts";

/** An entity as `_entities` is asked for it: `__typename` and the fields that it is found by or computed from. */
export type Representation = Readonly<Record<string, unknown>>;

/** One fetch of a plan. */
export interface SubgraphQuestion {
  readonly query: string;
  /** Beside the representations. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Of a fetch that has one field `_entities(representations: $representations)`: what to look up, each once. */
  readonly representations?: readonly Representation[] | undefined;
}

/** An error as the subgraph placed it: its path begins at a root field of the question ("_entities", then the place). */
export interface SubgraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: object | undefined;
}

/** How an answer may be kept. */
export interface AnswerHints extends PolicyHints {
  /** What it came from. */
  readonly sources?: readonly SourceReport[];
}

/** Never written into by the engine, which copies what was asked for: an answer may be cached and shared. */
export interface SubgraphAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors?: readonly SubgraphError[] | undefined;
  /** Without them it is not kept. */
  readonly hints?: AnswerHints | undefined;
}

/** A member of the graph, as the engine asks it. */
export interface Subgraph<Context> {
  readonly name: string;
  /** Several look-ups at the same time may come as one question with aliased `_entities`. */
  readonly takesBatches: boolean;
  /** Failures of the subgraph are errors in the answer; what is thrown is a mistake of ours. */
  ask(question: SubgraphQuestion, context: Context): Promise<SubgraphAnswer>;
}
