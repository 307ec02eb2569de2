import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kindCodeOf } from "#schema/codes/kind-codes.ts";
import { LEGAL_EVENT_KINDS, legalEventOfCode, legalEventOfName } from "#schema/codes/legal-events.ts";
import { samplesDir } from "#tests/support/samples.ts";

describe("legal events", () => {
  it.each([
    ["PB01", "PUBLISHED"],
    ["C06 ", "PUBLISHED"],
    ["SE01", "SUBSTANTIVE_EXAM"],
    ["GR01", "GRANTED"],
    ["GR03", "SECRET_GRANT"],
    ["GRSP", "SECRET_GRANT"],
    ["RJ01", "REJECTED"],
    ["WD01", "DEEMED_WITHDRAWN"],
    ["WW01", "WITHDRAWN"],
    ["AD01", "DEEMED_ABANDONED"],
    ["AR01", "ABANDONED_DOUBLE"],
    ["CF01", "LAPSED_FEE"],
    ["CE01", "TERMINATED"],
    ["CX01", "EXPIRED"],
    ["IW01", "INVALIDATED_FULL"],
    ["IP01", "INVALIDATED_PARTIAL"],
    ["C35 ", "INVALIDATED"],
    ["RR01", "RESTORED"],
    ["TA01", "TRANSFER_APPLICATION"],
    ["TR01", "TRANSFER_PATENT"],
    ["C41", "TRANSFER"],
    ["CP01", "BIBLIOGRAPHIC_CHANGE"],
    ["EE01", "LICENCE"],
    ["PE01", "PLEDGE"],
    ["PC01", "PLEDGE_CANCELLED"],
    ["OL01", "OPEN_LICENCE"],
    ["PP01", "PRESERVATION"],
    ["PD01", "PRESERVATION_RELEASED"],
    ["TG01", "TERM"],
  ])("code %s is %s", (code, kind) => {
    expect(legalEventOfCode(code)).toBe(kind);
  });

  it("knows no codes of other offices", () => {
    expect(["17P ", "PG25", "", "constructor"].map(legalEventOfCode)).toEqual([null, null, null, null]);
  });

  it.each([
    ["专利权的终止", "TERMINATED"],
    ["未缴年费专利权终止", "LAPSED_FEE"],
    ["专利权有效期届满", "EXPIRED"],
    ["专利权的转移", "TRANSFER_PATENT"],
    ["专利申请权的转移", "TRANSFER_APPLICATION"],
    ["专利申请权、专利权的转移", "TRANSFER"],
    ["专利权质押合同登记的生效", "PLEDGE"],
    ["专利权质押", "PLEDGE"],
    ["专利权质押合同登记的注销", "PLEDGE_CANCELLED"],
    ["专利权质押合同登记的生效、变更及注销", "PLEDGE"],
    ["专利实施许可合同备案的生效", "LICENCE"],
    ["专利实施许可合同备案的变更", "LICENCE_CHANGED"],
    ["专利实施许可合同备案的注销", "LICENCE_CANCELLED"],
    ["专利实施许可合同备案的生效、变更及注销", "LICENCE"],
    ["专利开放许可声明", "OPEN_LICENCE"],
    ["专利开放许可声明的撤回", "OPEN_LICENCE_WITHDRAWN"],
    ["专利权的保全", "PRESERVATION"],
    ["专利权保全的解除", "PRESERVATION_RELEASED"],
    ["发明专利申请公布", "PUBLISHED"],
    ["实质审查的生效", "SUBSTANTIVE_EXAM"],
    ["授权", "GRANTED"],
    ["发明专利申请公布后的驳回", "REJECTED"],
    ["发明专利申请公布后的视为撤回", "DEEMED_WITHDRAWN"],
    ["发明专利申请公布后的撤回", "WITHDRAWN"],
    ["专利权的视为放弃", "DEEMED_ABANDONED"],
    ["专利权的主动放弃", "ABANDONED"],
    ["避免重复授予专利权", "ABANDONED_DOUBLE"],
    ["专利权的全部无效", "INVALIDATED_FULL"],
    ["专利权的部分无效", "INVALIDATED_PARTIAL"],
    ["专利权的恢复", "RESTORED"],
    ["专利权期限的补偿", "TERM"],
    ["专利权人的姓名或者名称、地址的变更", "BIBLIOGRAPHIC_CHANGE"],
    ["著录事项变更", "BIBLIOGRAPHIC_CHANGE"],
    ["发明专利更正", "CORRECTION"],
    ["文件的公告送达", "PUBLIC_NOTICE"],
    ["保密专利专利权授予", "SECRET_GRANT"],
    ["国防专利", "SECRET_GRANT"],
    ["保密专利的解密", "DECLASSIFIED"],
    ["其他有关事项", "OTHER"],
    ["别的", null],
    ["--", null],
  ])("%s is %s", (name, kind) => {
    expect(legalEventOfName(name)).toBe(kind);
  });

  it.skipIf(samplesDir === null)("maps every Chinese code of the INPADOC list", () => {
    const csv = readFileSync(join(samplesDir ?? "", "codes/inpadoc_legal_codes_CN.csv"), "utf8");
    const codes = parse<Record<string, string>>(csv, { columns: true }).map((row) => row["Event-code"] ?? "");
    expect(codes).toHaveLength(110);
    expect(codes.filter((code) => legalEventOfCode(code) === null)).toEqual([]);
    expect(LEGAL_EVENT_KINDS.filter((kind) => !codes.some((code) => legalEventOfCode(code) === kind))).toEqual([]);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        (text) => [legalEventOfCode(text), legalEventOfName(text)].length === 2,
      ),
    );
  });
});

describe("kind codes", () => {
  it.each([
    ["A", "INVENTION", "APPLICATION"],
    ["B", "INVENTION", "GRANT"],
    ["C", "INVENTION", "GRANT"],
    ["C1", "INVENTION", "AMENDED_AFTER_INVALIDATION"],
    ["C7", "INVENTION", "AMENDED_AFTER_INVALIDATION"],
    ["U", "UTILITY_MODEL", "GRANT"],
    ["Y", "UTILITY_MODEL", "GRANT"],
    ["Y1", "UTILITY_MODEL", "AMENDED_AFTER_INVALIDATION"],
    ["D", "DESIGN", "GRANT"],
    ["S", "DESIGN", "GRANT"],
    ["S3", "DESIGN", "AMENDED_AFTER_INVALIDATION"],
    ["A8", "INVENTION", "CORRECTION"],
    ["U9", "UTILITY_MODEL", "CORRECTION"],
  ])("%s is a %s, %s", (code, type, stage) => {
    expect(kindCodeOf(code)).toMatchObject({ type, stage });
  });

  it.each(["", "X", "A1", "B2", "AA", "constructor"])("%s is none of China's", (code) => {
    expect(kindCodeOf(code)).toBeNull();
  });
});
