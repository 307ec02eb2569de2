import type { CallContext, Sourced } from "#adapters/runtime/source.ts";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import type { PageWindow, PortalPage } from "./read-pages.ts";
import { FULL_LIST } from "./sichuan-portal.ts";

/** Numbers per question: the longest address stays below 1 kB. */
const NUMBERS_PER_QUESTION = 50;

/** Asks for these numbers, written as the portal's search takes them: digits without check character, joined by commas. */
type AskNumbers<T> = (numbers: string, window: PageWindow, context: CallContext) => Promise<PortalPage<T>>;

/**
 * Records of patents by their application numbers. The portal compares digits only, so a record whose printed check
 * character is wrong comes too: it is left out, because nothing tells which of its digits is wrong.
 */
export function asksByNumber<T extends { readonly patent: ApplicationNumber | null }>(ask: AskNumbers<T>) {
  return async (patents: readonly ApplicationNumber[], context: CallContext): Promise<readonly Sourced<T>[]> => {
    const wanted = new Set<string>(patents);
    const pages = await Promise.all(
      inChunks([...wanted].sort()).map((chunk) =>
        ask(chunk.map(digitsOf).join(","), { offset: 0, limit: FULL_LIST }, context),
      ),
    );
    return pages.flatMap((page) => page.items).filter(({ value }) => value.patent !== null && wanted.has(value.patent));
  };
}

/** Ids come from clients: anything else than the portal's own forms (a comma, an address) is nobody's id and is not asked for. */
export function isRecordId(id: string): boolean {
  return /^[\w-]{1,64}$/.test(id);
}

export function inChunks<T>(list: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / NUMBERS_PER_QUESTION) }, (_, index) =>
    list.slice(index * NUMBERS_PER_QUESTION, (index + 1) * NUMBERS_PER_QUESTION),
  );
}

/** `CN202310123456.6` → 202310123456. */
function digitsOf(number: string): string {
  return number.slice(2).replace(/\..*$/, "");
}
