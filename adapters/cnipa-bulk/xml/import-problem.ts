import type { Bilingual } from "#schema/ids/parsed.ts";

export type ImportProblemCode =
  | "NOT_XML"
  | "ENTITIES_REFUSED"
  | "TOO_DEEP"
  | "TOO_LARGE"
  | "WRONG_ENCODING"
  | "TRUNCATED"
  | "NO_DOCUMENT"
  | "NOT_FOUND"
  | "SYMBOLIC_LINK"
  | "BAD_ARCHIVE"
  | "SPLIT_ARCHIVE"
  | "ARCHIVE_BOMB"
  | "ARCHIVES_TOO_DEEP"
  | "BAD_ENTRY_NAME"
  | "ENCRYPTED"
  | "UNKNOWN_COMPRESSION"
  | "CORRUPT_ENTRY"
  | "UNREADABLE"
  | "UNSUPPORTED_FILE"
  | "NO_APPLICATION_NUMBER"
  | "BAD_APPLICATION_NUMBER"
  | "NUMBERS_DISAGREE"
  | "NO_PUBLICATION"
  | "NO_EVENT_DATE"
  | "FUTURE_DATE";

/** Why a file or a document in it was set aside. The message names places and numbers, never the content. */
export class ImportProblem extends Error {
  override readonly name = "ImportProblem" as const;
  readonly code: ImportProblemCode;
  readonly reason: Bilingual;

  constructor(code: ImportProblemCode, reason: Bilingual, options?: ErrorOptions) {
    super(reason.en, options);
    this.code = code;
    this.reason = reason;
  }
}

/** Where a copy or transfer broke off: the rest of the file is missing. */
export function truncated(what: Bilingual, cause: unknown): ImportProblem {
  const reason = { zh: `文件不完整，中途截断：${what.zh}`, en: `The file is cut off: ${what.en}` };
  return new ImportProblem("TRUNCATED", reason, { cause });
}

/** The document is marked as secret or of national defence: refused, counted, and nothing else is kept of it. */
export class SecretDocument extends Error {
  override readonly name = "SecretDocument" as const;
}
