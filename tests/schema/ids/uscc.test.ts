import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeUscc, parseUscc, registrarRegionOf } from "#schema/ids/uscc.ts";

const ALPHABET = [..."0123456789ABCDEFGHJKLMNPQRTUWXY"];
const codes = fc
  .tuple(
    fc.constantFrom("91", "12", "31", "51", "93"),
    fc.stringMatching(/^\d{6}$/),
    fc.array(fc.constantFrom(...ALPHABET), { minLength: 8, maxLength: 8 }),
  )
  .map(([type, registrar, organisation]) => makeUscc(`${type}${registrar}`, organisation.join("")));

describe("unified social credit codes", () => {
  it.each([
    "91110108551385082Q",
    "91110000600037341L",
    "53640000MJX173680A",
    "53640000MJX173672F",
    "91330000755918469E",
    "91510100MA0DEM0A77",
    "91500107MA0DEM1B1C",
    "91500000MA0DEM2C68",
  ])("accepts %s", (code) => {
    expect(parseUscc(code)).toEqual({ ok: true, value: code });
  });

  it("accepts any width and case", () => {
    expect(parseUscc(" ９１１１０１０８５５１３８５０８２ｑ ")).toEqual({ ok: true, value: "91110108551385082Q" });
  });

  it.each([
    ["91110108551385082R", "CHECK_DIGIT_MISMATCH", "Q"],
    ["91110108551385083Q", "CHECK_DIGIT_MISMATCH", "2Q"],
    ["91110108551385082I", "ILLEGAL_CHARACTER", undefined],
    ["9111010855138508", "INVALID_FORMAT", "91510100MA0DEM0A77"],
    ["", "EMPTY", undefined],
  ])("refuses %s as %s", (text, code, expected) => {
    const result = parseUscc(text);
    expect(result.ok ? undefined : result.problem.code).toBe(code);
    expect(result.ok ? undefined : result.problem.expected).toBe(expected);
  });

  it("makes codes that it reads, and names their registrar", () => {
    expect(makeUscc("91510100", "MA0DEM0A")).toBe("91510100MA0DEM0A77");
    expect(registrarRegionOf(makeUscc("91500107", "MA0DEM1B"))).toBe("500107");
    expect(() => makeUscc("91500107", "MA0DEMIB")).toThrow(RangeError);
  });

  it("refuses every code with one character changed", () => {
    fc.assert(
      fc.property(codes, fc.integer({ min: 0, max: 17 }), fc.constantFrom(...ALPHABET), (code, at, character) => {
        const wrong = `${code.slice(0, at)}${character}${code.slice(at + 1)}`;
        expect(parseUscc(wrong).ok).toBe(wrong === code);
      }),
    );
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => typeof parseUscc(text).ok === "boolean"));
  });
});
