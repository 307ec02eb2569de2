import { expect, test } from "vitest";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import { decodeMembers, decodeRightsAid, decodeWindows } from "#adapters/sichuan-portal/decode/decode-hall.ts";
import { answerOf, fixtureAnswer, PAGES } from "./fixture-answer.ts";

test("trap 22: reads windows from GBK bytes under a header and a meta element that say UTF-8, columns by their captions", () => {
  expect(decodeWindows(PAGES)(fixtureAnswer("windows.html.gbk", "text/html;charset=UTF-8"))).toEqual([
    {
      id: "1",
      number: "1",
      name: "专利受理窗口",
      address: "四川省成都市高新区示例大道2号",
      openingHours: "周一至周五 9:00-12:00",
      phone: "028-****",
      region: "510100",
      sourceUrl: "https://portal.example.cn/fwck/index.html",
      sourceUpdatedAt: null,
    },
    expect.objectContaining({ id: "12", openingHours: null, address: null, region: null, phone: "12330" }),
  ]);
});

test("reads members from a page whose charset only its meta element tells; a code that fails its check is no code", () => {
  expect(decodeMembers(PAGES)(fixtureAnswer("members.html.gbk", "text/html"))).toMatchObject([
    { id: "CY03", name: "四川省专利信息服务中心", role: "信息服务", uscc: "12510000MB0DEM033M", address: null },
    { id: "CY90", name: "示例单位（筹）", role: null, uscc: null, address: null },
  ]);
});

test("reads rights-aid contacts; every telephone but the service number is masked", () => {
  const contacts = decodeRightsAid(PAGES)(fixtureAnswer("rights-aid.html.gbk", "text/html; charset=GBK"));
  expect(contacts.map(({ id, phone, region }) => [id, phone, region])).toEqual([
    ["WQ001", "12330", "510000"],
    ["WQ006", "138****1805、0830-****", "510500"],
    ["WQ007", null, null],
  ]);
});

test("a page without the list that was due is malformed, not an empty list", () => {
  const maintenance = answerOf("<html><head><title>系统维护</title></head><body>升级中</body></html>", "text/html");
  for (const decode of [decodeWindows(PAGES), decodeMembers(PAGES), decodeRightsAid(PAGES)]) {
    expect(() => decode(maintenance)).toThrow(MalformedError);
  }
});
