import type { Bilingual } from "#schema/ids/parsed.ts";

/** A reason or note about fees and due days: a stable code and a message. */
export interface FeeReason {
  readonly code: string;
  readonly message: Bilingual;
}

export function feeReason(code: string, zh: string, en: string): FeeReason {
  return { code, message: { zh, en } };
}
