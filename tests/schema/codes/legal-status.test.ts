import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { Kind, parse } from "graphql";
import { describe, expect, it } from "vitest";
import { CASE_STAGES, mapCaseStage } from "#schema/codes/case-stages.ts";
import { LEGAL_STATUS_CODES, mapLegalStatus, mapVendorLegalStatus } from "#schema/codes/legal-status.ts";
import { mapTrademarkStatus, TRADEMARK_STATUS_CODES, trademarkStateOf } from "#schema/codes/trademark-status.ts";
import { samplesDir } from "#tests/support/samples.ts";

const enumValues = (file: string, name: string): string[] => {
  const sdl = readFileSync(new URL(`../../../schema/${file}`, import.meta.url), "utf8");
  return parse(sdl).definitions.flatMap((definition) =>
    definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === name
      ? (definition.values ?? []).map((value) => value.name.value)
      : [],
  );
};

describe("legal status", () => {
  it.each([
    ["公开", "PUBLISHED"],
    ["公布", "PUBLISHED"],
    ["发明公布", "PUBLISHED"],
    ["实质审查的生效", "SUBSTANTIVE_EXAM"],
    ["实审生效", "SUBSTANTIVE_EXAM"],
    ["进入审查", "SUBSTANTIVE_EXAM"],
    ["等待实审请求", "PENDING"],
    ["等待实审提案", "PENDING"],
    ["一通回案实审", "PENDING"],
    ["二通回案实审", "PENDING"],
    ["一通出案待答复", "PENDING"],
    ["等待答复", "PENDING"],
    ["等年登印费", "GRANT_NOTICE"],
    ["办登", "GRANT_NOTICE"],
    ["公告封卷", "GRANT_NOTICE"],
    ["授权", "IN_FORCE"],
    ["授权公告", "IN_FORCE"],
    ["专利权维持", "IN_FORCE"],
    ["有效", "IN_FORCE"],
    ["驳回失效", "REJECTED"],
    ["复审程序中", "REEXAM"],
    ["视为撤回", "DEEMED_WITHDRAWN"],
    ["逾期视撤失效", "DEEMED_WITHDRAWN"],
    ["主动撤回", "WITHDRAWN"],
    ["撤回", "WITHDRAWN"],
    ["主动撤回失效", "WITHDRAWN"],
    ["视为放弃", "DEEMED_ABANDONED"],
    ["视为放弃取得专利权", "DEEMED_ABANDONED"],
    ["未缴年费终止失效", "LAPSED_FEE"],
    ["专利权的终止（未缴年费专利权终止）", "LAPSED_FEE"],
    ["专利权的终止，未按期缴纳年费", "LAPSED_FEE"],
    ["专利权的终止", "TERMINATED_UNSPECIFIED"],
    ["专利权的终止（专利权有效期届满）", "EXPIRED"],
    ["期限届满", "EXPIRED"],
    ["专利权有效期届满", "EXPIRED"],
    ["避免重复授权放弃专利权", "ABANDONED_DOUBLE"],
    ["主动放弃", "ABANDONED"],
    ["专利权全部无效", "INVALIDATED_FULL"],
    ["权利全部无效", "INVALIDATED_FULL"],
    ["在审", "PENDING"],
    ["失效", "DEAD_UNSPECIFIED"],
    ["受理", "FILED"],
    ["－ 有效 －", "IN_FORCE"],
    ["专利权的转移", "UNMAPPED"],
    ["some text", "UNMAPPED"],
  ])("%s is %s, and final", (text, code) => {
    expect(mapLegalStatus(text)).toEqual({ code, restorable: false, partlyInvalidated: false });
  });

  it.each([
    ["驳回", "REJECTED"],
    ["驳回等复审请求", "REJECTED"],
    ["视撤等恢复", "DEEMED_WITHDRAWN"],
    ["视为撤回等恢复", "DEEMED_WITHDRAWN"],
    ["未缴年费专利权终止，等恢复", "LAPSED_FEE"],
    ["未缴年费专利权终止等恢复", "LAPSED_FEE"],
  ])("%s is %s, but can still be undone", (text, code) => {
    expect(mapLegalStatus(text)).toMatchObject({ code, restorable: true });
  });

  it.each(["专利权部分无效", "部分无效"])("%s leaves the patent in force", (text) => {
    expect(mapLegalStatus(text)).toEqual({ code: "IN_FORCE", restorable: false, partlyInvalidated: true });
  });

  it.each(["--", " ", "", null, undefined, "无"])("%j says nothing", (text) => {
    expect(mapLegalStatus(text).code).toBe("UNKNOWN");
  });

  it("reads one vendor's numbers only where they are known to be that vendor's", () => {
    expect(["1", "22", "24", "7"].map((code) => mapVendorLegalStatus(code).code)).toEqual([
      "PUBLISHED",
      "IN_FORCE",
      "SUBSTANTIVE_EXAM",
      "UNMAPPED",
    ]);
    expect(mapLegalStatus("1").code).toBe("UNMAPPED");
  });

  it("has exactly the values of the schema", () => {
    expect(enumValues("shared.graphql", "LegalStatusCode").toSorted()).toEqual(LEGAL_STATUS_CODES.toSorted());
    expect(enumValues("shared-kinds.graphql", "CaseStage").toSorted()).toEqual(CASE_STAGES.toSorted());
  });

  it.skipIf(samplesDir === null)("maps every status of the recorded cpquery answers", () => {
    const text = readFileSync(join(samplesDir ?? "", "cn_portal_json/cnipa_cpquery_records.json"), "utf8");
    const stages = [...text.matchAll(/"anjianywzt": *"([^"]*)"/g)].map(([, stage]) => stage ?? "");
    expect(stages.length).toBeGreaterThan(5);
    expect(stages.filter((stage) => mapLegalStatus(stage).code === "UNMAPPED")).toEqual([]);
    expect(stages.filter((stage) => mapCaseStage(stage) === "UNMAPPED")).toEqual([]);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => LEGAL_STATUS_CODES.includes(mapLegalStatus(text).code)),
    );
  });
});

