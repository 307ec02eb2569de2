import { emptyToNull } from "#schema/ids/text.ts";

/** A printed address taken apart. */
export interface PartyAddress {
  readonly address: string | null;
  readonly postCode: string | null;
}

/** `311200 浙江省杭州市萧山区鸿宁路1788号` → post code and address. */
export function splitAddress(text: string, postCode: string): PartyAddress {
  const [, glued, rest] = /^\s*(\d{6})\s+(.+)$/s.exec(text) ?? [];
  return { address: emptyToNull(rest ?? text), postCode: emptyToNull(postCode) ?? glued ?? null };
}
