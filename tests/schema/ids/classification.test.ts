import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCpc, printCpc } from "#schema/ids/cpc.ts";
import { ipcVersionOf, parseIpc, parseIpcPrefix, printIpc } from "#schema/ids/ipc.ts";
import { parseLocarno, printLocarno } from "#schema/ids/locarno.ts";

describe("classification symbols", () => {
  it.each([
    ["H04L   29/08    (2006.01)", "H04L29/08", "H04L 29/08"],
    ["A61K  31/   506            A I", "A61K31/506", "A61K 31/506"],
    ["F16K11/074", "F16K11/074", "F16K 11/074"],
    ["Ｈ０４Ｌ２９／０８", "H04L29/08", "H04L 29/08"],
    ["h04l 29/08(2006.01)i", "H04L29/08", "H04L 29/08"],
    ["H04L  29/08       20060101AFI20100101BHCN", "H04L29/08", "H04L 29/08"],
    ["A61K0031506000", "A61K31/506", "A61K 31/506"],
    ["G06F0017000000", "G06F17/00", "G06F 17/00"],
    ["G06F 017/30", "G06F17/30", "G06F 17/30"],
  ])("trap 29: reads IPC %s as %s", (text, canonical, printed) => {
    const parsed = parseIpc(text);
    expect(parsed).toEqual({ ok: true, value: canonical });
    expect(parsed.ok && printIpc(parsed.value)).toBe(printed);
  });

  it.each(["", "11-05", "Y02E10/50", "H04L", "I04L29/08", "H04L29"])("refuses IPC %s", (text) => {
    expect(parseIpc(text).ok).toBe(false);
  });

  it.each(["H", "H04", "H04L", "H04L29", "H04L29/08"])("takes the prefix %s", (text) => {
    expect(parseIpcPrefix(` ${text.toLowerCase()} `)).toEqual({ ok: true, value: text });
  });

  it("refuses prefixes that no symbol has", () => {
    expect(["H4", "Y02", "", "H04L0", "H04L29/"].map((text) => parseIpcPrefix(text).ok)).toEqual(Array(5).fill(false));
  });

  it.each([
    ["H04L   29/08    (2006.01)", "2006.01"],
    ["20060101", "2006.01"],
    ["2006.01", "2006.01"],
    ["F16K11/074", null],
  ])("finds the version of %s: %s", (text, version) => {
    expect(ipcVersionOf(text)).toBe(version);
  });

  it.each([
    ["H02S40/10", "H02S40/10"],
    ["Y02E  10/50", "Y02E10/50"],
    ["A61K2800/10", "A61K2800/10"],
  ])("reads CPC %s as %s", (text, canonical) => {
    const parsed = parseCpc(text);
    expect(parsed).toEqual({ ok: true, value: canonical });
    expect(parsed.ok && printCpc(parsed.value)).toBe(`${canonical.slice(0, 4)} ${canonical.slice(4)}`);
  });

  it.each([
    ["11-05", "11-05"],
    ["LOC(14)Cl. 11-05", "11-05"],
    ["LOC (14) Cl.11－05", "11-05"],
    ["11-", "11"],
    ["9-3", "09-03"],
    ["10/05", "10-05"],
  ])("trap 28: reads Locarno %s as %s", (text, canonical) => {
    const parsed = parseLocarno(text);
    expect(parsed).toEqual({ ok: true, value: canonical });
    expect(parsed.ok && printLocarno(parsed.value)).toBe(`LOC Cl. ${canonical}`);
  });

  it.each(["", "33-01", "0-1", "H04L29/08"])("refuses Locarno %s", (text) => {
    expect(parseLocarno(text).ok).toBe(false);
  });

  it("is read back unchanged from its canonical form, and nothing throws", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-H]\d{2}[A-Z] {0,3}\d{1,4} ?\/ {0,3}\d{2,6}( +A I| \(2006.01\))?$/), (text) => {
        const once = parseIpc(text);
        expect(once.ok && parseIpc(once.value)).toEqual(once);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        for (const parse of [parseIpc, parseCpc, parseLocarno, parseIpcPrefix])
          expect(typeof parse(text).ok).toBe("boolean");
        ipcVersionOf(text);
      }),
    );
  });
});
