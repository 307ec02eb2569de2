import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { HubStatus } from "#gateway/admin/hub-status.ts";
import { runMany } from "#tests/bench/load.ts";
import { ADMIN_ENV, admin, OPERATOR_TOKEN } from "#tests/support/ask-admin.ts";
import { runCli } from "#tests/support/run-cli.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const LISTINGS = `{ listings(first: 3) { nodes { id title provenance { freshness hubNode { code } } } } }`;
const PATENT = `{ patent(number: "CN202310123456.6") { id title legalStatus { label } } }`;
const CASES = `{ viewer { accounts { userName } cases(first: 3) { nodes { caseNumber } } } }`;
const KEPT = /^public, max-age=\d+$/;

const USERS = ["demo", "other", "nobody"] as const;

const as = (user: string): Record<string, string> =>
  user === "nobody" ? {} : { "hub-node-authorization": `chongqing="Bearer ${user}-kjy01-sandbox"` };

describe("whole answers", () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub({ patents: 150, env: ADMIN_ENV });
  });
  afterAll(() => hub.stop());
  afterEach(async () => void (await admin(hub.url, "invalidate", {})));

  const asked = async () =>
    (await Promise.all(["discovery", "national", "sichuan", "chongqing"].map((node) => hub.nodeRequests(node)))).reduce(
      (sum, count) => sum + count,
      0,
    );
  const kept = async () => ((await admin(hub.url, "status")).body as unknown as HubStatus).responseCache.responses;

  test.each([
    ["a list over all nodes", LISTINGS],
    ["one record", PATENT],
    ["the nodes themselves", "{ hubNodes { code name state } }"],
  ])("of %s are given without asking any node", async (_what, query) => {
    const first = await hub.ask(query);
    const before = await asked();
    const second = await hub.ask(query);
    expect([second.text, await asked()]).toEqual([first.text, before]);
    for (const { headers } of [first, second]) expect(headers.get("cache-control")).toMatch(KEPT);
  });

  test.each([
    ["how the sources are", "{ hubNodes { code sources { code health } } }"],
    ["the user's own records", CASES],
    [
      "what cannot be answered whole",
      '{ viewer { accounts { userName } } patent(number: "CN202310123456.6") { title } }',
    ],
  ])("are not kept of %s", async (_what, query) => {
    for (const headers of [{}, as("demo")]) {
      const { headers: given } = await hub.ask(query, {}, headers);
      expect(given.get("cache-control")).not.toMatch(/public/);
    }
    expect(await kept()).toBe(0);
  });

  test("show at once that a node was paused, and resumed", async () => {
    const state = async () => {
      const { data } = await hub.ask<{ hubNode: { state: string } }>('{ hubNode(code: "sichuan") { state } }');
      return data?.hubNode.state;
    };
    const codes = async () => (await hub.ask(LISTINGS)).errors.map(({ extensions }) => extensions.code);
    expect([await state(), await codes()]).toEqual(["LIVE", []]);
    await admin(hub.url, "pause", { code: "sichuan" });
    expect([await state(), await codes()]).toEqual(["PAUSED", ["NODE_UNAVAILABLE"]]);
    await admin(hub.url, "resume", { code: "sichuan" });
    expect([await state(), await codes()]).toEqual(["LIVE", []]);
  });

  test("do not survive a take-down, nor hide a record that is given back", async () => {
    const { data, text } = await hub.ask<{ patent: { id: string } }>(PATENT);
    await hub.ask(PATENT);
    await admin(hub.url, "take-down", { id: data?.patent.id ?? "", reason: "asked by the owner" });
    expect((await hub.ask(PATENT)).data).toEqual({ patent: null });
    await admin(hub.url, "restore", { id: data?.patent.id ?? "", reason: "a mistake" });
    expect((await hub.ask(PATENT)).text).toBe(text);
  });

  test("are forgotten by node, type, record, or altogether, by the admin API and at the command line", async () => {
    const fill = async () => {
      const { data } = await hub.ask<{ patent: { id: string } }>(PATENT);
      await hub.ask('{ hubNode(code: "sichuan") { experts(first: 1) { nodes { name } } } }');
      return data?.patent.id ?? "";
    };
    const id = await fill();
    expect(await kept()).toBe(2);
    const responsesOf = async (what: object) => (await admin(hub.url, "invalidate", what)).body["responses"];
    expect(await responsesOf({ node: "chongqing" })).toBe(0);
    expect(await responsesOf({ node: "sichuan", type: "Patent" })).toBe(0);
    expect(await responsesOf({ id })).toBe(1);
    expect(await responsesOf({ type: "SichuanExpert" })).toBe(1);
    await fill();
    const env = { HUB_URL: hub.url, HUB_ADMIN_TOKEN: OPERATOR_TOKEN };
    expect(await runCli(env, "cache", "clear", "--node", "national")).toMatchObject({
      code: 0,
      out: expect.stringContaining("cleared 1 whole responses"),
    });
    expect((await runCli(env, "cache", "clear")).out).toContain("cleared 1 whole responses");
    expect(await kept()).toBe(0);
    expect((await runCli(env, "status")).out).toContain("应答缓存");
    expect((await admin(hub.url, "invalidate", { node: "nowhere" })).status).toBe(404);
    expect((await admin(hub.url, "invalidate", { other: "x" })).status).toBe(400);
    for (const args of [["cache"], ["cache", "fill"], ["cache", "clear", "--all"]]) {
      expect((await runCli(env, ...args)).code).toBe(2);
    }
  });

  test("of two users and nobody, in two languages, never cross in interleaved requests", async () => {
    const own = async (user: string) => (await hub.ask(CASES, {}, as(user))).text;
    const expected = { demo: await own("demo"), other: await own("other") };
    expect(expected.demo).not.toBe(expected.other);
    const isNobodys = (text: string) => text.includes('"code":"UNAUTHENTICATED"') && !text.includes("KJ20");
    const isOwn = {
      demo: (text: string) => text === expected.demo,
      other: (text: string) => text === expected.other,
      nobody: isNobodys,
    };
    const labels = { zh: '"label":"授权有效"', en: '"label":"In force"' };
    const wrong: string[] = [];
    await runMany(600, 24, async (index) => {
      const language = index % 3 === 0 ? "en" : "zh";
      const user = USERS[(index % 7) % 3] ?? "nobody";
      const isPublic = index % 5 === 0;
      const { text } = await hub.ask(isPublic ? PATENT : CASES, {}, { "accept-language": language, ...as(user) });
      const isRight = isPublic ? text.includes(labels[language]) : isOwn[user](text);
      if (!isRight) wrong.push(`${language} ${user}: ${text}`);
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  });
});

