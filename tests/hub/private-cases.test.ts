import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startTestHub, startTestHubOfSubgraphs, type TestHub } from "#tests/support/start-test-hub.ts";

// Hubs start slowly where other tests run beside.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const CASES = /* GraphQL */ `query Cases {
  viewer {
    accounts { userName organization { uscc } }
    cases(first: 50) { total { value } nodes { __typename id caseNumber patent { applicationNumber title } tasks { dueDate } } }
  }
}`;
const BY_ID = /* GraphQL */ `query ById($id: ID!) { node(id: $id) { __typename id ... on Case { caseNumber } } }`;
const SOURCE = "chongqing-kjy01";

interface Cases {
  readonly viewer: {
    readonly accounts: readonly {
      readonly userName: string;
      readonly organization: { readonly uscc: string } | null;
    }[];
    readonly cases: {
      readonly total: { readonly value: number };
      readonly nodes: readonly { readonly id: string; readonly caseNumber: string }[];
    };
  } | null;
}

const as = (token: string) => ({ "hub-node-authorization": `chongqing="Bearer ${token}"` });
const DEMO = as("demo-kjy01-sandbox");
const OTHER = as("other-kjy01-sandbox");

describe.each([
  ["in process", startTestHub],
  ["as subgraphs elsewhere", startTestHubOfSubgraphs],
])("private cases, with the nodes %s", (_where, start) => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await start({ patents: 150 });
  });
  afterAll(() => hub.stop());

  async function casesOf(headers: Readonly<Record<string, string>>) {
    const { data, errors } = await hub.ask<Cases>(CASES, {}, headers);
    expect(errors).toEqual([]);
    const viewer = data?.viewer;
    return {
      user: viewer?.accounts[0]?.userName,
      numbers: (viewer?.cases.nodes ?? []).map((found) => found.caseNumber).sort(),
      ids: (viewer?.cases.nodes ?? []).map((found) => found.id),
    };
  }

  test("demo and other see their own and nothing of each other's", async () => {
    const [demo, other] = [await casesOf(DEMO), await casesOf(OTHER)];
    expect(demo.user).toBe("demo");
    expect(other.user).toBe("other");
    expect(demo.numbers).toContain("KJ2023-0001");
    expect(other.numbers.length).toBeGreaterThan(0);
    expect(demo.numbers.filter((number) => other.numbers.includes(number))).toEqual([]);
  });

  test("two hundred interleaved and concurrent queries never cross", async () => {
    const expected = new Map([
      [DEMO, await casesOf(DEMO)],
      [OTHER, await casesOf(OTHER)],
    ]);
    const callers = Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? DEMO : OTHER));
    const seen = await Promise.all(callers.map(async (caller) => [caller, await casesOf(caller)] as const));
    for (const [caller, cases] of seen) expect(cases).toEqual(expected.get(caller));
  });

  test("a case's id opens nothing for another user, nor for nobody", async () => {
    const [id] = (await casesOf(DEMO)).ids;
    const mine = await hub.ask(BY_ID, { id }, DEMO);
    expect(mine.data).toEqual({ node: { __typename: "ChongqingCase", id, caseNumber: expect.any(String) } });
    const theirs = await hub.ask(BY_ID, { id }, OTHER);
    expect(theirs.data).toEqual({ node: null });
    expect(theirs.errors).toEqual([]);
    const nobodys = await hub.ask(BY_ID, { id });
    expect(nobodys.data).toEqual({ node: null });
    expect(nobodys.errors.map(({ extensions }) => extensions.code)).toEqual(["UNAUTHENTICATED"]);
  });

  test("without a token a private field is UNAUTHENTICATED, asks no upstream, and changes nothing for others", async () => {
    await hub.resetCounts();
    for (const headers of [{}, { "hub-node-authorization": 'sichuan="Bearer demo-kjy01-sandbox"' }]) {
      const { status, data, errors } = await hub.ask(CASES, {}, headers);
      expect(status).toBe(200);
      expect(data).toEqual({ viewer: null });
      expect(errors).toMatchObject([{ path: ["viewer"], extensions: { code: "UNAUTHENTICATED", retryable: false } }]);
    }
    expect(await hub.counts()).toEqual({});
    expect((await casesOf(DEMO)).user).toBe("demo");
    expect((await hub.ask(CASES)).data).toEqual({ viewer: null });
  });

  test("a token that the platform does not know is UNAUTHENTICATED beside the data, before and after others asked", async () => {
    for (const _turn of [1, 2]) {
      const { data, errors, text } = await hub.ask(CASES, {}, as("wrong-token"));
      expect(data).toEqual({ viewer: { accounts: null, cases: null } });
      expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual(
        expect.arrayContaining([
          [["viewer", "accounts"], "UNAUTHENTICATED"],
          [["viewer", "cases"], "UNAUTHENTICATED"],
        ]),
      );
      expect(text).not.toContain("wrong-token");
      await casesOf(DEMO);
    }
  });

  test.each(["chongqing=Bearer x", 'chongqing="Bearer x', 'chongqing="Bearer x", chongqing="Bearer y"'])(
    "a malformed header %s is refused as a whole",
    async (header) => {
      const { status, errors } = await hub.ask(CASES, {}, { "hub-node-authorization": header });
      expect(status).toBe(400);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(["BAD_REQUEST"]);
    },
  );

  test("nothing private is kept: each asking reaches the platform, under one session per token", async () => {
    await hub.resetCounts();
    await casesOf(DEMO);
    await casesOf(DEMO);
    const counts = (await hub.counts())[SOURCE] ?? {};
    expect(counts["POST /tsOauth2/session"] ?? 0).toBe(0);
    expect(counts["GET /tsAdmin/process/account"]).toBe(2);
    expect(counts["GET /tsAdmin/process/case/list"]).toBeGreaterThanOrEqual(2);
  });
});
