import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isMaskedName, splitPartyNames, visibleName } from "#schema/codes/party-names.ts";

describe("names of parties", () => {
  it.each([
    ["纳爱斯浙江科技有限公司,纳爱斯集团有限公司", ["纳爱斯浙江科技有限公司", "纳爱斯集团有限公司"]],
    ["示例光电有限公司；示例大学", ["示例光电有限公司", "示例大学"]],
    ["张三、李四", ["张三", "李四"]],
    ["Merck & Co., Inc.", ["Merck & Co., Inc."]],
    ["示例（中国）有限公司, ABC Co., Ltd.", ["示例（中国）有限公司, ABC Co., Ltd."]],
    ["Merck & Co., Inc.;示例公司,样本公司", ["Merck & Co., Inc.", "示例公司", "样本公司"]],
    ["重庆示例知识产权代理事务所（普通合伙）", ["重庆示例知识产权代理事务所（普通合伙）"]],
    ["甲公司（成都，高新），乙公司", ["甲公司（成都，高新）", "乙公司"]],
    ["Example (Asia; Pacific) Ltd.;示例公司", ["Example (Asia; Pacific) Ltd.", "示例公司"]],
    ["--", []],
    [null, []],
    [",", []],
  ])("trap 8: %s is split into %j", (text, names) => {
    expect(splitPartyNames(text)).toEqual(names);
  });

  it.each([
    ["张三(***)", true, "张三"],
    ["张*", true, "张*"],
    ["李某", true, "李某"],
    ["李某某", true, "李某某"],
    ["***", true, "***"],
    ["张三", false, "张三"],
    ["成都示例光电有限公司", false, "成都示例光电有限公司"],
  ])("trap 27: %s: masked %s, shows %s", (name, masked, visible) => {
    expect(isMaskedName(name)).toBe(masked);
    expect(visibleName(name)).toBe(visible);
  });

  it("keeps every part whole when split again, and never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const names = splitPartyNames(text);
        expect(names.flatMap(splitPartyNames)).toEqual(names);
      }),
    );
  });
});