describe("case stages", () => {
  it.each([
    ["等待实审提案", "EXAMINATION"],
    ["一通回案实审", "EXAMINATION"],
    ["一通出案待答复", "OFFICE_ACTION"],
    ["等待答复", "OFFICE_ACTION"],
    ["驳回等复审请求", "EXAMINATION"],
    ["复审程序中", "EXAMINATION"],
    ["等年登印费", "REGISTRATION"],
    ["公告封卷", "REGISTRATION"],
    ["专利权维持", "MAINTENANCE"],
    ["未缴年费专利权终止，等恢复", "MAINTENANCE"],
    ["未缴年费终止失效", "CLOSED"],
    ["逾期视撤失效", "CLOSED"],
    ["受理", "FILED"],
    ["--", "UNMAPPED"],
    ["别的", "UNMAPPED"],
  ])("%s is %s", (text, stage) => {
    expect(mapCaseStage(text)).toBe(stage);
  });
});

describe("trademark status", () => {
  it.each([
    ["已注册", "REGISTERED"],
    ["商标注册申请注册公告排版完成", "REGISTERED"],
    ["初审公告", "PRELIM_PUBLISHED"],
    ["驳回复审中", "REFUSAL_REVIEW"],
    ["驳回通知发文", "REFUSED"],
    ["商标无效", "INVALID"],
    ["商标注册申请受理通知书发文", "ACCEPTED"],
    ["异议中", "OPPOSED"],
    ["已注销", "CANCELLED"],
    ["续展", "RENEWED"],
    ["期满未续展", "EXPIRED"],
    ["无效宣告申请审查中", "UNMAPPED"],
    ["--", "UNKNOWN"],
    ["别的", "UNMAPPED"],
  ])("%s is %s", (text, code) => {
    expect(mapTrademarkStatus(text)).toBe(code);
  });

  it("is one of the canonical codes for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => TRADEMARK_STATUS_CODES.includes(mapTrademarkStatus(text))),
    );
  });
});

