import fc from "fast-check";
import { expect, test } from "vitest";
import { labelledItems } from "#adapters/cnipa-bulk/legal/labelled-items.ts";

test("labels may have either colon, and values run on over lines", () => {
  expect(
    labelledItems("专利号：ZL202220765432.1\n终止日期: 20240406\n变更前地址：四川省成都市\n  高新区1号\n"),
  ).toEqual([
    { label: "专利号", value: "ZL202220765432.1" },
    { label: "终止日期", value: "20240406" },
    { label: "变更前地址", value: "四川省成都市高新区1号" },
  ]);
});

test("a second whole name below a whole name is a second party", () => {
  expect(labelledItems("变更后权利人：甲公司\n  乙公司")).toEqual([{ label: "变更后权利人", value: "甲公司；乙公司" }]);
  expect(labelledItems("变更后权利人：成都示例光电\n有限公司")).toEqual([
    { label: "变更后权利人", value: "成都示例光电有限公司" },
  ]);
});

test("several items may stand on one line, with blanks of any width or semicolons between", () => {
  expect(
    labelledItems("IPC(主分类)：H02S40/10 专利号：ZL201810555666.1　登记号：Y2024980000015；出质人：甲公司"),
  ).toEqual([
    { label: "IPC(主分类)", value: "H02S40/10" },
    { label: "专利号", value: "ZL201810555666.1" },
    { label: "登记号", value: "Y2024980000015" },
    { label: "出质人", value: "甲公司" },
  ]);
});

test("text without a label is kept, empty labels and values too; times and addresses are no labels", () => {
  expect(labelledItems("未缴年费专利权终止")).toEqual([{ label: "", value: "未缴年费专利权终止" }]);
  expect(labelledItems("")).toEqual([]);
  expect(labelledItems("变更前：\n变更后：甲公司")).toEqual([
    { label: "变更前", value: "" },
    { label: "变更后", value: "甲公司" },
  ]);
  expect(labelledItems("备注：见https://example.cn 于10:30")).toEqual([
    { label: "备注", value: "见https://example.cn 于10:30" },
  ]);
});

test("no character of a value is lost, whatever the text", () => {
  const part = fc.constantFrom("专利号：", "出质人:", "甲公司", "\n", " ", "；", "20240101", "未缴年费", "：");
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const kept = labelledItems(parts.join(""))
        .map(({ label, value }) => label + value)
        .join("");
      expect(bare(kept)).toBe(bare(parts.join("")));
    }),
  );
});

function bare(text: string): string {
  return text.replace(/[\s：:;；]/g, "");
}
