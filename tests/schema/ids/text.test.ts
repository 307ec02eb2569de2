import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compactText, emptyToNull, normaliseName, normaliseText, toHalfWidth } from "#schema/ids/text.ts";

describe("text", () => {
  it("brings full-width characters, hyphens and dots to ASCII", () => {
    expect(toHalfWidth("ＣＮ２０２１．８－Ａ·ｂ\u200b（x）")).toBe("CN2021.8-A.b(x)");
  });

  it.each([
    ["申请号： 2021 1", "2021 1"],
    ["专利号ZL2021", "ZL2021"],
    [" 授权公告号:cn 1 ", "CN 1"],
  ])("cuts the label of %s", (text, expected) => {
    expect(normaliseText(text)).toBe(expected);
  });

  it.each([
    ["重庆示例知识产权代理事务所（普通合伙）", "重庆示例知识产权代理事务所(普通合伙)"],
    ["重庆示例知识产权代理事务所 ( 普通合伙 )", "重庆示例知识产权代理事务所(普通合伙)"],
    ["成都 示例光电\u3000有限公司", "成都示例光电有限公司"],
    ["Example  Optics Co., Ltd.", "Example Optics Co., Ltd."],
    ["【示例】公司", "(示例)公司"],
    ["示例＆nbsp;公司", "示例公司"],
  ])("brings the name %s to %s", (name, normalised) => {
    expect(normaliseName(name)).toBe(normalised);
  });

  it.each([
    "--",
    " ",
    "",
    "0",
    "00000000",
    "0000000000",
    "-1",
    "N/A",
    "n/a",
    "null",
    "无",
    "－－",
    "\u3000",
    "&nbsp;",
    null,
    undefined,
  ])("takes %j for nothing", (text) => {
    expect(emptyToNull(text)).toBeNull();
  });

  it.each([
    [" 无锡 ", "无锡"],
    ["00", "00"],
    ["张三", "张三"],
  ])("keeps %j as %j", (text, kept) => {
    expect(emptyToNull(text)).toBe(kept);
  });

  it("normalises once and for all", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        for (const normalise of [toHalfWidth, normaliseText, compactText, normaliseName]) {
          const once = normalise(text);
          expect(normalise(once)).toBe(once);
        }
        const kept = emptyToNull(text);
        expect(emptyToNull(kept)).toBe(kept);
      }),
      { numRuns: 500 },
    );
  });
});
