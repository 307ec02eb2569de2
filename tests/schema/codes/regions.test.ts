import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { regionByChineseName } from "#schema/codes/region-names.ts";
import { RETIRED_REGIONS } from "#schema/codes/region-tables.ts";
import {
  allRegions,
  CHENGDU_CHONGQING,
  expandRegions,
  fullRegionName,
  regionOf,
  regionsBelow,
} from "#schema/codes/regions.ts";
import { samplesDir } from "#tests/support/samples.ts";

const matcherOf = (...codes: string[]) => {
  const expanded = expandRegions(codes);
  if (!expanded.ok) throw new Error(expanded.problem.message.en);
  return expanded.value;
};

describe("administrative divisions", () => {
  it("gives name, level and parent of a county, a prefecture and a province", () => {
    expect(regionOf("510107")).toEqual({
      code: "510107",
      name: "武侯区",
      nameEn: null,
      parent: "510100",
      level: "COUNTY",
      inCluster: true,
    });
    expect(regionOf("510100")).toMatchObject({
      name: "成都市",
      nameEn: "Chengdu",
      parent: "510000",
      level: "PREFECTURE",
    });
    expect(regionOf("510000")).toMatchObject({ name: "四川省", nameEn: "Sichuan", parent: null, level: "PROVINCE" });
  });

  it.each([
    ["50", "500000"],
    ["5101", "510100"],
    ["5001", "500000"],
    ["5002", "500000"],
    ["500100", "500000"],
    ["1101", "110000"],
    ["500234", "500154"],
    ["512081", "510185"],
    ["510124", "510117"],
    ["510107001", "510107"],
    ["510107001000", "510107"],
  ])("resolves %s to %s", (code, expected) => {
    expect(regionOf(code)?.code).toBe(expected);
  });

  it.each(["", "5", "999999", "abc", "51010", "5101071234567", "__proto__"])("knows no division %s", (code) => {
    expect(regionOf(code)).toBeNull();
  });

  it("puts districts of Chongqing right below it, and 简阳 below Chengdu", () => {
    expect(regionOf("500107")?.parent).toBe("500000");
    expect(regionOf("510185")?.parent).toBe("510100");
    expect(regionsBelow("500000").map((region) => region.level)).toEqual(Array(38).fill("COUNTY"));
  });

  it("has a parent for every division below the provinces, and a successor for every retired code", () => {
    const regions = [...allRegions()];
    expect(regions.length).toBeGreaterThan(3_000);
    const orphans = regions.filter(
      ({ level, parent }) => level !== "PROVINCE" && regionOf(parent ?? "")?.code !== parent,
    );
    expect(orphans).toEqual([]);
    expect(RETIRED_REGIONS.filter(({ successor }) => regionOf(successor)?.code !== successor)).toEqual([]);
    expect(RETIRED_REGIONS.filter(({ code }) => regions.some((region) => region.code === code))).toEqual([]);
  });

  it.skipIf(samplesDir === null)("resolves every division of the sample lists under its name", () => {
    const read = (file: string): Record<string, string>[] =>
      parse(readFileSync(join(samplesDir ?? "", "codes", file)), { columns: true });
    const rows = ["gbt2260_provinces.csv", "gbt2260_cities.csv", "gbt2260_areas_50_51.csv"].flatMap(read);
    expect(rows.length).toBeGreaterThan(500);
    // The list's pseudo-prefectures: their names say nothing.
    const pseudo = /^(?:市辖区|县|(?:自治区|省)直辖县级行政区划)$/;
    const wrong = rows.filter(
      ({ code = "", name = "" }) => !(pseudo.test(name) ? regionOf(code) : regionOf(code)?.name === name),
    );
    expect(wrong).toEqual([]);
  });
});

