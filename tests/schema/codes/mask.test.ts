import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskContacts } from "#schema/codes/mask.ts";

describe("masking of contact data", () => {
  it.each([
    ["联系人张三，手机13812345678。", "联系人张三，手机138****5678。"],
    ["手机：138 1234 5678", "手机：138****5678"],
    ["１３８１２３４５６７８", "１３８****５６７８"],
    ["+86-139-1234-5678", "139****5678"],
    ["邮箱 zhang.san@example.com.cn 收", "邮箱 z***@example.com.cn 收"],
    ["身份证11010519491231002X", "身份证110***************"],
    ["电话：028-85551234转801", "电话：028-****"],
    ["（023）63001234", "（023）****"],
    ["电话：85551234", "电话：****34"],
    ["微信：zhang_san2020", "微信：****"],
  ])("masks %s", (text, masked) => {
    expect(maskContacts(text)).toBe(masked);
  });

  it.each([
    "专利号 ZL202310123456.6，公告号 CN116012345B",
    "ZL201318123456.7",
    "2023117765870",
    "统一社会信用代码 91510100MA0DEM0A77",
    "编号 122436693134412849",
    "热线 12330，电话 400-820-8820，电话：4008208820",
    "2024-08-20 至 2025-08-20",
    "国作登字-2016-F-00269796",
    "BS.185559220",
    "报价 15 万元",
    "注册资本13800000000元",
    "",
  ])("leaves %s as it is", (text) => {
    expect(maskContacts(text)).toBe(text);
  });

  it("leaves masked text as it is and never throws", () => {
    const pieces = fc.constantFrom(
      "13812345678",
      "a.b@example.com",
      "11010519491231002X",
      "电话：85551234",
      "x",
      "，",
      "028-85551234",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: "binary" }))), (parts) => {
        const once = maskContacts(parts.join(" "));
        expect(maskContacts(once)).toBe(once);
      }),
    );
  });

  it("leaves no mobile number standing between any other text", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^1[3-9]\d{9}$/),
        fc.stringMatching(/^[^0-9０-９A-Za-z.]{0,8}$/),
        (mobile, around) => {
          expect(maskContacts(`${around}${mobile}${around}`)).not.toContain(mobile);
        },
      ),
    );
  });

  it("takes linear time on hostile text", () => {
    const started = performance.now();
    maskContacts("a.".repeat(200_000));
    maskContacts(`${"1".repeat(400_000)}@`);
    maskContacts(`电话${"-".repeat(400_000)}`);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
