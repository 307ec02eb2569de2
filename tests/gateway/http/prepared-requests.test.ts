import { describe, expect, test } from "vitest";
import { RequestMemo } from "#gateway/cache/request-memo.ts";
import { startFront } from "#tests/support/start-front.ts";
import { countingEngine } from "./kept-engine.ts";

const QUERY = "query Q($a: Int, $b: In) { told }";
const JSON_TYPE = { "content-type": "application/json" };

describe("requests that were read before", () => {
  test("are found by their bytes, bounded in bytes, and forgotten together", () => {
    const memo = new RequestMemo<{ readonly n: number }>(100_000);
    for (let n = 0; n < 200; n += 1) memo.keep(`${n}`.padEnd(1_000), { n });
    expect(memo.find("199".padEnd(1_000))).toEqual({ n: 199 });
    expect(memo.find("0".padEnd(1_000))).toBeUndefined();
    const kept = Array.from({ length: 200 }, (_, n) => memo.find(`${n}`.padEnd(1_000))).filter((one) => one);
    // Each counts as 5,000 bytes.
    expect(kept.length).toBeGreaterThan(10);
    expect(kept.length).toBeLessThan(30);
    memo.keep("x".repeat(32_769), { n: 0 });
    expect(memo.find("x".repeat(32_769))).toBeUndefined();
    memo.clear();
    expect(memo.find("199".padEnd(1_000))).toBeUndefined();
  });

  test("are asked in the language of each", async () => {
    await using hub = await startFront({ run: countingEngine().run, cache: {} });
    for (const language of ["zh", "en", "zh", "en"]) {
      const response = await hub.post(QUERY, { headers: { "accept-language": language } });
      expect(response.headers.get("content-language")).toBe(language === "zh" ? "zh-CN" : "en");
    }
  });

  test("by GET are no bodies of a POST, though their bytes are equal", async () => {
    const engine = countingEngine();
    await using hub = await startFront({ run: engine.run, cache: {} });
    const target = `/graphql?${new URLSearchParams({ query: QUERY })}`;
    const get = () => fetch(hub.url + target, { headers: { "hub-require-preflight": "1" } });
    expect([(await get()).status, (await get()).status]).toEqual([200, 200]);
    const response = await fetch(`${hub.url}/graphql`, { method: "POST", headers: JSON_TYPE, body: target });
    expect(response.status).toBe(400);
  });

  test("are remembered for whoever brings no credential, and for nobody else", async () => {
    await using hub = await startFront({ run: countingEngine().run, cache: {} });
    const body = JSON.stringify({ query: QUERY });
    const ask = (headers: Readonly<Record<string, string>>) =>
      fetch(`${hub.url}/graphql`, { method: "POST", headers: { ...JSON_TYPE, ...headers }, body });
    await ask({ "hub-node-authorization": 'chongqing="Bearer one"' });
    expect(hub.caches?.prepared.find(body)).toBeUndefined();
    await ask({});
    expect(hub.caches?.prepared.find(body)).toMatchObject({ operation: { query: QUERY }, isQuery: true });
  });
});
