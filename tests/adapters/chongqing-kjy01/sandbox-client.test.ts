import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { askWindow } from "#adapters/chongqing-kjy01/client/ask-window.ts";
import type { Kjy01Offer } from "#adapters/chongqing-kjy01/records.ts";
import { source } from "#adapters/chongqing-kjy01/source.ts";
import { CHONGQING_AGENCY, CHONGQING_MATERIALS } from "#adapters/runtime/sandbox/world/well-known-parties.ts";
import { parseApplicationNumber } from "#schema/ids/application-number.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { createTestRuntime } from "#tests/support/source-runtime.ts";
import { type Kjy01Bench, startKjy01 } from "#tests/support/start-kjy01.ts";

const STAND = "CN202220765432.1";
const STAND_OFFER = "122436693110000101";

let bench: Kjy01Bench;

beforeAll(async () => {
  bench = await startKjy01();
});
afterAll(() => bench[Symbol.asyncDispose]());
beforeEach(() => bench.sandbox.resetCounts());

test("finds the well-known offer first, negotiable, with its number as printed and its platform's own status", async () => {
  const { value } = await bench.client.offers({}, { offset: 0, limit: 1 }, createCallContext());
  expect(value.items[0]).toMatchObject({
    id: STAND_OFFER,
    title: "一种便携式检测支架",
    modeText: "许可",
    subjectText: "专利",
    price: { money: { kind: "NEGOTIABLE" }, text: "面议" },
    patentNumberText: "ZL202220765432.1",
    patentStatusText: "有效",
    seller: { name: CHONGQING_MATERIALS.name, uscc: CHONGQING_MATERIALS.uscc },
    areaText: "重庆市九龙坡区",
    publishedDate: "2026-11-19",
  });
});

test("finds the well-known demand, expert and agency", async () => {
  const context = createCallContext();
  const window = { offset: 0, limit: 5 };
  const demands = await bench.client.demands({ keyword: "低温固化胶粘剂", statusName: "已发布" }, window, context);
  expect(demands.value.items[0]).toMatchObject({
    budget: { money: { kind: "FIXED", amount: "200000" }, text: "20万元" },
    publisher: { name: "重庆示例新材料有限公司" },
    wantedText: "寻求许可",
  });
  const experts = await bench.client.experts({ field: "新材料", keyword: "张示例" }, window, context);
  expect(experts.value.items).toMatchObject([{ id: "122436693130000101", phone: "138****0002" }]);
  const [agency] = await bench.client.agencyProfilesByCodes([CHONGQING_AGENCY.code], context);
  expect(agency).toMatchObject({
    value: { name: "重庆示例知识产权代理事务所(普通合伙)", specialties: CHONGQING_AGENCY.specialties },
  });
});

test("walks the whole list in any window size without a gap, a repeat or an invented end", async () => {
  const all = await listAll(100);
  const expected = bench.world.offers.filter((offer) => offer.node === "chongqing").length;
  expect(new Set(all.map((offer) => offer.id)).size).toBe(expected);
  expect(await listAll(7)).toEqual(all);
  const beyond = await bench.client.experts({}, { offset: 1_000, limit: 10 }, createCallContext());
  expect(beyond.value.items).toEqual([]);
  expect(beyond.value.total).toBeGreaterThan(0);
});

async function listAll(limit: number): Promise<readonly Kjy01Offer[]> {
  const found: Kjy01Offer[] = [];
  for (let offset = 0; ; offset += limit) {
    const { value } = await bench.client.offers({}, { offset, limit }, createCallContext());
    found.push(...value.items);
    if (offset + limit >= value.total) return found;
  }
}

test("gives the same window of a list whatever the pages of an upstream that repeats its last page", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(60), fc.nat(80), fc.nat(30), async (total, offset, limit) => {
      const list = Array.from({ length: total }, (_, index) => index);
      const ask = async (page: number, size: number) => {
        const shown = Math.min(page, Math.max(1, Math.ceil(total / size)));
        const items = list.slice((shown - 1) * size, shown * size);
        return { value: { items, total }, fetchedAt: 0, freshness: "FRESH" } as const;
      };
      const { value } = await askWindow(ask, { offset, limit });
      expect(value).toEqual({ items: list.slice(offset, offset + limit), total });
    }),
  );
});

