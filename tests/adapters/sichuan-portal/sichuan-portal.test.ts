import { describe, expect, test } from "vitest";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { source } from "#adapters/sichuan-portal/source.ts";
import { parseApplicationNumber } from "#schema/ids/application-number.ts";
import { parseUscc } from "#schema/ids/uscc.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { createTestRuntime } from "#tests/support/source-runtime.ts";
import { SICHUAN_WORLD, startSichuan } from "#tests/support/start-sichuan.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { answerJson } from "#tests/support/upstream-faults.ts";

const OFFERS = SICHUAN_WORLD.offers.filter((offer) => offer.node === "sichuan");
const ADHESIVE = numberOf("CN202310123456.6");

describe("the hall and the catalogue", () => {
  test("eight modules, thirty services in six categories, 专利质押融资咨询 at window 12", async () => {
    await using bench = await startSichuan();
    const { modules, services } = (await bench.portal.catalogue(createCallContext())).value;
    expect(modules.map((module) => module.raw)).toEqual("申请 维权 信息 产业 运营 金融 培训 咨询".split(" "));
    expect(new Set(modules.map((module) => module.code)).size).toBe(8);
    expect(services).toHaveLength(30);
    expect(new Set(services.map((service) => service.category.code)).size).toBe(6);
    expect(services.find((service) => service.name === "专利质押融资咨询")).toMatchObject({
      module: { code: "FINANCE" },
      windowNumbers: ["12"],
    });
  });

  test("twenty windows, each with a service; nine members with valid codes; contacts masked", async () => {
    await using bench = await startSichuan();
    const context = createCallContext();
    const windows = (await bench.portal.windows(context)).value;
    const members = (await bench.portal.members(context)).value;
    const contacts = (await bench.portal.rightsAid(context)).value;
    const { services } = (await bench.portal.catalogue(context)).value;
    expect(windows.map((window) => window.number)).toEqual(Array.from({ length: 20 }, (_, i) => String(i + 1)));
    const staffed = new Set(services.flatMap((service) => service.windowNumbers));
    expect(windows.filter((window) => !staffed.has(window.number))).toEqual([]);
    expect(members).toHaveLength(9);
    expect(members.every((member) => member.uscc !== null && parseUscc(member.uscc).ok)).toBe(true);
    const phones = [...windows, ...contacts].map((record) => record.phone);
    expect(phones.every((phone) => phone === "12330" || phone?.includes("****"))).toBe(true);
  });
});

