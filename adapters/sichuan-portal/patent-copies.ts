import { loadRecords } from "#adapters/runtime/load-records.ts";
import type { CallContext, SourceRuntime } from "#adapters/runtime/source.ts";
import { type AskPortal, TTL_MS } from "./ask-portal.ts";
import { decodePatentCopies } from "./decode/decode-lists.ts";
import type { PublicPages } from "./decode/public-pages.ts";
import type { PatentCopy } from "./decode/records.ts";
import { asksByNumber, inChunks, isRecordId } from "./number-queries.ts";
import { fullPage, PAGE_ROWS, type PageWindow, readWindow } from "./read-pages.ts";
import type { SichuanPortal } from "./sichuan-portal.ts";

type PatentCopies = Pick<SichuanPortal, "patentCopies" | "patentCopiesOf" | "patentCopiesById">;

/** The portal's own search copy of patents. */
export function createPatentCopies(runtime: SourceRuntime, ask: AskPortal, pages: PublicPages): PatentCopies {
  const cache = runtime.records<PatentCopy>("patent-copy", { ttlMs: TTL_MS.patentCopies });
  const read = decodePatentCopies(pages);
  const list = async (
    query: Readonly<Record<string, string | undefined>>,
    window: PageWindow,
    context: CallContext,
  ) => {
    const found = await readWindow((page) => {
      const question = { operation: "patent-copies", path: "/api/zljs/list", ttlMs: TTL_MS.patentCopies };
      return ask({ ...question, query: { page, rows: PAGE_ROWS, ...query }, decode: fullPage(read, page) }, context);
    }, window);
    for (const record of found.items) cache.prime(record.value.id, record);
    return found;
  };
  const fetchMissing = async (ids: readonly string[], context: CallContext) => {
    const window = { offset: 0, limit: PAGE_ROWS };
    const found = await Promise.all(
      inChunks(ids.filter(isRecordId)).map((chunk) => list({ zlid: chunk.join(",") }, window, context)),
    );
    const records = found.flatMap((page) => page.items);
    return {
      value: new Map(records.map(({ value }) => [value.id, value])),
      fetchedAt: Math.min(runtime.clock.now(), ...records.map((record) => record.fetchedAt)),
      freshness: records.some((record) => record.freshness === "STALE") ? ("STALE" as const) : ("FRESH" as const),
    };
  };
  return {
    patentCopies: (keyword, window, context) => list({ gjc: keyword }, window, context),
    patentCopiesOf: asksByNumber((numbers, window, context) => list({ sqh: numbers }, window, context)),
    patentCopiesById: (ids, context) =>
      loadRecords({
        cache,
        ids,
        fetchMissing,
        source: runtime.code,
        operation: "patent-copy",
        clock: runtime.clock,
        context,
      }),
  };
}
