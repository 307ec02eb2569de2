import { describe, expect, test } from "vitest";
import { read, readAs } from "./read-one-field.ts";

describe("texts", () => {
  test.each([
    ["blanks of all widths", "　一种　 齿轮\u00a0", "一种 齿轮"],
    ["entities that were left over", "A&nbsp;&nbsp;B", "A B"],
    ["full-width entities", "A＆nbsp;B", "A B"],
    ["lines", "一 \r\n\n\n\n二", "一\n\n二"],
    ["a mobile number", "联系13812345678", "联系138****5678"],
    ["an e-mail address", "写信给 zhang@example.cn", "写信给 z***@example.cn"],
    ["a record number", "X2023980045678", "X2023980045678"],
    ["full-width brackets", "普通合伙（普通）", "普通合伙（普通）"],
  ])("%s are put in order", (_name, raw, value) => {
    expect(read("text", raw)).toEqual({ value, problems: [] });
  });

  test.each(["", " ", "　", "--", "-", "无", "暂无", "null", "N/A", "不详", "\u200b"])("%j is nothing", (raw) => {
    expect(read("text", raw)).toEqual({ value: null, problems: [] });
  });

  test("numbers and truth of JSON are texts", () => {
    expect(read("text", 12.5).value).toBe("12.5");
    expect(read("text", true).value).toBe("true");
  });

  test("what is far too long is cut, with a warning", () => {
    const { value, problems } = read("text", "长".repeat(30_000));
    expect(String(value)).toHaveLength(20_000);
    expect(problems.map(({ severity, code }) => [severity, code])).toEqual([["warning", "CUT"]]);
  });

  test("markup gives what a reader sees, never what it would run", () => {
    const raw = '<p>一<b>二</b></p><script>alert("x")</script><div>三<br>四</div>&lt;五&gt;';
    expect(readAs("html", raw).value).toBe("一二\n三\n四\n<五>");
  });

  test("a list is a list, or a text with separators", () => {
    expect(read("texts", "机械、电子；化工, 生物").value).toEqual(["机械", "电子", "化工", "生物"]);
    expect(read("texts", ["机械", " ", "电子"]).value).toEqual(["机械", "电子"]);
    expect(read("texts", "声明；报告（新型、外观）").value).toEqual(["声明", "报告（新型、外观）"]);
    expect(read("texts", "a/b/c", { separator: "/" }).value).toEqual(["a", "b", "c"]);
    expect(read("texts", "声明，报告（新型，外观），评价", { separator: "，" }).value).toEqual([
      "声明",
      "报告（新型，外观）",
      "评价",
    ]);
    expect(read("texts", "无").value).toEqual([]);
    expect(read("texts", null).value).toEqual([]);
    const long = read(
      "texts",
      Array.from({ length: 500 }, (_, index) => `词${index}`),
    );
    expect(long.value).toHaveLength(200);
    expect(long.problems.map(({ code }) => code)).toEqual(["CUT"]);
  });

  test("an address is a whole one, on the web, without a password", () => {
    expect(readAs("url", "https://example.cn/a b").value).toBe("https://example.cn/a%20b");
    for (const raw of ["/f/view.html", "javascript:alert(1)", "ftp://x.cn/a", "https://u:p@x.cn/", "www.x.cn"])
      expect(readAs("url", raw).problems.map(({ code }) => code)).toEqual(["NOT_AN_ADDRESS"]);
  });

  test("a telephone is always masked, a service number never", () => {
    expect(read("contact", "028-85551234").value).not.toContain("85551234");
    expect(read("contact", "85551234").value).not.toContain("85551234");
    expect(read("contact", "12330").value).toBe("12330");
  });
});

describe("numbers", () => {
  test.each([
    ["12", 12],
    ["１，２００", 1_200],
    ["1,200", 1_200],
    ["5个工作日", 5],
    ["-3", -3],
    ["0", 0],
    [7, 7],
  ])("%j is %j", (raw, value) => {
    expect(read("integer", raw)).toEqual({ value, problems: [] });
  });

  test.each(["1.5", "三天", "1-2", "12abc", "99999999999", "1e5", "∞"])("%j is no whole number", (raw) => {
    const { value, problems } = read("integer", raw);
    expect(value).toBeNull();
    expect(problems.map(({ severity, code }) => [severity, code])).toEqual([["error", "NOT_A_NUMBER"]]);
  });

  test.each(["", "--", "无", "不详", null])("%j is nothing", (raw) => {
    expect(read("integer", raw)).toEqual({ value: null, problems: [] });
  });

  test("words can stand for numbers", () => {
    expect(read("integer", "即时办结", { table: { 即时办结: "0" } }).value).toBe(0);
  });

  test("decimals stay exact", () => {
    expect(read("decimal", "１,234.50").value).toBe("1234.5");
    expect(read("decimal", "-0.00").value).toBe("0");
    expect(read("decimal", "123456789012345.12345678").value).toBe("123456789012345.12345678");
  });

  test("yes and no in many words", () => {
    for (const yes of ["是", "有", "true", "1", "Ｙ", true]) expect(read("boolean", yes).value).toBe(true);
    for (const no of ["否", "无", "false", "0", 0, false]) expect(read("boolean", no).value).toBe(false);
    expect(read("boolean", "--")).toEqual({ value: null, problems: [] });
    expect(read("boolean", "也许").problems.map(({ code }) => code)).toEqual(["NOT_A_BOOLEAN"]);
    expect(read("boolean", "开放", { table: { 开放: "true", "*": "false" } }).value).toBe(true);
    expect(read("boolean", "不明", { table: { 开放: "true", "*": "false" } }).value).toBe(false);
  });
});