describe("the sixteen cities", () => {
  it.each(["500000", "500107", "500154", "500235", "510100", "510185", "512000", "511700", "500234", "5001"])(
    "contain %s",
    (code) => {
      expect(matcherOf(CHENGDU_CHONGQING).matches(code)).toBe(true);
    },
  );

  it.each([
    "510726",
    "510727",
    "511781",
    "511825",
    "511827",
    "510400",
    "510800",
    "511900",
    "513200",
    "510000",
    "500236",
    "110000",
  ])("do not contain %s", (code) => {
    expect(matcherOf(CHENGDU_CHONGQING).matches(code)).toBe(false);
  });

  it("are sixteen, with 29 divisions of Chongqing", () => {
    const codes = [...matcherOf(CHENGDU_CHONGQING).codes];
    expect(codes.filter((code) => code === "500000" || regionOf(code)?.level === "PREFECTURE")).toHaveLength(16);
    expect(codes.filter((code) => code.startsWith("50") && code !== "500000")).toHaveLength(29);
  });
});

describe("filters by region", () => {
  it("include everything below a named division, retired codes too", () => {
    const sichuan = matcherOf("510000");
    expect(["510000", "510107", "513200", "510124", "5101"].map((code) => sichuan.matches(code))).toEqual(
      Array(5).fill(true),
    );
    expect(["500107", "110000", "bad", null].map((code) => sichuan.matches(code))).toEqual(Array(4).fill(false));
  });

  it("do not climb: a county's filter refuses records that name only the city", () => {
    expect(matcherOf("510107").matches("510100")).toBe(false);
  });

  it("take a retired code for its successor", () => {
    expect(matcherOf("500234").matches("500154")).toBe(true);
  });

  it("name an unknown code", () => {
    expect(expandRegions(["510100", "999999"])).toMatchObject({
      ok: false,
      problem: { message: { zh: "未知的行政区划代码 999999" } },
    });
  });

  it("match nothing when empty, and never throw", () => {
    expect(matcherOf().matches("510100")).toBe(false);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (codes) => typeof expandRegions(codes).ok === "boolean"),
    );
  });
});

describe("divisions in addresses", () => {
  it.each([
    ["311200 浙江省杭州市萧山区鸿宁路1788号", "330109"],
    ["311200浙江省杭州市萧山区", "330109"],
    ["四川省成都市高新区天府大道", "510100"],
    ["成都市武侯区人民南路", "510107"],
    ["成都金牛大道1号", "510100"],
    ["重庆;85", "500000"],
    ["海南;66", "460000"],
    ["深圳;94", "440300"],
    ["四川省重庆市", "500000"],
    ["重庆市九龙坡区科园四路", "500107"],
    ["重庆市市辖区九龙坡区", "500107"],
    ["重庆市重庆市渝北区", "500112"],
    ["重庆市县城口县", "500229"],
    ["重庆市开县", "500154"],
    ["开县", "500154"],
    ["四川省资阳市简阳市", "510185"],
    ["四川省简阳市", "510185"],
    ["四川省阿坝藏族羌族自治州汶川县", "513221"],
    ["阿坝州", "513200"],
    ["绵阳市北川县", "510726"],
    ["海南藏族自治州共和县", "632521"],
    ["吉林市", "220200"],
    ["吉林省吉林市", "220200"],
    ["内蒙古呼和浩特市", "150100"],
    ["西藏拉萨市", "540100"],
    ["北京市朝阳区", "110105"],
    ["中国香港", "810000"],
    ["地址：四川省　成都市", "510100"],
  ])("%s is in %s", (address, code) => {
    expect(regionByChineseName(address)?.code).toBe(code);
  });

  it.each(["", "Tokyo", "朝阳区", "0", "高新区天府大道", "张三"])("finds none in %s", (address) => {
    expect(regionByChineseName(address)).toBeNull();
  });

  it("finds every division under its full name", () => {
    const wrong = [...allRegions()].filter(
      (region) => regionByChineseName(fullRegionName(region))?.code !== region.code,
    );
    expect(wrong.map(fullRegionName)).toEqual([]);
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => regionByChineseName(text) !== undefined));
  });
});
