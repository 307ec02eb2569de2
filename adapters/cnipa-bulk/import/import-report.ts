import type { Bilingual } from "#schema/ids/parsed.ts";

/** What is to be imported: files and folders, or the invented world of the embedded default. */
export type ImportTask =
  | { readonly kind: "paths"; readonly paths: readonly string[] }
  | { readonly kind: "generated"; readonly seed: number; readonly patents: number }
  | { readonly kind: "remove-generated" };

export interface ImportProgress {
  readonly filesDone: number;
  /** Null while the size of the work is unknown (generated data). */
  readonly filesTotal: number | null;
  readonly documents: number;
  readonly legalEvents: number;
}

/** What became of an import. Counts are of documents (publications), not of applications. */
export interface ImportSummary {
  readonly files: number;
  readonly imported: number;
  readonly updated: number;
  readonly unchanged: number;
  /** New legal events; those already there are in `legalEventsUnchanged`. */
  readonly legalEvents: number;
  readonly legalEventsUnchanged: number;
  /** Files and documents that could not be taken, with the reason; the list is cut at MAX_LISTED, the count is not. */
  readonly setAsideCount: number;
  readonly setAside: readonly SetAside[];
  /** Marked secret or of national defence: counted, and nothing else is known of them. */
  readonly refused: number;
  readonly durationMs: number;
  readonly interrupted: boolean;
}

export interface SetAside {
  readonly file: string;
  /** Position of the document in its file, from 1; null when the file as a whole is bad. */
  readonly document: number | null;
  readonly code: string;
  readonly reason: Bilingual;
}

/** Entries of `setAside` that are kept. */
export const MAX_LISTED = 1_000;
