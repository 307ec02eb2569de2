import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { WindowAnswer } from "#adapters/manifest/dialect/list-page.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { type ManifestBench, manifestFor, startManifest } from "#tests/support/manifest-client.ts";
import { jsonReply, type PortalPage, startPortal } from "#tests/support/portal-server.ts";

/** Of a directory of four kinds of organisation the marks, "1" for those that the manifest keeps. */
const MIXED = "1123323233111211111112142123441114321112";

type Loose = Readonly<Record<string, unknown>>;

function rowsOf(marks: string): readonly { readonly id: string; readonly title: string; readonly kind: string }[] {
  return [...marks].map((kind, index) => ({ id: String(1_000 + index), title: `机构${index}`, kind }));
}

function keptOf(marks: string): readonly string[] {
  return rowsOf(marks).flatMap(({ id, kind }) => (kind === "1" ? [id] : []));
}

function listOf(marks: string, isTold: boolean): PortalPage {
  return ({ fields }) => {
    const [page, size] = [Number(fields.get("page")), Number(fields.get("rows"))];
    const rows = rowsOf(marks).slice(page * size, (page + 1) * size);
    return jsonReply(isTold ? { total: marks.length, rows } : { rows });
  };
}

function open(url: string, { size = 20, kind = { skip: 'row.kind != "1"' } }: { size?: number; kind?: Loose } = {}) {
  const list = {
    request: { path: "/list", query: { page: "{page}", rows: "{size}" } },
    decode: { format: "json", rows: "rows", total: "total" },
    paging: { type: "page", size, first: 0 },
  };
  return startManifest(manifestFor(url, { kind: { list, ...kind } }));
}

function read({ client }: ManifestBench, offset: number, limit: number): Promise<WindowAnswer> {
  return client.list("LISTING", { words: {}, offset, limit }, createCallContext());
}

const idsOf = ({ items }: WindowAnswer) => items.map(({ value }) => value.id);

