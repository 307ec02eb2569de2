import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { detailsOf } from "#adapters/cnipa-bulk/legal/event-details.ts";
import { kindOfEvent } from "#adapters/cnipa-bulk/legal/event-kind.ts";
import type { LegalEvent } from "#adapters/cnipa-bulk/patent-record.ts";
import { samplesDir } from "#tests/support/samples.ts";
import { entry } from "./gazette-entry.ts";

const SUBJECT = { type: "INVENTION" as const, filingDate: "2018-06-01", legalEvents: [] };

describe("what an entry says", () => {
  test("a licence: number, parties, kind, day", () => {
    const text =
      "IPC(主分类)：H02S40/10\n专利申请号：2018105556661\n专利号：ZL201810555666.1\n合同备案号：X2023980012345\n让与人：甲公司\n受让人：乙公司\n许可种类：排他许可\n备案日期：20230420";
    expect(details(entry("EE01", "专利实施许可合同备案的生效", "2023-05-09", text))).toMatchObject({
      about: "LICENCE",
      value: {
        kind: "LICENCE",
        recordNumber: "X2023980012345",
        licensors: ["甲公司"],
        licensees: ["乙公司"],
        licenceKind: { code: "SOLE", raw: "排他许可" },
        effectiveDate: "2023-04-20",
      },
    });
  });

  test.each([
    ["独占许可", "EXCLUSIVE"],
    ["排他许可", "SOLE"],
    ["普通许可", "ORDINARY"],
    ["分许可", null],
  ])("the licence kind %s is %s", (raw, code) => {
    const event = entry("EE01", "专利实施许可合同备案的生效", "2023-05-09", `许可种类：${raw}`);
    expect(details(event)).toMatchObject({ value: { licenceKind: { code, raw } } });
  });

  test("a pledge and its cancellation", () => {
    const text = "登记号：Y2024980000015\n质押登记日：20240115\n出质人：甲公司\n质权人：示例银行";
    expect(details(entry("PE01", "专利权质押合同登记的生效", "2024-02-02", text))).toMatchObject({
      about: "PLEDGE",
      value: {
        registrationNumber: "Y2024980000015",
        pledgors: ["甲公司"],
        pledgees: ["示例银行"],
        effectiveDate: "2024-01-15",
      },
    });
    const ended = entry("PC01", "专利权质押合同登记的注销", "2025-02-02", "登记号：Y2024980000015\n注销日：20250115");
    expect(details(ended)).toMatchObject({ value: { kind: "PLEDGE_CANCELLED", effectiveDate: "2025-01-15" } });
  });

  test("a transfer of a right, of an application, and of what only the text tells", () => {
    const text =
      "登记生效日：20230310\n变更事项：专利权人\n变更前权利人：甲技术有限公司\n变更后权利人：乙实业有限公司\n变更事项：地址\n变更前权利人：610000 成都市\n变更后权利人：400050 重庆市";
    expect(details(entry("TR01", "专利权的转移", "2023-03-28", text))).toMatchObject({
      about: "TRANSFER",
      value: {
        scope: "PATENT",
        before: ["甲技术有限公司"],
        after: ["乙实业有限公司"],
        beforeAddress: "610000 成都市",
        afterAddress: "400050 重庆市",
        effectiveDate: "2023-03-10",
        relation: "UNRELATED",
      },
    });
    expect(details(entry("TA01", "专利申请权的转移", "2019-03-28", text))).toMatchObject({
      value: { scope: "APPLICATION" },
    });
    expect(details(entry("C41", "专利申请权、专利权的转移", "2012-03-28", text))).toMatchObject({
      value: { scope: "PATENT" },
    });
    expect(details(entry("C41", "专利申请权、专利权的转移", "2012-03-28"))).toMatchObject({
      value: { scope: null, relation: "UNKNOWN" },
    });
  });

  test("a change of name or address is a change of the register, no transfer", () => {
    const text =
      "变更事项：专利权人\n变更前：甲公司\n变更后：甲集团公司\n变更事项：地址\n变更前：610000 成都市\n变更后：610041 成都市";
    expect(details(entry("CP01", "专利权人的姓名或者名称、地址的变更", "2022-01-04", text))).toEqual({
      about: "REGISTER_CHANGE",
      value: {
        changes: [
          { item: "PARTY", raw: "专利权人", before: "甲公司", after: "甲集团公司" },
          { item: "ADDRESS", raw: "地址", before: "610000 成都市", after: "610041 成都市" },
        ],
      },
    });
  });

  test("an open licence, its contact masked", () => {
    const text =
      "声明编号：KF202300001\n专利权人：甲公司\n使用费支付方式和标准：一次性支付5万元\n许可期限：2023年01月06日至2028年01月05日\n联系方式：张三 13800001234\n生效日：20230106";
    expect(details(entry("OL01", "专利开放许可声明", "2023-01-06", text))).toMatchObject({
      about: "OPEN_LICENCE",
      value: {
        declarationNumber: "KF202300001",
        owners: ["甲公司"],
        feeText: "一次性支付5万元",
        termEndDate: "2028-01-05",
        contact: "张三 138****1234",
      },
    });
  });

  test("an invalidation: decision and what stands", () => {
    const text = "无效宣告决定号：54321\n无效宣告决定日：20240110\n维持有效的权利要求：权利要求3-8";
    expect(details(entry("IP01", "专利权的部分无效宣告", "2024-02-02", text))).toMatchObject({
      about: "INVALIDATION",
      value: {
        extent: "PARTIAL",
        decisionNumber: "54321",
        decisionDate: "2024-01-10",
        maintainedClaims: "权利要求3-8",
      },
    });
  });

  test("an ending with its day and cause; a lapse without a printed day has a computed one", () => {
    const text = "终止原因：未缴年费专利权终止\n授权公告日：20200512\n终止日期：20230601";
    expect(details(entry("CF01", "专利权的终止", "2024-04-12", text))).toMatchObject({
      about: "ENDING",
      value: { status: "LAPSED_FEE", effectiveDate: "2023-06-01", isDayComputed: false, cause: "未缴年费专利权终止" },
    });
    expect(details(entry("CF01", "专利权的终止", "2024-04-12"))).toMatchObject({
      value: { effectiveDate: "2023-06-01", isDayComputed: true },
    });
  });

  test("restoration, term, correction, public notice", () => {
    expect(
      details(entry("RA01", "专利权的恢复", "2022-04-12", "原决定名称：专利权终止通知书\n原决定公告日：20211015")),
    ).toMatchObject({
      about: "RESTORATION",
      value: { originalDecision: "专利权终止通知书", originalDecisionDate: "2021-10-15", restoredDate: "2022-04-12" },
    });
    const term = "原专利权期满终止日：20380601\n现专利权期满终止日：20391101\n药品名称：示例片\n适应症：示例症";
    expect(details(entry("TP01", "药品专利权期限补偿", "2026-03-03", term))).toMatchObject({
      about: "TERM",
      value: { oldEndDate: "2038-06-01", newEndDate: "2039-11-01", drugName: "示例片", indication: "示例症" },
    });
    expect(
      details(
        entry("CI03", "发明专利更正", "2021-01-05", "卷号：37\n期号：0101\n更正项目：发明人\n误：张三\n正：张山"),
      ),
    ).toMatchObject({
      about: "CORRECTION",
      value: { gazetteNumber: "37-0101", item: "发明人", before: "张三", after: "张山" },
    });
    expect(
      details(entry("DD01", "文件的公告送达", "2021-01-05", "收件人：甲公司\n文件名称：缴费通知书")),
    ).toMatchObject({
      about: "PUBLIC_NOTICE",
      value: { recipient: "甲公司", document: "缴费通知书" },
    });
  });

  test("publication, examination and grant say no more than their day", () => {
    for (const [code, name] of [
      ["PB01", "公开"],
      ["SE01", "实质审查的生效"],
      ["GR01", "授权"],
    ] as const) {
      expect(details(entry(code, name, "2020-05-12", "申请日：20180601"))).toBeNull();
    }
  });
});

