import { describe, expect, test } from "vitest";
import { anywhere, expert } from "./read.ts";

const A = anywhere("a");

describe("numbers", () => {
  const adhesive = { kind: "number", of: "APPLICATION", value: "CN202310123456", match: "EXACT" };
  test.each([
    "CN202310123456.6",
    "202310123456",
    "2023101234566",
    "ZL202310123456.6",
    "ＺＬ２０２３１０１２３４５６．６",
  ])("AN=%s", (number) => {
    expect(expert(`AN=${number}`)).toEqual(adhesive);
    expect(expert(`申请号="${number}"`)).toEqual(adhesive);
  });

  test("blanks inside a number do not end it, and two numbers are two", () => {
    expect(expert("AN=ZL 2023 1 0123456.6")).toEqual(adhesive);
    expect(expert("AN=(ZL 2023 1 0123456.6, CN 202220765432.1)")).toEqual({
      kind: "or",
      operands: [adhesive, { ...adhesive, value: "CN202220765432" }],
    });
    expect(expert("AN=(202310123456 202220765432)")).toMatchObject({ kind: "and", operands: [adhesive, {}] });
    expect(expert("PN=CN 116012345 B")).toEqual({
      kind: "number",
      of: "PUBLICATION",
      value: "CN116012345B",
      match: "EXACT",
    });
  });

  test.each([
    ["AN=2023*", "APPLICATION", "CN2023", "PREFIX"],
    ["AN=CN20231*", "APPLICATION", "CN20231", "PREFIX"],
    ["PN=CN116012345", "PUBLICATION", "CN116012345", "PREFIX"],
    ["PN=116012345B", "PUBLICATION", "CN116012345B", "EXACT"],
    ["PN=CN1160*", "PUBLICATION", "CN1160", "PREFIX"],
    ["PN=WO2009085664A2", "PUBLICATION", "WO2009085664A2", "EXACT"],
    ["PR=KR10-2016-0063019", "PRIORITY", "KR1020160063019", "EXACT"],
    ["PR=10-2016-0063019", "PRIORITY", "1020160063019", "EXACT"],
    ["PR=EP16171234.5", "PRIORITY", "EP16171234", "EXACT"],
    ["PR=202110991218.8", "PRIORITY", "CN202110991218", "EXACT"],
    ["AN=PCT/CN2023/123456", "PCT", "PCT/CN2023/123456", "EXACT"],
    ["PR=JP2016*", "PRIORITY", "JP2016", "PREFIX"],
  ])("%s", (query, of, value, match) => {
    expect(expert(query)).toEqual({ kind: "number", of, value, match });
  });

  test("an old document number without its kind is no beginning of longer ones", () => {
    expect(expert("PN=CN1229153")).toMatchObject({
      kind: "or",
      operands: expect.arrayContaining([{ kind: "number", of: "PUBLICATION", value: "CN1229153C", match: "EXACT" }]),
    });
  });
});

describe("dates", () => {
  const filed = (from: string | null, to: string | null) => ({ kind: "date", of: "FILING", from, to });
  test.each([
    ["AD=2020", "2020-01-01", "2020-12-31"],
    ["AD=2020年", "2020-01-01", "2020-12-31"],
    ["AD=202002", "2020-02-01", "2020-02-29"],
    ["AD=2020-02", "2020-02-01", "2020-02-29"],
    ["AD=2021/2", "2021-02-01", "2021-02-28"],
    ["AD=2020年2月", "2020-02-01", "2020-02-29"],
    ["AD=20200229", "2020-02-29", "2020-02-29"],
    ["AD=2020.2.29", "2020-02-29", "2020-02-29"],
    ["AD=2020年2月29日", "2020-02-29", "2020-02-29"],
    ["AD>2020", "2021-01-01", null],
    ["AD>=2020", "2020-01-01", null],
    ["AD≥20200101", "2020-01-01", null],
    ["AD＞＝2020-05", "2020-05-01", null],
    ["AD<2020-03-01", null, "2020-02-29"],
    ["AD<=2020", null, "2020-12-31"],
    ["AD=2020:2023", "2020-01-01", "2023-12-31"],
    ["AD=20200101:20231231", "2020-01-01", "2023-12-31"],
    ["AD=2020 to 2023", "2020-01-01", "2023-12-31"],
    ["AD=[2020 TO 2023-05]", "2020-01-01", "2023-05-31"],
    ["AD=[2020 TO *]", "2020-01-01", null],
    ["AD=2020..2023", "2020-01-01", "2023-12-31"],
    ["AD=2020-2023", "2020-01-01", "2023-12-31"],
    ["AD=2020至2023", "2020-01-01", "2023-12-31"],
    ["AD=2020年 到 2023年", "2020-01-01", "2023-12-31"],
    ["AD=2020:", "2020-01-01", null],
    ["AD=:2023", null, "2023-12-31"],
    ["申请日=2020", "2020-01-01", "2020-12-31"],
  ])("%s", (query, from, to) => {
    expect(expert(query)).toEqual(filed(from, to));
  });

  test("several in parentheses, and what follows an open range", () => {
    expect(expert("AD=(2018 OR 2020:2021)")).toEqual({
      kind: "or",
      operands: [filed("2018-01-01", "2018-12-31"), filed("2020-01-01", "2021-12-31")],
    });
    expect(expert("AD=2020: AND a")).toEqual({ kind: "and", operands: [filed("2020-01-01", null), A] });
    expect(expert("AD!=2020")).toEqual({ kind: "not", operand: filed("2020-01-01", "2020-12-31") });
  });

  test.each([
    ["PD", "PUBLICATION"],
    ["GD", "GRANT"],
    ["PRD", "PRIORITY"],
    ["LSD", "LEGAL_EVENT"],
  ])("%s has days of its own", (name, of) => {
    expect(expert(`${name}=2020`)).toMatchObject({ kind: "date", of });
  });
});
