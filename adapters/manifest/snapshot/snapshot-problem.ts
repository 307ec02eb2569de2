/** Why a file is not taken; the last good one stays. Codes are stable. */
export type SnapshotRefusal =
  | "MISSING"
  | "UNSIGNED"
  | "BAD_SEAL"
  | "UNKNOWN_KEY"
  | "OTHER_FILE"
  | "FROM_THE_FUTURE"
  | "OLDER"
  | "TOO_OLD"
  | "ALTERED"
  | "TOO_LARGE"
  | "ZIP_BOMB"
  | "UNREADABLE"
  | "TOO_MANY_ROWS"
  | "NO_RECORDS";

/** A file is refused; `detail` is for the owner and the log, never for clients. */
export class SnapshotProblem extends Error {
  override readonly name = "SnapshotProblem" as const;
  readonly refusal: SnapshotRefusal;

  constructor(refusal: SnapshotRefusal, detail: string, options?: ErrorOptions) {
    super(`${refusal}: ${detail}`, options);
    this.refusal = refusal;
  }
}

/** Bounds that no honest snapshot of an outlet reaches. */
export const SNAPSHOT_LIMITS = {
  bytes: 64 * 1024 ** 2,
  sealBytes: 4_096,
  /** Characters of a line. */
  line: 256 * 1024,
  unpackedBytes: 512 * 1024 ** 2,
  entries: 2_000,
  /** Of a workbook, from 512 KiB on. */
  largeParts: 16,
  rows: 100_000,
  columns: 500,
} as const;