describe("dates", () => {
  test.each([
    ["2015/3/4 0:00:00", "2015-03-04"],
    ["2019年04月12日", "2019-04-12"],
    ["20251118", "2025-11-18"],
    ["2025.11.18", "2025-11-18"],
    ["２０２５－１１－１８", "2025-11-18"],
    ["2025-11-18T23:30:00+08:00", "2025-11-18"],
    ["2025-11-18T23:30:00Z", "2025-11-19"],
    ["/Date(1763395200000)/", "2025-11-18"],
    ["\\/Date(1763395200000+0800)\\/", "2025-11-18"],
  ])("%s is %s", (raw, value) => {
    expect(read("date", raw)).toEqual({ value, problems: [] });
  });

  test.each(["2025-02-30", "去年", "2025", "18/11/2025", "2026年01月06日至2026年02月03日"])("%s is no day", (raw) => {
    const { value, problems } = read("date", raw);
    expect(value).toBeNull();
    expect(problems.map(({ severity, code }) => [severity, code])).toEqual([["error", "NOT_A_DATE"]]);
  });

  test.each(["0", "00000000", "--", "", null])("%j is nothing", (raw) => {
    expect(read("date", raw)).toEqual({ value: null, problems: [] });
  });

  test("a form of the source's own is read as the manifest says", () => {
    expect(read("date", "18/11/2025", { formats: ["dd/MM/yyyy"] }).value).toBe("2025-11-18");
    expect(read("date", "31/02/2025", { formats: ["dd/MM/yyyy"] }).value).toBeNull();
    expect(read("date", "1763395200", { formats: ["epoch-s"] }).value).toBe("2025-11-18");
    expect(read("date", "1763395200000", { formats: ["epoch-ms"] }).value).toBe("2025-11-18");
    const other = read("date", "2025-11-18", { formats: ["yyyy年MM月dd日"] });
    expect(other.value).toBe("2025-11-18");
    expect(other.problems.map(({ severity, code }) => [severity, code])).toEqual([
      ["warning", "DATE_FORMAT_UNEXPECTED"],
    ]);
  });

  test.each([
    ["2026-03-01 09:30:00", "2026-03-01T01:30:00.000Z"],
    ["2026-03-01T09:30:00Z", "2026-03-01T09:30:00.000Z"],
    ["2026年03月01日", "2026-02-28T16:00:00.000Z"],
    ["/Date(1763395200000)/", "2025-11-17T16:00:00.000Z"],
  ])("%s is the instant %s", (raw, value) => {
    expect(read("instant", raw)).toEqual({ value, problems: [] });
  });

  test("an instant in a form of the source's own", () => {
    const formats = ["yyyy年M月d日 HH:mm"];
    expect(read("instant", "2026年3月1日 09:30", { formats }).value).toBe("2026-03-01T01:30:00.000Z");
  });
});

describe("money", () => {
  const yuan = (amount: string) => ({ amount, currencyCode: "CNY" });

  test.each([
    ["15万元", { kind: "FIXED", amount: yuan("150000"), maxAmount: null, text: "15万元" }],
    ["￥150,000元", { kind: "FIXED", amount: yuan("150000"), maxAmount: null, text: "￥150,000元" }],
    ["10-20万元", { kind: "RANGE", amount: yuan("100000"), maxAmount: yuan("200000"), text: "10-20万元" }],
    ["面议", { kind: "NEGOTIABLE", amount: null, maxAmount: null, text: "面议" }],
    ["按销售额提成", { kind: "ROYALTY", amount: null, maxAmount: null, text: "按销售额提成" }],
    ["作价入股", { kind: "EQUITY", amount: null, maxAmount: null, text: "作价入股" }],
    [null, { kind: "UNKNOWN", amount: null, maxAmount: null, text: null }],
    ["--", { kind: "UNKNOWN", amount: null, maxAmount: null, text: null }],
  ])("%s as a price", (raw, value) => {
    expect(read("price", raw)).toEqual({ value, problems: [] });
  });

  test("a bare number has the unit of its column, or of its record", () => {
    expect(read("price", "15", { unit: "万元" }).value).toMatchObject({ amount: yuan("150000"), text: "15万元" });
    expect(read("price", "1.2", { unit: "亿元" }).value).toMatchObject({ amount: yuan("120000000") });
    expect(read("price", "10-20", { unit: "万元" }).value).toMatchObject({ kind: "RANGE", amount: yuan("100000") });
    expect(read("price", "15元", { unit: "万元" }).value).toMatchObject({ amount: yuan("15") });
    expect(read("price", "15", { unit: "元", unitFrom: "dw" }).value).toMatchObject({ amount: yuan("150000") });
  });

  test("a word of the form's own", () => {
    expect(read("price", "-1", { table: { "-1": "面议" } }).value).toMatchObject({ kind: "NEGOTIABLE" });
  });

  test("what is not understood keeps its text, with a warning", () => {
    const { value, problems } = read("price", "看货给价");
    expect(value).toEqual({ kind: "UNKNOWN", amount: null, maxAmount: null, text: "看货给价" });
    expect(problems.map(({ severity, code }) => [severity, code])).toEqual([["warning", "PRICE_NOT_UNDERSTOOD"]]);
  });

  test("money alone is one amount", () => {
    expect(readAs("money", "3.5", { unit: "万元" }).value).toEqual(yuan("35000"));
    expect(readAs("money", "面议").problems.map(({ code }) => code)).toEqual(["NOT_AN_AMOUNT"]);
  });
});
