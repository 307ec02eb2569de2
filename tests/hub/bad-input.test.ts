import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub({ patents: 150 });
});
afterAll(() => hub.stop());

const PATENT = /* GraphQL */ `query Patent($number: String!) { patent(number: $number) { applicationNumber } }`;
const ENGLISH = { "accept-language": "en" };

describe("a number", () => {
  test.each([
    "ZL202310123456.6",
    "202310123456",
    "ＣＮ２０２３１０１２３４５６．６",
    " cn 2023 1 0123456 . 6 ",
    "CN116012345B",
    "CN 116012345 A",
    "申请号：202310123456.6",
  ])("is known by the spelling %s", async (number) => {
    const { data, errors } = await hub.ask(PATENT, { number });
    expect(errors).toEqual([]);
    expect(data).toEqual({ patent: { applicationNumber: "CN202310123456.6" } });
  });

  test.each(["CN209910000001.8", "CN113783949A", "PCT/CN2099/000001"])(
    "that nobody knows, %s, is null without an error",
    async (number) => {
      const { data, errors } = await hub.ask(PATENT, { number });
      expect(errors).toEqual([]);
      expect(data).toEqual({ patent: null });
    },
  );

  test.each([
    ["202310123456.7", "CHECK_DIGIT_MISMATCH", "6"],
    ["202370123456.1", "UNKNOWN_TYPE_DIGIT", undefined],
    ["abc", "INVALID_FORMAT", expect.stringContaining("CN202310123456.6")],
    ["", expect.stringMatching(/./), undefined],
    ["9".repeat(100_000), expect.stringMatching(/./), undefined],
  ])(
    "that is malformed or wrongly checked, %#, is INVALID_IDENTIFIER with the reason",
    async (number, code, expected) => {
      const { status, data, errors } = await hub.ask(PATENT, { number }, ENGLISH);
      expect(status).toBe(200);
      expect(data).toEqual({ patent: null });
      expect(errors).toMatchObject([
        {
          path: ["patent"],
          extensions: { code: "INVALID_IDENTIFIER", node: "national", retryable: false, reason: { code } },
        },
      ]);
      expect(errors[0]?.message).toMatch(/^Invalid identifier: \S/);
      if (expected !== undefined) expect(errors[0]?.extensions["reason"]).toMatchObject({ expected });
    },
  );

  test("that may be two things is AMBIGUOUS_IDENTIFIER with the candidates", async () => {
    const { data, errors } = await hub.ask(PATENT, { number: "1234567" });
    expect(data).toEqual({ patent: null });
    expect(errors).toMatchObject([
      {
        path: ["patent"],
        extensions: {
          code: "AMBIGUOUS_IDENTIFIER",
          reason: { code: "AMBIGUOUS", candidates: ["CN1234567A", "CN1234567C"] },
        },
      },
    ]);
  });

  test("is explained in the language that was asked for", async () => {
    const zh = await hub.ask(PATENT, { number: "202310123456.7" });
    expect(zh.errors[0]?.message).toBe("号码无效：申请号校验位错误，应为 6（CN202310123456.6）");
    const en = await hub.ask(PATENT, { number: "202310123456.7" }, ENGLISH);
    expect(en.errors[0]?.message).toMatch(/^Invalid identifier: .*expected 6/);
  });
});

