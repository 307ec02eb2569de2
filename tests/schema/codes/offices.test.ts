import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { officeByChineseName, officeLabel } from "#schema/codes/offices.ts";

describe("labels of offices", () => {
  it.each([
    ["HK", "中国香港", "Hong Kong, China"],
    ["MO", "中国澳门", "Macao, China"],
    ["TW", "中国台湾", "Taiwan, China"],
    ["CN", "中国", "China"],
    ["EP", "欧洲专利局", "European Patent Office (EPO)"],
    ["WO", "世界知识产权组织", "World Intellectual Property Organization (WIPO)"],
    ["US", "美国", "United States"],
    ["jp", "日本", "Japan"],
  ])("%s is %s, %s", (code, zh, en) => {
    expect([officeLabel(code, "zh"), officeLabel(code, "en")]).toEqual([zh, en]);
  });

  it.each(["XX", "toString", "", "1"])("gives %s back when it does not know it", (code) => {
    expect(officeLabel(code, "zh")).toBe(code);
  });

  it("never shows Hong Kong, Macao or Taiwan without China", () => {
    for (const code of ["HK", "MO", "TW"]) {
      expect(officeLabel(code, "zh")).toMatch(/^中国/);
      expect(officeLabel(code, "en")).toMatch(/, China$/);
    }
  });

  it.each([
    ["中国", "CN"],
    ["中国台湾", "TW"],
    ["香港", "HK"],
    ["英国", "GB"],
    ["美国;US", "US"],
    ["火星", null],
  ])("finds %s as %s", (name, code) => {
    expect(officeByChineseName(name)).toBe(code);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        (text) => [officeLabel(text, "en"), officeByChineseName(text)].length === 2,
      ),
    );
  });
});
