import { describe, expect, test } from "vitest";
import { LoginRequiredError, MalformedError } from "#adapters/runtime/upstream-error.ts";
import { decodeCatalogue } from "#adapters/sichuan-portal/decode/decode-catalogue.ts";
import {
  decodeActivities,
  decodeExperts,
  decodeFinanceProducts,
  decodePatentCopies,
} from "#adapters/sichuan-portal/decode/decode-lists.ts";
import { decodeOfferPage, decodeOffers } from "#adapters/sichuan-portal/decode/decode-offers.ts";
import { pauseOnQuota } from "#adapters/sichuan-portal/decode/envelope.ts";
import { splitList } from "#adapters/sichuan-portal/decode/values.ts";
import { answerOf, fixtureAnswer, PAGES } from "./fixture-answer.ts";

describe("the catalogue", () => {
  const { modules, services } = decodeCatalogue(PAGES)(fixtureAnswer("catalogue.json"));

  test("is read from JSON inside a string, modules in the portal's order", () => {
    expect(modules).toEqual([
      { code: "FILING", raw: "申请" },
      { code: "FINANCE", raw: "金 融" },
      { code: "OTHER", raw: "文化" },
    ]);
  });

  test("reads windows, lists and durations however they are typed", () => {
    expect(services[0]).toMatchObject({
      id: "SCFW021",
      module: { code: "FINANCE", raw: "金融" },
      category: { code: "FINANCE", raw: "金融服务" },
      channel: { code: "BOTH", raw: "线上+窗口" },
      windowNumbers: ["12", "5"],
      audience: ["企业", "高校院所"],
      materials: ["营业执照", "专利证书"],
      durationDays: 5,
      legalBasis: null,
      region: "510000",
      sourceUrl: "https://portal.example.cn/fwml/sx.do?sxbm=SCFW021",
    });
  });

  test("splits lists outside brackets alone", () => {
    expect(splitList("开放许可声明;专利权评价报告（实用新型、外观设计）")).toEqual([
      "开放许可声明",
      "专利权评价报告（实用新型、外观设计）",
    ]);
  });

  test("reads emptiness as nothing and unknown words as OTHER with their text", () => {
    expect(services[1]).toMatchObject({
      module: { code: "OTHER", raw: "文化" },
      category: { code: "OTHER", raw: null },
      channel: { code: "UNKNOWN", raw: null },
      windowNumbers: [],
      audience: [],
      materials: [],
      feeText: null,
      durationDays: null,
      region: "510100",
      sourceUpdatedAt: null,
    });
  });

  test("is malformed when it is empty", () => {
    expect(() => decodeCatalogue(PAGES)(fixtureAnswer("offers-empty.json"))).toThrow(MalformedError);
  });
});

describe("the list of offers", () => {
  const { rows, total } = decodeOffers(PAGES)(fixtureAnswer("offers.json"));

  test("takes totals as text and ids as text or numbers", () => {
    expect(total).toBe(5);
    expect(rows.map((row) => row.id)).toEqual(["20990", "20991", "20992", "20993", "20994"]);
  });

  test("computes the check digit of numbers printed without one and trusts no wrong one", () => {
    expect(rows.map((row) => [row.patentNumberText, row.patent])).toEqual([
      ["202310123456", "CN202310123456.6"],
      ["202310123456.7", null],
      [null, null],
      ["ＺＬ２０１６１０３１１３８０．ｘ", "CN201610311380.X"],
      [null, null],
    ]);
  });

  test("turns 万元, full-width digits and ranges into yuan", () => {
    expect(rows.map(({ price }) => [price.kind, price.amount, price.maxAmount, price.text])).toEqual([
      ["FIXED", "150000", null, "15万元"],
      ["FIXED", "15000", null, "１．５万元"],
      ["NEGOTIABLE", null, null, "面议"],
      ["FIXED", "150000", null, "￥150,000元"],
      ["RANGE", "100000", "200000", "10-20万元"],
    ]);
  });

  test("reads every spelling of a day in Asia/Shanghai", () => {
    expect(rows.map((row) => row.publishedDate)).toEqual([
      "2026-11-20",
      "2026-11-09",
      "2026-11-01",
      "2026-10-31",
      "2026-11-01",
    ]);
  });

  test("maps modes, subjects and states, keeping the text", () => {
    expect(rows.map(({ subject, mode, status }) => [subject.code, mode.code, status.code])).toEqual([
      ["PATENT", "ASSIGNMENT", "OPEN"],
      ["PATENT", "ASSIGNMENT", "OPEN"],
      ["SOFTWARE_COPYRIGHT", "LICENSE", "CLOSED"],
      ["PATENT", "OPEN_LICENSE", "RESERVED"],
      ["PATENT", "EQUITY", "UNKNOWN"],
    ]);
    expect(rows[2]?.mode.raw).toBe("独占许可");
  });

  test("completes four-digit regions, follows retired ones, drops unknown ones", () => {
    expect(rows.map((row) => row.region)).toEqual(["510100", "510100", null, "510100", "510116"]);
  });

  test("takes a credit code only when both its checks hold", () => {
    expect(rows.map((row) => row.sellerUscc)).toEqual([
      "91510100MA0DEM0A77",
      null,
      "91510100MA0DEM0A77",
      null,
      "91510100MA0DEM0A77",
    ]);
  });

  test("masks contact data in free text", () => {
    expect(rows[0]?.description).not.toMatch(/13800000009|seller@/);
    expect(rows[0]?.description).toContain("联系人张先生");
  });

  test("reads an empty list, whose data is an empty text", () => {
    expect(decodeOffers(PAGES)(fixtureAnswer("offers-empty.json"))).toEqual({ rows: [], total: 0 });
  });

  test("reads the same record from the detail page, GBK bytes under no charset", () => {
    const page = decodeOfferPage("20990", PAGES)(fixtureAnswer("offer-detail.html.gbk", "text/html"));
    expect(page).toEqual({ ...rows[0], description: expect.stringContaining("138****0009") });
  });

  test("reads 'no longer there' as nothing and any other page as malformed", () => {
    const read = decodeOfferPage("1", PAGES);
    expect(read(fixtureAnswer("offer-gone.html.gbk", "text/html"))).toBeNull();
    expect(() => read(fixtureAnswer("windows.html.gbk", "text/html"))).toThrow(MalformedError);
  });
});

