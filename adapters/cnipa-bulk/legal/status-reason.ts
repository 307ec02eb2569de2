import type { Bilingual } from "#schema/ids/parsed.ts";

/** Why something is so, or how sure it is: a stable code with words for people. */
export interface StatusReason {
  readonly code: string;
  readonly message: Bilingual;
}

export function statusReason(code: string, zh: string, en: string): StatusReason {
  return { code, message: { zh, en } };
}
