import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub({ patents: 150 });
});
afterAll(() => hub.stop());

const SEARCH = /* GraphQL */ `query Search($query: String, $syntax: QuerySyntax = AUTO, $after: String) {
  patents(query: $query, syntax: $syntax, after: $after, first: 2) {
    total { value } reading { kind expert } edges { cursor node { applicationNumber listings { total { value } } } }
    facets(fields: [CITY, LEGAL_STATUS]) { field buckets { value label count } }
  }
}`;
const ENGLISH = { "accept-language": "en" };

interface Search {
  readonly patents: {
    readonly total: { readonly value: number };
    readonly edges: readonly { readonly cursor: string }[];
  } | null;
}

test("a query that cannot be read tells its place and what is expected, in both languages", async () => {
  const zh = await hub.ask(SEARCH, { query: "TI=光学胶 OR" });
  expect(zh).toMatchObject({
    status: 200,
    data: { patents: null },
    errors: [
      {
        message: "查询式有误：第 1 行第 10 个字符：查询式到此结束，应为检索词、短语、索引或左括号",
        path: ["patents"],
        extensions: {
          code: "BAD_QUERY",
          node: "national",
          retryable: false,
          reason: { code: "UNEXPECTED", position: { offset: 9, line: 1, column: 10 } },
        },
      },
    ],
  });
  const en = await hub.ask(SEARCH, { query: "TT=光学胶" }, ENGLISH);
  expect(en.errors).toMatchObject([
    {
      message: expect.stringMatching(
        /^The query cannot be read: line 1, column 1: There is no index “TT”; did you mean TI/,
      ),
      extensions: { reason: { code: "UNKNOWN_INDEX", candidates: expect.arrayContaining(["TI", "TA"]) } },
    },
  ]);
});

test.each([
  ["TI=(a OR b"],
  ['"'],
  ["AD=2020:<script>"],
  ["RG=\u0000"],
  ["RG=http://a.example/"],
  ["名称=光学胶 且"],
  ["TI=a NEAR/999 b"],
  ["TI=\ud800"],
  ["many signs that are no letters", "😀".repeat(3_000)],
])("%j is refused with its reason, never more", async (name, query = name) => {
  const { errors, status } = await hub.ask(SEARCH, { query, syntax: "EXPERT" });
  expect(status).toBe(200);
  const reason = { code: expect.stringMatching(/^[A-Z_]+$/), message: expect.stringMatching(/\p{Script=Han}/u) };
  expect(errors).toMatchObject([{ extensions: { code: "BAD_QUERY", reason } }]);
});

test("a page leads to the next one, with what other platforms have of each patent, and a cursor to no other search", async () => {
  const first = await hub.ask<Search>(SEARCH, { query: "ALL=装置" });
  expect(first.errors).toEqual([]);
  const after = first.data?.patents?.edges.at(-1)?.cursor;
  const next = await hub.ask<Search>(SEARCH, { query: "ALL=装置", after });
  expect(next.errors).toEqual([]);
  expect(next.data?.patents?.total).toEqual(first.data?.patents?.total);
  expect(next.data?.patents?.edges).toHaveLength(2);
  expect(next.data?.patents?.edges).not.toEqual(first.data?.patents?.edges);
  const other = await hub.ask<Search>(SEARCH, { query: "ALL=方法", after }, ENGLISH);
  expect(other.errors).toMatchObject([
    {
      message: expect.stringMatching(/^Invalid cursor: /),
      extensions: { code: "BAD_CURSOR", reason: { code: "after" } },
    },
  ]);
});
