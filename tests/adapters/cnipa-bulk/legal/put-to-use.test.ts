import { describe, expect, test } from "vitest";
import { relationOf } from "#adapters/cnipa-bulk/legal/party-relation.ts";
import { putToUse } from "#adapters/cnipa-bulk/legal/put-to-use.ts";
import { entry } from "./gazette-entry.ts";

const TR01 = (before: string, after: string, date = "2023-03-28") =>
  entry(
    "TR01",
    "专利权的转移",
    date,
    `专利号：ZL201810555666.1\n登记生效日：20230310\n变更事项：专利权人\n变更前权利人：${before}\n变更后权利人：${after}`,
  );

describe("conversions", () => {
  test("a transfer of the right between strangers counts from its registration, not from its gazette", () => {
    expect(putToUse([TR01("成都示例光电有限公司", "重庆示例新材料有限公司")]).transferred).toBe("2023-03-10");
  });

  test("transfers within one house, of applications, under mixed codes and changes of name do not count", () => {
    const events = [
      TR01("纳爱斯集团有限公司", "纳爱斯浙江科技有限公司"),
      entry("TA01", "专利申请权的转移", "2020-01-07", "变更前申请人：甲技术有限公司\n变更后申请人：乙实业有限公司"),
      entry(
        "C41",
        "专利申请权、专利权的转移",
        "2010-01-07",
        "变更前权利人：甲技术有限公司\n变更后权利人：乙实业有限公司",
      ),
      entry(
        "CP01",
        "专利权人的姓名或者名称、地址的变更",
        "2021-01-05",
        "变更前：甲技术有限公司\n变更后：乙实业有限公司",
      ),
    ];
    expect(putToUse(events).transferred).toBeNull();
  });

  test("licence, pledge and open licence each count from their first day; their ends do not", () => {
    const events = [
      entry("EE01", "专利实施许可合同备案的生效", "2024-05-10", "备案号：X2024980000001\n备案日：20240420"),
      entry("EE01", "专利实施许可合同备案的生效", "2022-05-10", "合同备案号：X2022980000001\n备案日期：20220420"),
      entry("PC01", "专利权质押合同登记的注销", "2021-01-05", "登记号：Y2019980000001\n注销日：20201220"),
      entry("OL02", "专利开放许可声明的撤回", "2023-01-05", "撤回日：20230105"),
    ];
    expect(putToUse(events)).toEqual({
      transferred: null,
      licensed: "2022-04-20",
      pledged: null,
      openLicensed: null,
    });
    expect(putToUse([entry("PE01", "专利权质押合同登记的生效", "2024-02-02", "质押登记日：20240115")]).pledged).toBe(
      "2024-01-15",
    );
    expect(putToUse([entry("OL01", "专利开放许可声明", "2024-02-02", "生效日：20240202")]).openLicensed).toBe(
      "2024-02-02",
    );
  });

  test("without events nothing is said", () => {
    expect(putToUse([])).toEqual({ transferred: null, licensed: null, pledged: null, openLicensed: null });
  });
});

test.each([
  ["成都示例光电有限公司", "重庆示例新材料有限公司", "UNRELATED"],
  ["纳爱斯集团有限公司", "纳爱斯浙江科技有限公司", "RELATED"],
  ["四川某某电力公司（成都分公司）", "四川某某电力公司(成都分公司)", "RELATED"],
  ["示例电力有限公司", "示例电力有限公司绵阳分公司", "RELATED"],
  ["四川大学", "四川大学华西医院", "RELATED"],
  ["四川示例长虹电器股份有限公司", "示例长虹空调有限公司", "RELATED"],
  ["电子科技大学", "中国电子科技集团公司", "UNRELATED"],
  ["张三", "成都示例光电有限公司", "UNRELATED"],
  ["张*", "成都示例光电有限公司", "UNKNOWN"],
  ["Merck & Co., Inc.", "Bayer AG", "UNRELATED"],
] as const)("%s and %s are %s by their names", (one, other, relation) => {
  expect(relationOf([one], [other])).toBe(relation);
  expect(relationOf([other], [one])).toBe(relation);
});

test("a co-owner who leaves is no conversion, and an unnamed side says nothing", () => {
  expect(relationOf(["甲技术有限公司", "乙实业有限公司"], ["甲技术有限公司"])).toBe("RELATED");
  expect(relationOf([], ["甲技术有限公司"])).toBe("UNKNOWN");
});