describe("an answer past its time", () => {
  afterAll(() => vi.restoreAllMocks());

  test("is never kept as fresh: whoever asks later hears how old it is", async () => {
    await using hub = await startTestHub({ patents: 150 });
    const query = `{ hubNode(code: "sichuan") { listings(first: 2) { nodes { title provenance { freshness } } } } }`;
    const first = await hub.ask(query);
    expect([first.text.includes("FRESH"), first.headers.get("cache-control")]).toEqual([
      true,
      expect.stringMatching(KEPT),
    ]);
    const real = Date.now;
    let later = 0;
    vi.spyOn(Date, "now").mockImplementation(() => real() + later);
    await hub.sandbox("sichuan-portal").setFault({ mode: "error" });
    // As long as whole answers say FRESH, what they were made of is.
    for (later = 0; later < 3 * 3_600_000; later += 600_000) {
      const { text, headers, errors } = await hub.ask(query);
      expect(errors).toEqual([]);
      const isStale = text.includes("STALE");
      expect(text.includes("FRESH")).toBe(!isStale);
      if (isStale) expect(headers.get("cache-control")).toBe("no-store");
      else expect(headers.get("cache-control")).toMatch(KEPT);
    }
    expect((await hub.ask(query)).text).toContain("STALE");
  });
});
