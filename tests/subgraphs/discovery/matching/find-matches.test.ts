import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { demandsForPatent, matchesOfDemand } from "#subgraphs/discovery/matching/find-matches.ts";
import type { Summary } from "#subgraphs/discovery/summaries/summary-index.ts";
import { memoryIndex, summary } from "#tests/subgraphs/discovery/memory-index.ts";

const NUMBER = "CN202310123456.6";
const LAPSED = "CN202220765432.1";
const signal = new AbortController().signal;

const demand = summary({
  id: "demand",
  kind: "DEMAND",
  typeName: "ChongqingDemand",
  title: "低温固化胶粘剂",
  text: "寻求可在60℃以下固化、透光率不低于92%的胶粘剂专利许可，用于显示模组与光学器件贴合。",
  codes: { demandStatuses: ["PUBLISHED"], fields: ["新材料"] },
  region: "500107",
  parties: ["重庆示例新材料有限公司", "91500107MA0DEM1B1C"],
  price: { from: 200_000, to: 200_000 },
  status: "PUBLISHED",
});
const listing = summary({
  id: "listing",
  kind: "LISTING",
  title: "一种低温固化光学胶及其制备方法",
  numbers: [NUMBER],
  codes: { subjects: ["PATENT"], modes: ["ASSIGNMENT"] },
  region: "510100",
  parties: ["成都示例光电有限公司"],
  price: { from: 150_000, to: 150_000 },
  status: "OPEN",
});
const patent = summary({
  id: "patent",
  kind: "PATENT",
  typeName: "Patent",
  title: "一种低温固化光学胶及其制备方法",
  text: "属于胶粘材料技术领域，可在60℃以下固化，固化后透光率高，适用于显示模组的贴合。",
  numbers: [NUMBER, "CN116012345B"],
  classes: ["C09J4/02"],
  status: "IN_FORCE",
});
const lapsed = summary({ ...patent, id: "lapsed", numbers: [LAPSED], status: "LAPSED_FEE" });
const expert = summary({
  id: "expert",
  kind: "EXPERT",
  typeName: "ChongqingExpert",
  title: "张示例",
  codes: { specialties: ["新材料", "知识产权运营"] },
  region: "510100",
});
const agency = summary({
  id: "profile",
  kind: "AGENCY_PROFILE",
  title: "重庆示例知识产权代理事务所",
  numbers: ["50990"],
  codes: { specialties: ["新材料"] },
  region: "500000",
});
const unrelated = summary({
  ...listing,
  id: "unrelated",
  title: "一种桥梁缆索检测机器人",
  numbers: ["CN202110444555.5"],
});

const WORLD = [demand, listing, patent, lapsed, expert, agency, unrelated];

async function matched(world: readonly Summary[], id = "demand") {
  const { ranked, reason } = await matchesOfDemand(id, memoryIndex(world), signal);
  return { ids: ranked.map((match) => match.summary.id), ranked, reason: reason?.code ?? null };
}

