import type { Bilingual } from "#schema/ids/parsed.ts";

/** What is to be imported: files and folders, or the invented world of the embedded default. */
export type ImportTask =
  | ({ readonly kind: "paths"; readonly paths: readonly string[] } & PathOptions)
  | { readonly kind: "generated"; readonly seed: number; readonly patents: number }
  | { readonly kind: "remove-generated" };

interface PathOptions {
  /** Leave out what names tell to be of an earlier gazette day (`YYYY-MM-DD`). */
  readonly since?: string;
  /** Read everything, write nothing. */
  readonly dryRun?: boolean;
  /** Read also what is remembered as done. */
  readonly again?: boolean;
  /** Leave the search index behind: it is made anew by the next import or the first search. */
  readonly withoutIndex?: boolean;
  /** Where the list of what was set aside goes, as JSON Lines or (`.csv`) CSV; into the store's folder where left out. */
  readonly report?: string;
}

export interface ImportProgress {
  /** Bytes on disk. */
  readonly bytesDone: number;
  /** Null while the size of the work is unknown (generated data). */
  readonly bytesTotal: number | null;
  /** Of these the bytes that had to be read: what is in the store already takes no time. */
  readonly bytesRead: number;
  readonly documents: number;
  readonly legalEvents: number;
}

/** What became of an import. Counts are of documents (publications), not of applications. */
export interface ImportSummary {
  /** Files read, archives inside archives among them. */
  readonly files: number;
  readonly imported: number;
  readonly updated: number;
  readonly unchanged: number;
  /** New legal events; those already there are in `legalEventsUnchanged`. */
  readonly legalEvents: number;
  readonly legalEventsUnchanged: number;
  /** Files not read because they were imported before and have not changed since. */
  readonly known: number;
  /** Files and entries left out because they are of an earlier gazette day. */
  readonly before: number;
  /** Files that are no documents (figures, index lists), by kind. */
  readonly passedOver: Readonly<Record<string, number>>;
  /** Files and documents that could not be taken, with the reason; the list is cut at MAX_LISTED, the count is not. */
  readonly setAsideCount: number;
  readonly setAside: readonly SetAside[];
  /** The file that lists all of them; null where nothing was set aside. */
  readonly report: string | null;
  /** Marked secret or of national defence: counted, and nothing else is known of them. */
  readonly refused: number;
  readonly bytesRead: number;
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
