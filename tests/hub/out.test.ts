import { request } from "node:http";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

function out(url: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${hub.url}/out?url=${encodeURIComponent(url)}`, { redirect: "manual", ...init });
}

/** As it stands on the wire; fetch keeps headers such as Purpose to itself. */
function statusOf(url: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  const target = `${hub.url}/out?url=${encodeURIComponent(url)}`;
  request(target, { headers }, (response) => {
    response.resume();
    resolve(response.statusCode);
  })
    .once("error", reject)
    .end();
  return promise;
}

async function clicks(): Promise<Readonly<Record<string, number>>> {
  const text = await (await fetch(`${hub.url}/metrics`)).text();
  const found = text.matchAll(/^hub_node_clicks_total\{node="([^"]+)"\} (\d+)$/gm);
  return Object.fromEntries([...found].map(([, node, count]) => [node, Number(count)]));
}

async function pageOfOffer(node: string): Promise<string> {
  const { data, errors } = await hub.ask<{
    readonly listings: { readonly nodes: readonly { readonly provenance: { readonly sourceUrl: string } }[] };
  }>(`{ listings(first: 1, filter: { nodes: ["${node}"] }) { nodes { provenance { sourceUrl } } } }`);
  expect(errors).toEqual([]);
  return data?.listings.nodes[0]?.provenance.sourceUrl ?? "";
}

test("a record's page is led to, and the visit counted for its platform; of the visitor nothing is kept", async () => {
  for (const node of ["sichuan", "chongqing"]) {
    const page = await pageOfOffer(node);
    expect(page).toMatch(/^http/);
    const before = (await clicks())[node] ?? 0;
    const answer = await out(page, { headers: { cookie: "a=b", referer: "https://who.example/" } });
    expect([answer.status, answer.headers.get("location")]).toEqual([302, new URL(page).href]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex, nofollow",
      "content-length": "0",
    });
    expect(answer.headers.get("set-cookie")).toBeNull();
    expect((await clicks())[node]).toBe(before + 1);
  }
});

test("a look at whether the page is there, and a browser that reads ahead, are no visits", async () => {
  const page = await pageOfOffer("sichuan");
  const before = await clicks();
  const looked = await out(page, { method: "HEAD" });
  expect([looked.status, looked.headers.get("location")]).toEqual([302, new URL(page).href]);
  expect(await statusOf(page, { "sec-purpose": "prefetch;prerender" })).toBe(302);
  expect(await statusOf(page, { purpose: "prefetch" })).toBe(302);
  expect(await clicks()).toEqual(before);
  expect(await statusOf(page, {})).toBe(302);
  expect((await clicks())["sichuan"]).toBe((before["sichuan"] ?? 0) + 1);
});

test("the terms of a source and pages that its records link to are its node's, on the hosts as they are named", async () => {
  const before = (await clicks())["national"] ?? 0;
  expect((await out("https://ipdps.cnipa.gov.cn/")).status).toBe(302);
  expect((await out("https://worldwide.espacenet.com/patent/search?q=pn%3DCN1A")).status).toBe(302);
  expect((await clicks())["national"]).toBe(before + 2);
  expect((await out("https://ipdps.cnipa.gov.cn:8443/")).status).toBe(404);
  expect((await out("https://espacenet.com/")).status).toBe(404);
});

test.each<[string, string, number]>([
  ["a stranger's host", "https://evil.example/", 404],
  ["a stranger's host that begins like a platform's", "https://ipdps.cnipa.gov.cn.evil.example/", 404],
  ["a stranger's host behind a platform's name", "https://ipdps.cnipa.gov.cn@evil.example/", 400],
  ["a user name before a platform's host", "https://a:b@ipdps.cnipa.gov.cn/", 400],
  ["a backslash", "https://evil.example\\@ipdps.cnipa.gov.cn/", 404],
  ["another scheme", "javascript:alert(1)//ipdps.cnipa.gov.cn", 400],
  ["data", "data:text/html,ipdps.cnipa.gov.cn", 400],
  ["an address without a scheme", "//ipdps.cnipa.gov.cn/", 400],
  ["nothing", "", 400],
  ["an address that is too long", `https://ipdps.cnipa.gov.cn/${"a".repeat(2_048)}`, 400],
])("%s is not led to: %s", async (_what, url, status) => {
  const before = await clicks();
  const answer = await out(url, { headers: { "accept-language": "en" } });
  expect([answer.status, answer.headers.get("location"), answer.headers.get("cache-control")]).toEqual([
    status,
    null,
    "no-store",
  ]);
  const { errors } = (await answer.json()) as { readonly errors: readonly { readonly message: string }[] };
  expect(errors[0]?.message).toMatch(status === 404 ? /no platform in the graph/ : /\/out\?url=/);
  expect(await clicks()).toEqual(before);
});

test("a mistake is told in Chinese too; without an address, or with two, there is nowhere to go", async () => {
  const told = (await (await out("https://evil.example/")).json()) as {
    readonly errors: readonly { message: string }[];
  };
  expect(told.errors[0]?.message).toContain("不属于任何接入平台");
  const page = encodeURIComponent("https://ipdps.cnipa.gov.cn/");
  for (const query of ["", "?", "?other=1", `?url=${page}&url=${page}`]) {
    const answer = await fetch(`${hub.url}/out${query}`, { redirect: "manual" });
    expect([query, answer.status]).toEqual([query, 400]);
  }
  expect((await out("https://ipdps.cnipa.gov.cn/", { method: "POST" })).status).toBe(405);
});
