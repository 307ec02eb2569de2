import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Connection, offsetCursor, readPage, toConnection } from "#subgraphs/runtime/paging.ts";

/** Reads a list of n items to its end by the cursors it gives. */
function readAll(total: number, first: number, relation: "EXACT" | "AT_LEAST" = "EXACT"): readonly number[] {
  const read: number[] = [];
  let after: string | null = null;
  for (let turn = 0; turn <= total + 1; turn += 1) {
    const page = readPage({ first, after });
    const items = Array.from({ length: Math.max(0, Math.min(first, total - page.offset)) }, (_, n) => page.offset + n);
    // A capped upstream knows of no more than three.
    const value = relation === "EXACT" ? total : Math.min(total, 3);
    const connection: Connection<number> = toConnection(items, page, { value, relation });
    read.push(...connection.nodes);
    expect(connection.pageInfo.hasPreviousPage).toBe(page.offset > 0);
    if (!connection.pageInfo.hasNextPage) return read;
    after = connection.pageInfo.endCursor;
  }
  throw new Error("the pages never end");
}

describe("pages", () => {
  test("give every item once and in order, whatever their size and whatever the total is worth", () => {
    const total = fc.integer({ min: 0, max: 60 });
    const first = fc.integer({ min: 1, max: 100 });
    fc.assert(
      fc.property(total, first, fc.constantFrom("EXACT" as const, "AT_LEAST" as const), (n, size, relation) => {
        expect(readAll(n, size, relation)).toEqual(Array.from({ length: n }, (_, index) => index));
      }),
    );
  });

  test("may begin after any edge", () => {
    fc.assert(
      fc.property(fc.nat({ max: 999_900 }), fc.integer({ min: 1, max: 100 }), (offset, first) => {
        const { edges } = toConnection(
          Array(first).fill("x"),
          { first, offset },
          { value: 1_000_000, relation: "EXACT" },
        );
        edges.forEach(({ cursor }, index) => {
          expect(readPage({ first, after: cursor })).toEqual({ first, offset: offset + index + 1 });
        });
      }),
    );
  });

  test("of size 0 give the total alone and say whether there is anything", () => {
    const page = readPage({ first: 0 });
    expect(toConnection([], page, { value: 7, relation: "EXACT" })).toMatchObject({
      nodes: [],
      total: { value: 7 },
      pageInfo: { hasNextPage: true, startCursor: null, endCursor: null },
    });
    expect(toConnection([], page, { value: 0, relation: "EXACT" }).pageInfo.hasNextPage).toBe(false);
  });

  test("have ten items when nobody says how many", () => {
    expect(readPage({})).toEqual({ first: 10, offset: 0 });
    expect(readPage({ first: null, after: null }, 20)).toEqual({ first: 20, offset: 0 });
  });
});

describe("what is refused as BAD_USER_INPUT", () => {
  test.each([-1, 101, 2 ** 31 - 1, Number.NaN])("a size of %s", (first) => {
    expect(() => readPage({ first })).toThrow(expect.objectContaining({ code: "BAD_USER_INPUT" }));
  });

  const of = (text: string) => Buffer.from(text).toString("base64url");
  test.each([
    "x",
    of("o1:"),
    of("o1:-1"),
    of("o1:1.5"),
    of("o1:1e3"),
    of("o1:0x10"),
    of("o1: 1"),
    of("o1:01"),
    of("o1:1000001"),
    of("o2:1"),
    of('m1:{"a":1}'),
    `${offsetCursor(1)}=`,
    offsetCursor(1).replace("b", "B"),
    "a".repeat(5_000),
  ])("the cursor %s", (after) => {
    expect(() => readPage({ after })).toThrow(expect.objectContaining({ code: "BAD_CURSOR" }));
  });

  test("any text that is not exactly a cursor of ours", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String(),
          fc.string().map((text) => of(`o1:${text}`)),
        ),
        (after) => {
          try {
            expect(offsetCursor(readPage({ after }).offset)).toBe(after === "" ? offsetCursor(0) : after);
          } catch (error) {
            expect(error).toMatchObject({ code: "BAD_CURSOR" });
          }
        },
      ),
    );
  });
});