describe("offers", () => {
  test("come newest first in windows of any size, the last page not repeated, none lost and none twice", async () => {
    await using bench = await startSichuan();
    const context = createCallContext();
    const ids: string[] = [];
    for (let offset = 0; offset <= OFFERS.length; offset += 37) {
      const page = await bench.portal.offers({}, { offset, limit: 37 }, context);
      expect(page.total).toBe(OFFERS.length);
      ids.push(...page.items.map(({ value }) => value.id));
    }
    expect(ids).toHaveLength(OFFERS.length);
    expect(new Set(ids)).toEqual(new Set(OFFERS.map((offer) => offer.id)));
    const days = (await bench.portal.offers({}, { offset: 0, limit: 1_000 }, context)).items.map(
      ({ value }) => value.publishedDate ?? "",
    );
    expect(days).toEqual(days.toSorted().reverse());
    const beyond = await bench.portal.offers({}, { offset: 500, limit: 20 }, context);
    expect(beyond).toEqual({ items: [], total: OFFERS.length });
    const { "/api/yygp/list": asked } = await bench.sandbox.counts();
    expect(asked).toBe(Math.ceil(OFFERS.length / 50) + 1);
  });

  test("agree with the world in price, mode, state and region, whatever the spelling", async () => {
    await using bench = await startSichuan();
    const { items } = await bench.portal.offers({}, { offset: 0, limit: 1_000 }, createCallContext());
    const printed = new Map(items.map(({ value }) => [value.id, value]));
    for (const offer of OFFERS) {
      expect(printed.get(offer.id)).toMatchObject({
        mode: { code: offer.mode },
        subject: { code: offer.kind },
        status: { code: offer.status },
        price: offer.priceYuan === null ? { kind: "NEGOTIABLE" } : { kind: "FIXED", amount: String(offer.priceYuan) },
        publishedDate: offer.publishedAt.slice(0, 10),
        region: offer.region,
      });
    }
    const mistyped = items.filter(({ value }) => value.patent === null && value.patentNumberText !== null);
    expect(mistyped.length).toBeGreaterThan(0);
    for (const { value } of items) {
      const truth = OFFERS.find((offer) => offer.id === value.id)?.patent ?? null;
      if (value.patent !== null) expect(value.patent).toBe(truth);
    }
  });

  test("are filtered by the portal: region with its districts, mode, state, keyword", async () => {
    await using bench = await startSichuan();
    const query = { region: "510100", mode: "ASSIGNMENT", status: "OPEN", keyword: "光学胶" } as const;
    const { items, total } = await bench.portal.offers(query, { offset: 0, limit: 100 }, createCallContext());
    expect(items[0]?.value.id).toBe("20990");
    expect(total).toBe(items.length);
    expect(items.every(({ value }) => value.region?.startsWith("5101") && value.mode.code === "ASSIGNMENT")).toBe(true);
  });

  test("looked up by id after a list ask no upstream, and say that they came from the cache", async () => {
    await using bench = await startSichuan();
    const page = await bench.portal.offers({}, { offset: 0, limit: 20 }, createCallContext());
    await bench.sandbox.resetCounts();
    const context = createCallContext();
    const ids = page.items.map(({ value }) => value.id);
    expect(await bench.portal.offersById(ids, context)).toEqual(page.items);
    expect(await bench.sandbox.counts()).toEqual({});
    expect(context.events).toMatchObject([{ upstreamCalls: 0, cacheHits: 20, outcome: "OK" }]);
  });

  test("looked up cold come from their own pages, many at once from the newest pages of the list", async () => {
    await using bench = await startSichuan();
    const context = createCallContext();
    const [one, none] = await bench.portal.offersById(["20990", "1"], context);
    expect(one).toMatchObject({ value: { title: "一种低温固化光学胶及其制备方法", price: { amount: "150000" } } });
    expect(none).toMatchObject({ value: null });
    expect(await bench.sandbox.counts()).toEqual({ "/yygp/detail.do": 2 });
    await bench.sandbox.resetCounts();
    const records = await bench.portal.offersById(
      OFFERS.map((offer) => offer.id),
      context,
    );
    expect(records.every((record) => !(record instanceof UpstreamError) && record.value !== null)).toBe(true);
    expect((await bench.sandbox.counts())["/yygp/detail.do"]).toBeUndefined();
  });

  test("a record is the same from the list and from its own page", async () => {
    await using bench = await startSichuan();
    const { items } = await bench.portal.offers({}, { offset: 0, limit: 5 }, createCallContext());
    await using other = await startSichuan();
    const pages = await other.portal.offersById(
      items.map(({ value }) => value.id),
      createCallContext(),
    );
    const plain = (record: unknown) => ({ ...(record as object), sourceUrl: "" });
    expect(pages.map((page) => (page instanceof UpstreamError ? page : plain(page.value)))).toEqual(
      items.map(({ value }) => plain(value)),
    );
  });

  test("ids that the portal cannot have are never asked for", async () => {
    await using bench = await startSichuan();
    const ids = ["20990,20500", "../admin", "", "x".repeat(65), "1 OR 1=1"];
    const records = await bench.portal.offersById(ids, createCallContext());
    expect(records.map((record) => (record instanceof UpstreamError ? record : record.value))).toEqual(
      ids.map(() => null),
    );
    expect(await bench.portal.patentCopiesById(ids, createCallContext())).toHaveLength(ids.length);
    expect(await bench.sandbox.counts()).toEqual({});
  });

  test("one page that fails costs its own record alone", async () => {
    await using bench = await startSichuan();
    await bench.portal.offers({}, { offset: 0, limit: 1 }, createCallContext());
    await bench.sandbox.setFault({ mode: "error", path: "/yygp/detail.do" });
    const [known, failed] = await bench.portal.offersById(["20990", "77777"], createCallContext());
    expect(known).toMatchObject({ value: { id: "20990" } });
    expect(failed).toBeInstanceOf(UpstreamError);
  });

  test("of patents are found by number in one question; a mistyped number finds nothing", async () => {
    await using bench = await startSichuan();
    const context = createCallContext();
    const { items } = await bench.portal.offers({}, { offset: 0, limit: 1_000 }, context);
    await bench.sandbox.resetCounts();
    const numbers = [...new Set(items.flatMap(({ value }) => value.patent ?? []))].slice(0, 40);
    const found = await bench.portal.offersOf(numbers, context);
    const expected = items.filter(({ value }) => value.patent !== null && numbers.includes(value.patent));
    expect(found.map(({ value }) => value.id).sort()).toEqual(expected.map(({ value }) => value.id).sort());
    expect((await bench.sandbox.counts())["/api/yygp/list"]).toBe(1);
    const mistyped = items.find(({ value }) => value.patent === null && value.patentNumberText !== null)?.value;
    const meant = OFFERS.find((offer) => offer.id === mistyped?.id)?.patent ?? "";
    const named = await bench.portal.offersOf([numberOf(meant)], context);
    expect(named.map(({ value }) => value.id)).not.toContain(mistyped?.id);
  });
});

