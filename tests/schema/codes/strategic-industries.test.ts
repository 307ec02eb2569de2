import { describe, expect, test } from "vitest";
import {
  STRATEGIC_INDUSTRIES,
  strategicIndustriesOf,
  strategicIndustryLabel,
} from "#schema/codes/strategic-industries.ts";

describe("strategic industries", () => {
  test("are the nine areas of the classification of 2018, in its order, in both languages", () => {
    expect(STRATEGIC_INDUSTRIES.map(({ code }) => code).join("")).toBe("123456789");
    expect(STRATEGIC_INDUSTRIES.map(({ label }) => label.zh)).toEqual([
      "新一代信息技术产业",
      "高端装备制造产业",
      "新材料产业",
      "生物产业",
      "新能源汽车产业",
      "新能源产业",
      "节能环保产业",
      "数字创意产业",
      "相关服务业",
    ]);
    expect(strategicIndustryLabel("3").en).toBe("New materials");
  });

  test.each([
    ["an adhesive", ["C09J11/06"], ["3"]],
    ["a solar module cleaner", ["H02S40/10"], ["6"]],
    ["a video game and its rendering", ["A63F13/52", "G06T15/00"], ["1", "8"]],
    ["a traction battery", ["H01M10/0525"], ["5"]],
    ["a photovoltaic cell, in the old class and the new", ["H01L31/18"], ["1", "6"]],
    ["a maglev train", ["B60L13/04"], ["2", "5"]],
    ["any aircraft, by its class", ["B64U10/10"], ["2"]],
    ["a polymer recycled", ["C08J11/08"], ["3", "7"]],
    ["an umbrella", ["A45B25/00"], []],
    ["a design", [], []],
  ])("of %s", (_what, ipc, expected) => {
    expect(strategicIndustriesOf(ipc)).toEqual(expected);
  });

  test("a main group counts whole: H01M1 is not H01M10, H01M40 not H01M4", () => {
    expect(strategicIndustriesOf(["H01M40/00", "H01M1/00"])).toEqual([]);
  });

  test("each area is named once, however many symbols lead to it", () => {
    expect(strategicIndustriesOf(["C09J4/00", "C09D5/00", "C08L63/00", "A61K8/00"])).toEqual(["3", "4"]);
  });
});