describe("a portfolio", () => {
  const PORTFOLIO = /* GraphQL */ `query Portfolio($numbers: [String!]!) {
    patentsByNumber(numbers: $numbers) { input patent { applicationNumber } problem { code expected candidates reason { code } } }
  }`;

  test("has each problem at its own place, and no error", async () => {
    const numbers = ["abc", "202310123456.6", "1234567", "202310123456.7", "CN209910000001.8", "202310123456.6"];
    const { data, errors } = await hub.ask(PORTFOLIO, { numbers });
    expect(errors).toEqual([]);
    const found = { patent: { applicationNumber: "CN202310123456.6" }, problem: null };
    expect(data).toMatchObject({
      patentsByNumber: [
        { input: "abc", patent: null, problem: { code: "INVALID_IDENTIFIER" } },
        { input: "202310123456.6", ...found },
        {
          input: "1234567",
          patent: null,
          problem: { code: "AMBIGUOUS_IDENTIFIER", candidates: ["CN1234567A", "CN1234567C"] },
        },
        {
          input: "202310123456.7",
          patent: null,
          problem: { code: "INVALID_IDENTIFIER", expected: "6", reason: { code: "CHECK_DIGIT_MISMATCH" } },
        },
        { input: "CN209910000001.8", patent: null, problem: null },
        { input: "202310123456.6", ...found },
      ],
    });
  });

  test("of more than a hundred numbers is BAD_USER_INPUT, of none is empty", async () => {
    const many = await hub.ask(PORTFOLIO, { numbers: Array(101).fill("abc") });
    expect(many.data).toEqual({ patentsByNumber: null });
    expect(many.errors.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
    expect((await hub.ask(PORTFOLIO, { numbers: [] })).data).toEqual({ patentsByNumber: [] });
  });
});

describe("a list", () => {
  test.each([
    "listings(first: 101)",
    "listings(first: -1)",
    "agencies(first: 2147483647)",
    'listings(filter: { regions: ["999999"] })',
    'experts(filter: { regions: ["四川"] })',
    'listings(filter: { nodes: ["nowhere"] })',
  ])("%s is BAD_USER_INPUT and asks nobody", (field) => refuses(field, "BAD_USER_INPUT"));

  test.each([
    'listings(after: "no cursor")',
    `listings(after: "${Buffer.from('m1:{"sichuan":-1}').toString("base64url")}")`,
    `listings(after: "${Buffer.from('m1:{"sichuan":"x"}').toString("base64url")}")`,
    'patents(after: "no cursor")',
    'trademarks(after: "no cursor")',
    'agencies(after: "no cursor")',
    'experts(after: "no cursor")',
  ])("%s is BAD_CURSOR and asks nobody", (field) => refuses(field, "BAD_CURSOR"));

  async function refuses(field: string, code: string) {
    await hub.resetCounts();
    const { status, data, errors } = await hub.ask(`{ ${field} { nodes { id } } }`);
    expect(status).toBe(200);
    expect(Object.values(data ?? {})).toEqual([null]);
    expect(errors.map(({ extensions }) => extensions.code)).toEqual([code]);
    expect(await hub.counts()).toEqual({});
  }

  test("of nobody's cursor position is empty, and of size 0 gives the total alone", async () => {
    const beyond = Buffer.from('m1:{"sichuan":900000,"chongqing":900000}').toString("base64url");
    const { data, errors } = await hub.ask(
      `{ far: listings(after: "${beyond}") { nodes { id } pageInfo { hasNextPage } } none: listings(first: 0) { total { value } nodes { id } } }`,
    );
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      far: { nodes: [], pageInfo: { hasNextPage: false } },
      none: { nodes: [], total: { value: expect.any(Number) } },
    });
  });
});

describe("an id", () => {
  test.each(["", "junk", "MTpQYXRlbnQ6", Buffer.from("1:Patent:CN1").toString("base64url"), "0".repeat(10_000)])(
    "that is none, %#, is null without an error",
    async (id) => {
      const { data, errors } = await hub.ask("query Node($id: ID!) { node(id: $id) { id } }", { id });
      expect(errors).toEqual([]);
      expect(data).toEqual({ node: null });
    },
  );

  test("of an unknown platform is null without an error", async () => {
    const { data, errors } = await hub.ask('{ hubNode(code: "nowhere") { id } }');
    expect([data, errors]).toEqual([{ hubNode: null }, []]);
  });
});

describe("a document", () => {
  test.each([
    ["{ patent(number: 5) { id } }", "GRAPHQL_VALIDATION_FAILED"],
    ["{ nosuchfield }", "GRAPHQL_VALIDATION_FAILED"],
    ["{ patent(number: ", "GRAPHQL_PARSE_FAILED"],
    ["query A { hubNodes { id } } query B { hubNodes { id } }", "OPERATION_RESOLUTION_FAILURE"],
    [PATENT, "BAD_USER_INPUT"],
  ])("%s is %s, says what is wrong and runs nothing", async (query, code) => {
    const { data, errors } = await hub.ask(query, {}, ENGLISH);
    expect(data).toBeUndefined();
    expect(errors.map(({ extensions }) => extensions.code)).toEqual([code]);
    expect(errors[0]?.message).toMatch(/: \S/);
  });

  test("cannot ask the hidden questions between hub and nodes", async () => {
    for (const field of [
      "_service { sdl }",
      '_entities(representations: [{ __typename: "Patent", id: "x" }]) { __typename }',
      "hubNodeInformation { contractVersion }",
      "hubNodeSearch(searches: []) { total }",
      "hubNodeAccount { userName }",
    ]) {
      const { data, errors } = await hub.ask(`{ ${field} }`);
      expect(data).toBeUndefined();
      expect(errors[0]?.extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
    }
  });
});