test("entries of sections that hold beginning, change and end are told apart by their labels", () => {
  const kind = (code: string, text: string) =>
    kindOfEvent(entry(code, "专利实施许可合同备案的生效、变更及注销", "2013-05-01", text));
  expect(kind("LICC", "备案号：2013510000001\n备案日：20130301")).toBe("LICENCE");
  expect(kind("LICC", "备案号：2013510000001\n变更日：20130301\n变更项目：许可种类")).toBe("LICENCE_CHANGED");
  expect(kind("LICC", "备案号：2013510000001\n解除日：20130301")).toBe("LICENCE_CANCELLED");
  expect(kind("EE01", "备案号：2013510000001\n解除日：20130301")).toBe("LICENCE");
});

const CODES = samplesDir === null ? "" : join(samplesDir, "codes", "inpadoc_legal_codes_CN.csv");

test.skipIf(!existsSync(CODES))(
  "every Chinese code of INPADOC has a kind, and only matters without one are OTHER",
  () => {
    const rows = readFileSync(CODES, "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(",")[1] ?? "");
    expect(rows.length).toBeGreaterThanOrEqual(100);
    const other = rows
      .filter((code) => kindOfEvent(entry(code, "", "2020-01-01")) === "OTHER")
      .map((code) => code.trim());
    expect(other.sort()).toEqual(["C13", "C59", "C60", "C62", "CGPU", "GR02", "OR01", "REG"]);
  },
);

function details(event: LegalEvent) {
  return detailsOf(event, { ...SUBJECT, legalEvents: [event] });
}