describe("copies of patents", () => {
  test("the story's copy still says 在审 and prints no check digit", async () => {
    await using bench = await startSichuan();
    const [copy] = await bench.portal.patentCopiesOf([ADHESIVE], createCallContext());
    expect(copy?.value).toMatchObject({
      legalStatusRaw: "在审",
      patentNumberText: "202310123456",
      patent: ADHESIVE,
    });
  });

  test("are found by id in one question for fifty", async () => {
    await using bench = await startSichuan();
    const { items } = await bench.portal.patentCopies(undefined, { offset: 0, limit: 60 }, createCallContext());
    await using other = await startSichuan();
    const ids = items.map(({ value }) => value.id);
    const records = await other.portal.patentCopiesById([...ids, "Z0"], createCallContext());
    expect(records.map((record) => (record instanceof UpstreamError ? null : record.value?.id))).toEqual([
      ...ids,
      undefined,
    ]);
    expect(await other.sandbox.counts()).toEqual({ "/api/zljs/list": 2 });
  });
});

describe("the client", () => {
  test("serves each list again within its time and asks anew after it", async () => {
    const clock = new ManualClock(Date.now());
    await using bench = await startSichuan({ timer: clock });
    const context = () => createCallContext({ clock });
    await bench.portal.offers({}, { offset: 0, limit: 20 }, context());
    await bench.portal.offers({}, { offset: 20, limit: 20 }, context());
    await bench.portal.catalogue(context());
    expect(await bench.sandbox.counts()).toEqual({ "/api/yygp/list": 1, "/api/fwml/list": 1 });
    await clock.advance(11 * 60_000);
    await bench.portal.offers({}, { offset: 0, limit: 20 }, context());
    await bench.portal.catalogue(context());
    expect(await bench.sandbox.counts()).toEqual({ "/api/yygp/list": 2, "/api/fwml/list": 1 });
  });

  test("refuses a list that is cut into smaller pages than were asked for", async () => {
    const rows = Array.from({ length: 20 }, (_, index) => ({ gpid: String(index) }));
    await using upstream = await startUpstream(answerJson({ errcode: 0, totalrecords: "201", data: rows }));
    const runtime = createTestRuntime(source.code, upstream.url);
    const portal = await source.create(runtime, { baseUrl: upstream.url });
    await expect(portal?.offers({}, { offset: 0, limit: 20 }, createCallContext())).rejects.toMatchObject({
      failure: { kind: "malformed" },
    });
    await runtime.close();
  });

  test("leaves the portal alone after it said with status 200 that its quota is used up", async () => {
    await using upstream = await startUpstream(answerJson({ errcode: "10004", result: "访问次数超限", data: "" }));
    const runtime = createTestRuntime(source.code, upstream.url);
    const portal = await source.create(runtime, { baseUrl: upstream.url });
    const ask = () => portal?.catalogue(createCallContext());
    await expect(ask()).rejects.toMatchObject({ failure: { kind: "rate-limited" } });
    await expect(ask()).rejects.toMatchObject({ failure: { kind: "rate-limited" } });
    expect(upstream.requests).toHaveLength(1);
    await runtime.close();
  });

  test("is off without an address", async () => {
    const runtime = createTestRuntime(source.code, "http://127.0.0.1:9");
    expect(await source.create(runtime, {})).toBeNull();
    expect(source.sandbox?.isWanted({})).toBe(true);
    expect(source.sandbox?.isWanted({ baseUrl: "https://portal.example.cn" })).toBe(false);
    await runtime.close();
  });
});

function numberOf(text: string) {
  const parsed = parseApplicationNumber(text);
  if (!parsed.ok) throw new Error(`no application number: ${text}`);
  return parsed.value;
}
