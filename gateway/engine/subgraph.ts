import type { PolicyHints } from "#gateway/cache/answer-policy.ts";
import type { StaleHints } from "#subgraphs/runtime/node-service.ts";
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

/** How an answer may be kept; past its time too, where that is allowed (RFC 5861). */
export interface AnswerHints extends PolicyHints, StaleHints {
  /** How old it was when it came, milliseconds. */
  readonly ageMs?: number;
  /** What it came from. */
  readonly sources?: readonly SourceReport[];
}

/** The subgraph could not be asked or gave no answer; "hurried": because the caller had no time for it. */
export type SubgraphFailure = "own" | "hurried";

/** Never written into by the engine, which copies what was asked for: an answer may be cached and shared. */
export interface SubgraphAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors?: readonly SubgraphError[] | undefined;
  /** Of one that is no answer at all: something that was kept may stand in for it. */
  readonly failure?: SubgraphFailure | undefined;
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
