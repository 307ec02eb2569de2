import type { Bilingual } from "#schema/ids/parsed.ts";

/** Behind the GraphQL type Reason. */
export interface CodedReason {
  readonly code: string;
  readonly message: Bilingual;
}

export function reason(code: string, zh: string, en: string): CodedReason {
  return { code, message: { zh, en } };
}