describe("matches of a demand", () => {
  test("the offer that serves it comes first, with the reasons; then who works in the field", async () => {
    const { ids, ranked } = await matched(WORLD);
    expect(ids).toEqual(["listing", "profile", "expert"]);
    expect(ranked[0]?.locality).toBe("SAME_CLUSTER");
    expect(ranked[0]?.reasons.map(({ code }) => code)).toEqual([
      "COMMON_WORDS",
      "SAME_FIELD",
      "SAME_CLUSTER",
      "WITHIN_BUDGET",
      "MODE_DIFFERS",
      "REGISTER_IN_FORCE",
    ]);
    expect(ranked[1]?.locality).toBe("SAME_CITY");
  });

  test.each<[string, Partial<Summary>]>([
    ["a lapsed right", { numbers: [LAPSED] }],
    ["one's own offer", { parties: ["重庆示例新材料有限公司"] }],
    ["an offer that is closed", { status: "CLOSED" }],
    ["a price out of reach", { price: { from: 900_000, to: null } }],
    ["another matter", { title: "一种光学镜头", numbers: ["CN201810555666.1"] }],
  ])("%s stays out", async (_what, change) => {
    expect((await matched([demand, patent, lapsed, { ...listing, ...change }])).ids).toEqual([]);
  });

  test.each<[string, Partial<Summary>, string]>([
    ["a price above the budget", { price: { from: 240_000, to: null } }, "ABOVE_BUDGET"],
    ["a price to be negotiated", { price: null }, "PRICE_OPEN"],
    ["the other end of the country", { region: "350100" }, "ELSEWHERE"],
    ["a number that nobody knows", { numbers: ["CN201810555666.1"] }, "REGISTER_UNKNOWN"],
    ["a number that cannot be read", { numbers: [] }, "REGISTER_UNKNOWN"],
  ])("%s costs points and is told", async (_what, change, code) => {
    const worse = { ...listing, ...change, id: "worse" };
    const { ids, ranked } = await matched([demand, patent, worse, listing]);
    expect(ids).toEqual(["listing", "worse"]);
    expect(ranked[1]?.reasons.map((reason) => reason.code)).toContain(code);
  });

  test("the nearer of two like offers comes first", async () => {
    const at = (id: string, region: string | null) => ({ ...listing, id, region, numbers: [] });
    const regions = { a: "350100", b: "510700", c: "500112", d: "510800", e: null };
    const { ids } = await matched([demand, ...Object.entries(regions).map(([id, region]) => at(id, region))]);
    expect(ids).toEqual(["c", "b", "e", "a", "d"]);
  });

  test("an open licence serves who wants a licence", async () => {
    const open = { ...listing, id: "open", codes: { ...listing.codes, modes: ["OPEN_LICENSE"] } };
    const { ids, ranked } = await matched([demand, patent, open, listing]);
    expect(ids).toEqual(["open", "listing"]);
    expect(ranked[0]?.reasons.map(({ code }) => code)).toContain("MODE_AGREES");
  });

  test.each([
    ["a demand that is closed", [{ ...demand, status: "AWARDED" }, listing], "DEMAND_CLOSED"],
    ["a demand that the index has not", [listing], "NOT_INDEXED"],
  ])("%s has no matches, and the reason is told", async (_what, world, reason) => {
    expect(await matched(world)).toEqual({ ids: [], ranked: [], reason });
  });

  test("without an index there are none, and the reason is told", async () => {
    expect((await matchesOfDemand("demand", null, signal)).reason?.code).toBe("INDEX_OFF");
  });
});

describe("demands that a patent may serve", () => {
  test("are the open ones, scored as the demand scores its offer", async () => {
    const index = memoryIndex([...WORLD, { ...demand, id: "closed", status: "COMPLETED" }]);
    const { ranked } = await demandsForPatent(NUMBER, index, signal);
    expect(ranked.map((match) => match.summary.id)).toEqual(["demand"]);
    const other = await matchesOfDemand("demand", index, signal);
    expect(ranked[0]?.score).toBe(other.ranked[0]?.score);
  });

  test("are none for a lapsed patent, and for one that the index has not", async () => {
    const index = memoryIndex(WORLD);
    expect((await demandsForPatent(LAPSED, index, signal)).reason?.code).toBe("PATENT_ENDED");
    expect((await demandsForPatent("CN202110444555.5", memoryIndex([demand]), signal)).reason?.code).toBe(
      "NOT_INDEXED",
    );
  });
});

test("scores lie between 0 and 1, and order and scores do not depend on the order of the index", async () => {
  const some = fc.array(
    fc.record({
      title: fc.constantFrom("低温固化胶粘剂", "低温固化光学胶", "胶粘剂", "光固化树脂", "桥梁检测", "一种", ""),
      text: fc.constantFrom(null, "用于显示模组", "低温固化"),
      kind: fc.constantFrom("LISTING", "EXPERT", "AGENCY_PROFILE"),
      region: fc.constantFrom(null, "510100", "500107", "350100", "000000"),
      price: fc.constantFrom(null, { from: 1, to: null }, { from: null, to: 250_000 }, { from: 399_999, to: null }),
      status: fc.constantFrom(null, "OPEN", "CLOSED"),
      codes: fc.constantFrom({}, { specialties: ["新材料"] }, { modes: ["LICENSE"] }),
    }),
    { maxLength: 20 },
  );
  await fc.assert(
    fc.asyncProperty(some, fc.integer({ min: 0, max: 19 }), async (records, shift) => {
      const world = records.map((record, at) => summary({ id: `r${at}`, ...record }));
      const turned = [...world.slice(shift), ...world.slice(0, shift)];
      const [one, other] = await Promise.all([matched([demand, ...world]), matched([demand, ...turned])]);
      expect(one.ranked.map(({ score, summary: { id } }) => [id, score])).toEqual(
        other.ranked.map(({ score, summary: { id } }) => [id, score]),
      );
      expect(one.ranked.every(({ score }) => score > 0 && score <= 1)).toBe(true);
    }),
  );
});
