import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chinaDateOf, parseChineseDate, parseChineseDateRange, parseChineseYear } from "#schema/codes/dates.ts";
import { parseMoney, scaleDecimal } from "#schema/codes/money.ts";

describe("days as Chinese sources print them", () => {
  it.each([
    ["2015/3/4 0:00:00", "2015-03-04"],
    ["2015/3/4 23:59:59", "2015-03-04"],
    ["2015/3/4 星期三 上午 10:00:00", "2015-03-04"],
    ["2019年04月12日", "2019-04-12"],
    ["2019 年 4 月 2 日", "2019-04-02"],
    ["20251118", "2025-11-18"],
    ["20251118093000", "2025-11-18"],
    ["2025.11.18", "2025-11-18"],
    ["2025-11-18", "2025-11-18"],
    ["2025-11-18 23:30:00", "2025-11-18"],
    ["２０２５－１１－１８", "2025-11-18"],
    ["2016-05-27T00:00:00+08:00", "2016-05-27"],
    ["2017-03-01T00:00:00", "2017-03-01"],
    ["2016-05-26T16:00:00Z", "2016-05-27"],
    ["2016-05-26T16:00:00.000+0000", "2016-05-27"],
    ["2016-05-26T12:00:00-04:00", "2016-05-27"],
    ["/Date(1464278400000)/", "2016-05-27"],
    ["/Date(1464278400000+0800)/", "2016-05-27"],
    ["\\/Date(1464278400000)\\/", "2016-05-27"],
    ["2024-02-29", "2024-02-29"],
  ])("trap 23: %s is %s", (text, day) => {
    expect(parseChineseDate(text)).toBe(day);
  });

  it.each([
    "",
    "--",
    "0",
    "00000000",
    "2023-02-29",
    "2023-13-01",
    "20230001",
    "2020",
    "2020年",
    "/Date(-62135596800000)/",
    "abc",
    null,
    undefined,
    "2026年01月06日至2026年02月03日",
  ])("%j is no day", (text) => {
    expect(parseChineseDate(text)).toBeNull();
  });

  it("gives the day in China of an instant, in the years of summer time too", () => {
    expect(chinaDateOf(Date.parse("2024-08-19T16:00:00Z"))).toBe("2024-08-20");
    expect(chinaDateOf(Date.parse("2024-08-19T15:59:59Z"))).toBe("2024-08-19");
    expect(chinaDateOf(Date.parse("1988-07-01T15:00:00Z"))).toBe("1988-07-02");
    expect(chinaDateOf(Number.NaN)).toBeNull();
    expect(chinaDateOf(9e18)).toBeNull();
  });

  it("trap 25: reads ranges and years", () => {
    expect(parseChineseDateRange("2026年01月06日至2026年02月03日")).toEqual({ from: "2026-01-06", to: "2026-02-03" });
    expect(parseChineseDateRange("19951201-19951231")).toEqual({ from: "1995-12-01", to: "1995-12-31" });
    expect(parseChineseDateRange("2026-01-06")).toBeNull();
    expect(["2020", "2020年", "２０２０", "20", "全部"].map(parseChineseYear)).toEqual([2020, 2020, 2020, null, null]);
  });

  it("reads every day in every spelling, unshifted", () => {
    const days = fc.date({ min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(days, (date) => {
        const day = date.toISOString().slice(0, 10);
        const [y = "", m = "", d = ""] = day.split("-");
        const spellings = [
          day,
          `${y}${m}${d}`,
          `${y}年${m}月${d}日`,
          `${y}/${Number(m)}/${Number(d)} 0:00:00`,
          `${y}.${m}.${d}`,
          `${day}T00:00:00+08:00`,
        ];
        expect(spellings.map(parseChineseDate)).toEqual(spellings.map(() => day));
      }),
    );
  });

  it("never throws", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        (text) => [parseChineseDate(text), parseChineseDateRange(text), parseChineseYear(text)].length === 3,
      ),
    );
  });
});

describe("prices", () => {
  it.each([
    ["15 万元", "150000"],
    ["15万", "150000"],
    ["150,000元", "150000"],
    ["￥15.5万元", "155000"],
    ["0.1万元", "1000"],
    ["1.23456万元", "12345.6"],
    ["人民币 200 元整", "200"],
    ["价格：20万元", "200000"],
    ["２０ 万元", "200000"],
    ["1.2亿元", "120000000"],
    ["500元/次", "500"],
    ["15 万元。", "150000"],
    ["10-10万元", "100000"],
    ["900", "900"],
    ["0元", "0"],
  ])("trap 24: %s is %s yuan", (text, amount) => {
    expect(parseMoney(text)).toEqual({ kind: "FIXED", amount });
  });

  it("takes a bare number in the unit of its column", () => {
    expect(parseMoney("15", "万元")).toEqual({ kind: "FIXED", amount: "150000" });
    expect(parseMoney("15元", "万元")).toEqual({ kind: "FIXED", amount: "15" });
  });

  it.each([
    ["10-20万元", "100000", "200000"],
    ["10万～20万", "100000", "200000"],
    ["5000元至1万元", "5000", "10000"],
  ])("%s is a range", (text, amount, maxAmount) => {
    expect(parseMoney(text)).toEqual({ kind: "RANGE", amount, maxAmount });
  });

  it.each([
    ["面议", "NEGOTIABLE"],
    ["价格面议", "NEGOTIABLE"],
    ["按销售额提成 3%", "ROYALTY"],
    ["作价入股", "EQUITY"],
    ["--", "UNKNOWN"],
    ["-1", "UNKNOWN"],
    ["20-10万元", "UNKNOWN"],
    ["很多", "UNKNOWN"],
    [null, "UNKNOWN"],
  ])("%s is %s", (text, kind) => {
    expect(parseMoney(text)).toEqual({ kind });
  });

  it("scales decimals exactly", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.integer({ min: 0, max: 8 }), (value, exponent) => {
        expect(scaleDecimal(String(value), exponent)).toBe(String(value * 10n ** BigInt(exponent)));
      }),
    );
    expect(scaleDecimal("0.0001", 4)).toBe("1");
    expect(scaleDecimal("0.00001", 4)).toBe("0.1");
    expect(scaleDecimal("1.50", 0)).toBe("1.5");
  });

  it("never throws, and only writes decimal strings", () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.stringMatching(/^[￥]?\d{0,16}[.,]?\d{0,3}[-~]?\d{0,5}[万亿元]{0,2}$/),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseMoney(text);
        if (parsed.kind === "FIXED") expect(parsed.amount).toMatch(/^(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/);
      }),
    );
  });
});

it("every day that the calendar has is read, and no other", () => {
  const parts = fc.tuple(fc.integer({ min: 1800, max: 2100 }), fc.nat({ max: 14 }), fc.nat({ max: 33 }));
  fc.assert(
    fc.property(parts, ([year, month, day]) => {
      const digits = `${year}${String(month).padStart(2, "0")}${String(day).padStart(2, "0")}`;
      const date = new Date(Date.UTC(year, month - 1, day));
      const iso = date.toISOString().slice(0, 10);
      expect(parseChineseDate(digits)).toBe(iso.replaceAll("-", "") === digits ? iso : null);
    }),
    { numRuns: 2_000 },
  );
});
