import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePctNumber, toDocdbPct } from "#schema/ids/pct-number.ts";
import {
  parseDocumentNumber,
  parsePublicationNumber,
  publicationParts,
  toDocdbPublication,
} from "#schema/ids/publication-number.ts";

describe("publication numbers", () => {
  it.each([
    ["CN113783949A", "CN113783949A"],
    ["CN 113783949 A", "CN113783949A"],
    ["ＣＮ１１３７８３９４９Ａ", "CN113783949A"],
    ["CN101911042B", "CN101911042B"],
    ["CN.101911042.B", "CN101911042B"],
    ["CN.101911042.B.20140101", "CN101911042B"],
    ["CN-113783949-A", "CN113783949A"],
    ["公开号：CN113783949A", "CN113783949A"],
    ["CN304218960S", "CN304218960S"],
    ["CN1229153C", "CN1229153C"],
    ["CN1229153C1", "CN1229153C1"],
    ["CN85100001A", "CN85100001A"],
    ["EP1000000A1", "EP1000000A1"],
    ["WO2009085664A2", "WO2009085664A2"],
    ["WO 2009/085664 A2", "WO2009085664A2"],
    ["JP.(2006-147056).A.20060526", "JP2006147056A"],
    ["USRE12345E1", "USRE12345E1"],
  ])("reads %s as %s", (text, canonical) => {
    expect(parsePublicationNumber(text)).toEqual({ ok: true, value: canonical });
  });

  it("trap 4: keeps application and grant of one number apart by their kind code", () => {
    const forms = ["CN101911042A", "CN101911042B"].map(parsePublicationNumber);
    expect(new Set(forms.map((form) => form.ok && form.value)).size).toBe(2);
  });

  it("takes apart what it reads", () => {
    const parsed = parsePublicationNumber("CN.101911042.B");
    expect(parsed.ok && publicationParts(parsed.value)).toEqual({ office: "CN", number: "101911042", kindCode: "B" });
    expect(parsed.ok && toDocdbPublication(parsed.value)).toBe("CN.101911042.B");
  });

  it("refuses a number without a kind code as a key, but reads it as a document number", () => {
    expect(parsePublicationNumber("CN113783949")).toMatchObject({ ok: false, problem: { code: "INVALID_FORMAT" } });
    expect(parseDocumentNumber("CN113783949")).toEqual({
      ok: true,
      value: { office: "CN", number: "113783949", kindCode: null },
    });
  });

  it.each(["", "abc", "113783949", "CN1137A", "CN113783949X", "2016SR309930", "CN202310123456.6"])(
    "refuses %s",
    (text) => {
      expect(parsePublicationNumber(text).ok).toBe(false);
    },
  );

  it("never throws, and reads its own canonical form unchanged", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => typeof parsePublicationNumber(text).ok === "boolean"),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]{2}[./ -]?[A-Z]{0,2}\d{4,11}[./ -]?[A-Z]\d?$/), (text) => {
        const once = parsePublicationNumber(text);
        if (once.ok) expect(parsePublicationNumber(once.value)).toEqual(once);
      }),
    );
  });
});

describe("international application numbers", () => {
  it.each([
    ["PCT/CN2023/123456", "PCT/CN2023/123456", "2023123456"],
    ["ＰＣＴ／ＣＮ２０２３／１２３４５６", "PCT/CN2023/123456", "2023123456"],
    ["PCTCN2023123456", "PCT/CN2023/123456", "2023123456"],
    ["CN2023123456W", "PCT/CN2023/123456", "2023123456"],
    ["PCT/GB02/04635", "PCT/GB02/04635", "0204635"],
    ["PCT/GB2002/004635", "PCT/GB02/04635", "0204635"],
    ["GB0204635W", "PCT/GB02/04635", "0204635"],
    ["PCT/US2021/019468", "PCT/US2021/019468", "2021019468"],
    ["PCT/US98/00001", "PCT/US98/00001", "9800001"],
  ])("reads %s as %s, DOCDB %s", (text, canonical, number) => {
    const parsed = parsePctNumber(text);
    expect(parsed).toEqual({ ok: true, value: canonical });
    expect(parsed.ok && toDocdbPct(parsed.value)).toEqual({ office: canonical.slice(4, 6), number, kind: "W" });
  });

  it.each([
    ["CN2023123456", "INVALID_FORMAT"],
    ["PCT/GB05/04635", "YEAR_OUT_OF_RANGE"],
    ["PCT/GB1902/004635", "YEAR_OUT_OF_RANGE"],
    ["PCT/C/1", "INVALID_FORMAT"],
    ["", "EMPTY"],
  ])("refuses %s as %s", (text, code) => {
    expect(parsePctNumber(text)).toMatchObject({ ok: false, problem: { code } });
  });
});
