import type { DatabaseSync } from "node:sqlite";
import type { ImportProgress } from "./import-report.ts";

/** What an import works with, whatever it imports. */
export interface ImportScene {
  readonly database: DatabaseSync;
  readonly dataDir: string;
  readonly now: () => number;
  readonly isInterrupted: () => boolean;
  readonly onProgress: (progress: ImportProgress) => void;
}
