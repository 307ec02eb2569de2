import { describe, expect, test } from "vitest";
import { agencyRow, agentRow } from "#adapters/cnipa-agencies/decode-agency.ts";
import { registerPage } from "#adapters/cnipa-agencies/decode-envelope.ts";
import { LoginRequiredError, MalformedError, UpstreamError } from "#adapters/runtime/upstream-error.ts";

const EMPTY = { agencyCode: "72001", agencyName: "示例专利代理(香港)有限公司" };

describe("a row of the register", () => {
  test("reads every spelling of nothing as null", () => {
    const blank = {
      socialCreditCode: "--",
      areaCode: " ",
      address: null,
      phone: "",
      agentCount: "--",
      branchList: "--",
    };
    expect(agencyRow.parse({ ...EMPTY, ...blank })).toMatchObject({
      code: "72001",
      uscc: null,
      region: null,
      address: null,
      phone: null,
      agentCount: null,
      branches: [],
      foundedDate: null,
      status: { code: "UNKNOWN", raw: null },
    });
  });

  test("drops a credit code whose check characters are wrong, and keeps the rest", () => {
    const row = agencyRow.parse({ ...EMPTY, socialCreditCode: "91500000MA0DEM2C69" });
    expect(row).toMatchObject({ uscc: null, name: EMPTY.agencyName });
  });

  test.each([
    ["正常", "ACTIVE"],
    ["列入异常名录", "ABNORMAL"],
    ["列入严重违法失信名单", "ABNORMAL"],
    ["已注销", "CANCELLED"],
    ["撤销", "CANCELLED"],
    ["整改", "UNKNOWN"],
  ])("reads the status %s as %s and keeps the words", (statusText, code) => {
    expect(agencyRow.parse({ ...EMPTY, statusText }).status).toEqual({ code, raw: statusText });
  });

  test.each([
    ["特殊普通合伙", "SPECIAL_GENERAL_PARTNERSHIP"],
    ["普通合伙", "GENERAL_PARTNERSHIP"],
    ["有限责任公司", "LIMITED_COMPANY"],
    ["律师事务所", "LAW_FIRM"],
    ["--", "UNKNOWN"],
  ])("reads the type %s as %s", (agencyType, code) => {
    expect(agencyRow.parse({ ...EMPTY, agencyType }).type.code).toBe(code);
  });

  test("refuses a row without a code of five digits", () => {
    expect(agencyRow.safeParse({ ...EMPTY, agencyCode: "5099" }).success).toBe(false);
  });

  test("masks an agent's given name", () => {
    const agent = { qualificationNo: "5100123", agencyCode: "51201", since: "2020-01-02 00:00:00" };
    expect(agentRow.parse({ ...agent, agentName: "欧阳示例" }).name).toBe("欧***");
    expect(agentRow.parse({ ...agent, agentName: "李例" })).toMatchObject({ name: "李*", sinceDate: "2020-01-02" });
  });
});

describe("the envelope", () => {
  const decode = (body: unknown) =>
    registerPage(agencyRow)({
      status: 200,
      headers: {},
      url: new URL("http://127.0.0.1/"),
      bytes: new Uint8Array(),
      text: () => JSON.stringify(body),
    });

  test("takes totals as text and a null for an empty list", () => {
    expect(decode({ code: "200", msg: "", rows: null, total: "0" })).toEqual({ items: [], total: 0 });
  });

  test("tells failures that came with HTTP 200", () => {
    expect(failureOf({ code: 500, msg: "系统繁忙" })).toMatchObject({
      failure: { kind: "rejected", reason: "code 500" },
    });
    expect(failureOf({ code: 429, msg: "" })).toMatchObject({ failure: { kind: "rate-limited" } });
    expect(failureOf({ code: 401, msg: "认证失败" })).toBeInstanceOf(LoginRequiredError);
    expect(failureOf({ code: 200, msg: "" })).toBeInstanceOf(MalformedError);
    expect(failureOf({ rows: [] })).toBeInstanceOf(MalformedError);
    expect(failureOf({ code: 500 })).toBeInstanceOf(UpstreamError);
  });

  function failureOf(body: unknown): unknown {
    try {
      return decode(body);
    } catch (error) {
      return error;
    }
  }
});