describe("the state of a mark", () => {
  it("has the codes of the graph", () => {
    const file = "../subgraphs/national/rights/trademark.graphql";
    expect(enumValues(file, "TrademarkStatusCode")).toEqual([...TRADEMARK_STATUS_CODES]);
  });

  const flow = (date: string | null, text: string) => ({ date, text });
  const REGISTERED = [
    flow("2022-11-24", "商标注册申请受理通知书发文"),
    flow("2023-02-20", "商标注册申请初步审定公告排版完成"),
    flow("2023-05-21", "商标注册申请注册公告排版完成"),
  ];

  it("is what the latest dated step says, whatever the order", () => {
    const expected = { code: "REGISTERED", raw: "商标注册申请注册公告排版完成", date: "2023-05-21" };
    expect(trademarkStateOf(REGISTERED)).toEqual(expected);
    expect(trademarkStateOf(REGISTERED.toReversed())).toEqual(expected);
  });

  it.each([
    "商标转让申请受理通知书发文",
    "变更商标申请人/注册人名义/地址申请受理通知书发文",
    "商标使用许可备案申请受理",
    "商标续展申请受理通知书发文",
    "撤销连续三年停止使用注册商标申请受理",
    "无效宣告申请审查中",
    "商标注销申请受理通知书发文",
    "商标续展申请不予核准",
    "撤销连续三年不使用注册商标申请驳回",
    "无效宣告裁定：维持注册",
    "商标注册证明出具",
    "另一句话",
  ])("is not touched by %s", (text) => {
    expect(trademarkStateOf([...REGISTERED, flow("2025-01-02", text)]).code).toBe("REGISTERED");
  });

  it.each([
    ["商标无效", "INVALID"],
    ["商标续展完成", "RENEWED"],
    ["续展申请核准", "RENEWED"],
    ["商标注销申请核准", "CANCELLED"],
    ["无效宣告公告", "INVALID"],
    ["商标异议申请中", "OPPOSED"],
    ["准予注册决定发文", "REGISTERED"],
    ["不予注册决定发文", "REFUSED"],
    ["注册商标撤销公告", "REVOKED"],
    ["期满未续展注销商标", "EXPIRED"],
  ])("is changed by %s to %s", (text, code) => {
    expect(trademarkStateOf([...REGISTERED, flow("2025-01-02", text)])).toEqual({
      code,
      raw: text,
      date: "2025-01-02",
    });
  });

  it("of two steps on one day is the more final", () => {
    const day = "2023-05-21";
    expect(trademarkStateOf([flow(day, "商标注册公告"), flow(day, "初审公告")]).code).toBe("REGISTERED");
  });

  it("is unknown without a dated step, unmapped where none can be read", () => {
    expect(trademarkStateOf([flow(null, "已注册")])).toEqual({ code: "UNKNOWN", raw: null, date: null });
    expect(trademarkStateOf([flow("2024-01-01", "另一句话")])).toMatchObject({ code: "UNMAPPED", raw: "另一句话" });
  });

  it("does not depend on the order of steps", () => {
    const flows = fc.array(
      fc.record({
        date: fc.option(fc.constantFrom("2020-01-01", "2021-01-01", "2022-01-01")),
        text: fc.constantFrom("已注册", "商标无效", "初审公告", "商标转让申请受理", "另一句话"),
      }),
    );
    fc.assert(
      fc.property(flows, (steps) => {
        expect(trademarkStateOf(steps.toReversed()).code).toBe(trademarkStateOf(steps).code);
      }),
    );
  });
});