describe("errors told with status 200", () => {
  const read = decodeOffers(PAGES);

  test("are malformed answers, never empty lists", () => {
    expect(() => read(fixtureAnswer("fault-parameter.json"))).toThrow(MalformedError);
    expect(() => decodeActivities(PAGES)(answerOf('{"code":500,"msg":"系统异常"}'))).toThrow(MalformedError);
    expect(() => decodeFinanceProducts(PAGES)(answerOf('{"success":false,"result":null}'))).toThrow(MalformedError);
    expect(() => decodeExperts(PAGES)(answerOf('{"RESULTCODE":"-1","MSG":"失败"}'))).toThrow(MalformedError);
    expect(() => read(answerOf('{"errcode":0,"totalrecords":"3","data":"[{\\"gpid\\":"}'))).toThrow(MalformedError);
    expect(() => read(answerOf('{"errcode":0,"totalrecords":"3","data":[{"gpbt":"没有编号"}]}'))).toThrow(
      MalformedError,
    );
  });

  test("a refused token asks for a log-in, a used-up quota for a pause", () => {
    expect(() => read(fixtureAnswer("fault-token.json"))).toThrow(LoginRequiredError);
    expect(pauseOnQuota(fixtureAnswer("fault-quota.json"))).toBe(60_000);
    expect(pauseOnQuota(fixtureAnswer("fault-parameter.json"))).toBeNull();
    expect(pauseOnQuota(fixtureAnswer("offers.json"))).toBeNull();
  });
});

describe("the other lists", () => {
  test("times of activities are instants; a day alone begins at midnight in Shanghai and has no end", () => {
    const { rows } = decodeActivities(PAGES)(fixtureAnswer("activities.json"));
    expect(rows.map(({ id, kind, startsAt, endsAt, region }) => [id, kind.code, startsAt, endsAt, region])).toEqual([
      ["5101", "TRAINING", "2026-12-03T01:00:00.000Z", "2026-12-03T09:00:00.000Z", "510100"],
      ["5102", "MATCHMAKING", "2026-12-10T06:00:00.000Z", null, "510000"],
      ["5103", "LECTURE", "2026-12-18T06:30:00.000Z", null, null],
      ["5104", "OTHER", "2026-12-21T16:00:00.000Z", null, "510000"],
    ]);
  });

  test("finance products", () => {
    const { rows } = decodeFinanceProducts(PAGES)(fixtureAnswer("finance-products.json"));
    expect(rows[0]).toMatchObject({
      name: "知识产权质押贷款",
      institution: "示例银行",
      product: { code: "PLEDGE_LOAN" },
    });
    expect(rows[1]).toMatchObject({ institution: null, product: { code: "OTHER" }, amountText: null, region: null });
  });

  test("experts, with the telephone masked in its column and in the text", () => {
    const [expert] = decodeExperts(PAGES)(fixtureAnswer("experts.json")).rows;
    expect(expert).toMatchObject({ id: "5a1e0001", specialties: ["新材料", "知识产权运营"], region: "510107" });
    expect(JSON.stringify(expert)).not.toMatch(/13800000001|02800001234/);
  });

  test("copies of patents keep what they print and are joined only on a number that holds", () => {
    const { rows } = decodePatentCopies(PAGES)(fixtureAnswer("patent-copies.json"));
    expect(rows).toMatchObject([
      { patent: "CN202310123456.6", patentNumberText: "202310123456", legalStatusRaw: "在审" },
      { patent: null, patentNumberText: "202110991218.7", legalStatusRaw: null, sourceUpdatedAt: null },
    ]);
  });
});
