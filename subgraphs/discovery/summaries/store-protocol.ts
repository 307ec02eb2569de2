import type { NodeSummary } from "#subgraphs/runtime/node-summary.ts";
import type { Coverage, Suggestion, SuggestKind, Summary, SummaryAnswer, SummaryQuestion } from "./summary-index.ts";

/** Reads all there is, or what changed since the last harvest. */
export type HarvestMode = "whole" | "changes";

/** A harvest that goes on: from its beginning, or where it was left off. */
export interface HarvestRun {
  readonly run: number;
  readonly mode: HarvestMode;
  readonly cursor: string | null;
  /** When it began, epoch milliseconds. */
  readonly startedAt: number;
}

/** What is known of the harvests of a kind of a node. */
export interface HarvestState {
  readonly node: string;
  readonly kind: string;
  /** Of one that was left off. */
  readonly unfinished: HarvestMode | null;
  /** Changes can be had from here. */
  readonly resume: string | null;
  /** Ends of the last whole harvest and of the last one of any mode, epoch milliseconds. */
  readonly wholeAt: number | null;
  readonly endedAt: number | null;
}

export interface HarvestBatch {
  readonly node: string;
  readonly kind: string;
  readonly run: number;
  readonly items: readonly NodeSummary[];
  readonly removed: readonly string[];
  readonly cursor: string | null;
  /** Records the index holds at most; further ones are left out. */
  readonly most: number;
}

export interface PutCounts {
  readonly added: number;
  readonly changed: number;
  readonly same: number;
  readonly removed: number;
  /** Left out since the index is full. */
  readonly leftOut: number;
}

/** What the thread that writes is asked. */
export interface WriterMethods {
  states(): readonly HarvestState[];
  /** One process harvests, however many share the store: whether it is this one, for so many milliseconds. */
  hold(holder: number, now: number, forMs: number): boolean;
  begin(
    node: string,
    kind: string,
    wanted: { readonly mode: HarvestMode; readonly now: number; readonly anew: boolean },
  ): HarvestRun;
  put(batch: HarvestBatch): PutCounts;
  /** Records of that kind that this run has not met, so many at most. */
  unmet(node: string, kind: string, run: number, most: number): readonly string[];
  /** They are there after all. */
  keep(ids: readonly string[], run: number): void;
  /** Returns how many were there. */
  remove(ids: readonly string[]): number;
  /** Forgets records of a kind that were fetched before that moment, epoch milliseconds: of the kind not all is there then. */
  expire(node: string, kind: string, before: number): number;
  end(node: string, kind: string, ended: { readonly resume: string | null; readonly now: number }): void;
  /** Forgets a kind of a node. */
  drop(node: string, kind: string): number;
  /** Forgets everything. */
  reset(): void;
  /** Puts segments together, and makes the index anew where too much of it is dead. */
  maintain(): void;
}

/** An answer as a search thread gives it: ages are told when it is handed on. */
export interface FoundSummaries extends Omit<SummaryAnswer, "perNode"> {
  readonly perNode: readonly {
    readonly node: string;
    readonly hits: number;
    /** ISO instant. */
    readonly oldestFetchedAt: string | null;
  }[];
}

/** What a thread that searches is asked. */
export interface SearchMethods {
  search(question: SummaryQuestion): FoundSummaries;
  suggest(prefix: string, kinds: readonly SuggestKind[], first: number): readonly Suggestion[];
  byNumbers(numbers: readonly string[]): readonly Summary[];
  byIds(ids: readonly string[]): readonly Summary[];
  coverage(): readonly Coverage[];
}