describe("a list of which the manifest leaves out rows", () => {
  test("is read window by window: each record once, none missing, every window full but the last", async () => {
    await using portal = await startPortal({ "/list": listOf(MIXED, true) });
    await using bench = await open(portal.url);
    const kept = keptOf(MIXED);
    const pages: string[][] = [];
    for (let offset = 0; offset < kept.length; offset += 7) pages.push([...idsOf(await read(bench, offset, 7))]);
    expect(pages.flat()).toEqual(kept);
    expect(pages.slice(0, -1).every((page) => page.length === 7)).toBe(true);
    // Forty rows are two pages, each asked for once.
    expect(portal.requests).toHaveLength(2);
  });

  test("has at least as many records as were counted, and exactly so many once all was read", async () => {
    await using portal = await startPortal({ "/list": listOf(MIXED, true) });
    await using bench = await open(portal.url);
    const kept = keptOf(MIXED).length;
    const onFirst = keptOf(MIXED.slice(0, 20)).length;
    expect(await read(bench, 0, 7)).toMatchObject({ total: onFirst, relation: "AT_LEAST" });
    expect(await read(bench, 0, 40)).toMatchObject({ total: kept, relation: "EXACT" });
    expect(await read(bench, 0, 7)).toMatchObject({ total: kept, relation: "EXACT" });
    expect(await read(bench, kept, 5)).toMatchObject({ items: [], total: kept, relation: "EXACT" });
  });

  test("is the same after a restart, wherever a reader goes on", async () => {
    await using portal = await startPortal({ "/list": listOf(MIXED, true) });
    await using bench = await open(portal.url, { size: 5 });
    expect(idsOf(await read(bench, 14, 3))).toEqual(keptOf(MIXED).slice(14, 17));
  });

  test("gives a record that is beyond a page of left-out rows by its id", async () => {
    const marks = `${"2".repeat(12)}1`;
    await using portal = await startPortal({ "/list": listOf(marks, false) });
    await using bench = await open(portal.url, { size: 5, kind: { skip: 'row.kind != "1"' } });
    const [found, none] = await bench.client.records("LISTING", ["1012", "1000"], createCallContext());
    expect(found).toMatchObject({ value: { id: "1012" } });
    expect(none).toMatchObject({ value: null });
  });

  test("is read on no further than is decent; what was counted by then is remembered", async () => {
    const marks = `${"2".repeat(150)}11`;
    await using portal = await startPortal({ "/list": listOf(marks, true) });
    await using bench = await open(portal.url, { size: 1 });
    expect(await failureOf(read(bench, 0, 2))).toEqual({ kind: "over-budget" });
    expect(portal.requests).toHaveLength(100);
    expect(await read(bench, 0, 2)).toMatchObject({ total: 2, relation: "EXACT" });
    expect(portal.requests).toHaveLength(152);
  });

  test("gives any window as it stands among its records, in whatever order windows are read", async () => {
    const MARKS = fc.array(fc.constantFrom("1", "1", "2", "x"), { maxLength: 60 }).map((marks) => marks.join(""));
    const WINDOW = fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 30 }));
    await fc.assert(
      fc.asyncProperty(
        MARKS,
        fc.boolean(),
        fc.integer({ min: 1, max: 20 }),
        fc.array(WINDOW, { minLength: 1, maxLength: 4 }),
        async (marks, isTold, size, windows) => {
          await using portal = await startPortal({ "/list": listOf(marks, isTold) });
          await using bench = await open(portal.url, { size });
          const kept = keptOf(marks);
          for (const [offset, limit] of windows) {
            const answer = await read(bench, offset, limit);
            expect(idsOf(answer)).toEqual(kept.slice(offset, offset + limit));
            if (answer.relation === "EXACT") expect(answer.total).toBe(kept.length);
            else expect(answer.total).toBeLessThanOrEqual(kept.length);
            expect(answer.total).toBeGreaterThanOrEqual(Math.min(kept.length, answer.items.length));
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("a list with rows that are no records by chance", () => {
  /** A row without an id. */
  const holed: PortalPage = ({ fields }) => {
    const [page, size] = [Number(fields.get("page")), Number(fields.get("rows"))];
    const rows = rowsOf("1".repeat(60)).map((row, index) => (index % 9 === 8 ? { title: row.title } : row));
    return jsonReply({ total: 60, rows: rows.slice(page * size, (page + 1) * size) });
  };
  const kept = keptOf("1".repeat(60)).filter((_, index) => index % 9 !== 8);

  test("is counted in records from then on", async () => {
    await using portal = await startPortal({ "/list": holed });
    await using bench = await open(portal.url, { size: 10, kind: {} });
    const seen: string[] = [];
    for (let offset = 0; offset < kept.length; offset += 8) seen.push(...idsOf(await read(bench, offset, 8)));
    expect(seen).toEqual(kept);
  });

  test("is counted in rows by whoever asks so", async () => {
    await using portal = await startPortal({ "/list": holed });
    await using bench = await open(portal.url, { size: 10, kind: {} });
    const question = { words: {}, offset: 5, limit: 5, counting: "rows" } as const;
    const answer = await bench.client.list("LISTING", question, createCallContext());
    expect(answer).toMatchObject({ total: 60, relation: "EXACT", hidden: 1, places: [0, 1, 2, 4] });
    expect(idsOf(answer)).toEqual(["1005", "1006", "1007", "1009"]);
  });

  test("is not read from its beginning for a window far on", async () => {
    await using portal = await startPortal({ "/list": holed });
    await using bench = await open(portal.url, { size: 1, kind: {} });
    const answer = await read(bench, 50, 4);
    expect(idsOf(answer)).toEqual(["1050", "1051", "1052"]);
    expect(answer).toMatchObject({ total: 53, relation: "AT_LEAST" });
    expect(portal.requests.length).toBeLessThan(8);
  });
});

describe("a list that comes whole", () => {
  /** The last rows but one: one without an id, one that was there before. */
  const whole: PortalPage = () => {
    const rows = rowsOf("1".repeat(12));
    return jsonReply({ rows: [...rows.slice(0, 10), { title: rows[10]?.title }, rows[3], rows[11]] });
  };
  const list = {
    request: { path: "/list" },
    decode: { format: "json", rows: "rows" },
    paging: { type: "none" },
  };

  test("is counted in records from its first window on, whatever stands behind it", async () => {
    await using portal = await startPortal({ "/list": whole });
    await using bench = await open(portal.url, { kind: { list } });
    const kept = [...keptOf("1".repeat(10)), "1011"];
    for (const [offset, limit] of [
      [0, 5],
      [5, 5],
      [10, 5],
      [20, 5],
    ] as const) {
      const answer = await read(bench, offset, limit);
      expect([offset, answer.total, answer.relation]).toEqual([offset, 11, "EXACT"]);
      expect(idsOf(answer)).toEqual(kept.slice(offset, offset + limit));
    }
  });
});