test("remembers what a list showed, so that a look-up by id asks nobody and says so", async () => {
  await using own = await startKjy01();
  const context = createCallContext();
  const { value } = await own.client.offers({}, { offset: 0, limit: 20 }, context);
  await own.sandbox.resetCounts();
  const found = await own.client.offersByIds(value.items.map((offer) => offer.id).reverse(), context);
  expect(found.map((record) => "value" in record && record.value?.id)).toEqual(
    value.items.map((offer) => offer.id).reverse(),
  );
  expect(await own.sandbox.counts()).toEqual({});
  expect(context.events.at(-1)).toMatchObject({ upstreamCalls: 0, cacheHits: 20, outcome: "OK" });
});

test("looks up ids in bulk, in order, with null for the unknown and for what is no id", async () => {
  const ids = (await listAll(100)).slice(20, 100).map((offer) => offer.id);
  await using own = await startKjy01();
  const asked = [...ids, "122436693119999999", "x';--", "1".repeat(40), ids[0] ?? ""];
  const found = await own.client.offersByIds(asked, createCallContext());
  expect(found.map((record) => ("value" in record ? (record.value?.id ?? null) : "failed"))).toEqual([
    ...ids,
    null,
    null,
    null,
    ids[0],
  ]);
  expect(await own.sandbox.counts()).toEqual({ "GET /yzw/api/resource/list": 2 });
});

test("finds offers by application number in bulk, and never by a misprinted one", async () => {
  const shown = new Map((await listAll(100)).map((offer) => [offer.id, offer.patentNumberText ?? ""]));
  const offered = bench.world.offers.flatMap(({ node, id, patent }) =>
    node === "chongqing" && patent !== null ? [{ id, patent }] : [],
  );
  const numbers = [STAND, "CN201710117081.7", ...offered.map(({ patent }) => patent)];
  const found = await bench.client.offersByApplicationNumbers(numbers, createCallContext());
  expect(found[0]).toMatchObject({ value: [{ id: STAND_OFFER }] });
  expect(found[1]).toMatchObject({ value: [] });
  let misprints = 0;
  for (const [index, { id }] of offered.entries()) {
    const record = found[index + 2];
    const ids = record !== undefined && "value" in record ? (record.value ?? []).map((offer) => offer.id) : [];
    const isRight = parseApplicationNumber(shown.get(id) ?? "").ok;
    if (!isRight) misprints += 1;
    expect(ids.includes(id)).toBe(isRight);
  }
  expect(misprints).toBeGreaterThan(0);
  expect(misprints).toBeLessThan(offered.length / 10);
});

test("pushes area, mode and state down in the platform's own words", async () => {
  const query = { area: "重庆市九龙坡区", state: "发布中", mode: "许可" };
  const { value } = await bench.client.offers(query, { offset: 0, limit: 100 }, createCallContext());
  expect(value.items.length).toBeGreaterThan(0);
  for (const offer of value.items) {
    expect(offer).toMatchObject({ areaText: "重庆市九龙坡区", statusText: "发布中", modeText: "许可" });
  }
});

test("tells a refused key of the hub as a refusal, not as a log-in of the user", async () => {
  const runtime = createTestRuntime("chongqing-kjy01", bench.sandbox.url);
  const keyless = await source.create(runtime, { baseUrl: bench.sandbox.url });
  const asked = keyless?.offers({}, { offset: 0, limit: 1 }, createCallContext());
  await expect(asked).rejects.toMatchObject({ failure: { kind: "rejected", status: 200, reason: "code 401" } });
  await runtime.close();
});

test("prints ids as bare numbers in two envelopes and as strings in the third", async () => {
  const raw = async (path: string, headers = {}) => (await fetch(`${bench.sandbox.url}${path}`, { headers })).text();
  expect(await raw("/yzw/api/resource/list?limit=1", { ak: "sandbox-ak" })).toContain(`"id":${STAND_OFFER},`);
  expect(await raw("/tsAdmin/expert/list?pageSize=1")).toMatch(/"id":\d{18},/);
  expect(await raw("/zMarketDemandRest/page?size=1")).toMatch(/"demandId":"\d{18}".*"total":"\d+"/);
});

test("shows a public page for every record that it links to", async () => {
  const response = await fetch(`${bench.client.siteUrl}/view/offer/${STAND_OFFER}`);
  expect(response.status).toBe(200);
  expect(await response.text()).toContain("一种便携式检测支架");
  expect((await fetch(`${bench.client.siteUrl}/view/offer/1`)).status).toBe(404);
});
