import { describe, expect, test } from "vitest";
import { formatOf, isAskable, isSameReference, toOpsInput, toReferenceKey } from "#adapters/epo-ops/docdb-reference.ts";

describe("how OPS is asked", () => {
  test.each([
    [{ office: "EP", number: "1000000", kind: "A1" }, "docdb", "EP.1000000.A1"],
    [{ office: "CN", number: "101818129", kind: "B" }, "docdb", "CN.101818129.B"],
    [{ office: "EP", number: "2533477" }, "epodoc", "EP2533477"],
    [{ office: "US", number: "08/921,321", kind: "A" }, "docdb", "US.(08/921,321).A"],
  ])("%j", (reference, format, input) => {
    expect(formatOf(reference)).toBe(format);
    expect(toOpsInput(reference)).toBe(input);
    expect(isAskable(reference)).toBe(true);
  });

  test.each([
    { office: "cn", number: "1", kind: "A" },
    { office: "CN", number: "", kind: "A" },
    { office: "CN", number: "1\nEP.1.A1", kind: "A" },
    { office: "CN", number: "1/../../X", kind: "A" },
    { office: "CN", number: "1/./X", kind: "A" },
    { office: "CN", number: "1", kind: "A\n" },
    { office: "CN", number: "1?Range=1", kind: "A" },
    { office: "CHN", number: "1" },
  ])("never by %j", (reference) => {
    expect(isAskable(reference)).toBe(false);
  });
});

test("leading zeros make no other document, kinds do", () => {
  const asked = { office: "EP", number: "680812", kind: "A1" };
  expect(isSameReference(asked, { office: "EP", number: "0680812", kind: "A1" })).toBe(true);
  expect(isSameReference(asked, { office: "EP", number: "0680812", kind: "B1" })).toBe(false);
  expect(isSameReference({ office: "EP", number: "680812" }, { office: "EP", number: "0680812", kind: "B1" })).toBe(
    true,
  );
  expect(toReferenceKey(asked)).toBe(toReferenceKey({ ...asked, number: "0680812" }));
  expect(toReferenceKey(asked)).not.toBe(toReferenceKey({ office: "EP", number: "680812" }));
});

test("a US application is asked for without the first of its seven digits, however it is printed", () => {
  const printed = { office: "US", number: "20120057518", kind: "A1" };
  const docdb = { ...printed, number: "2012057518" };
  expect(toOpsInput(printed)).toBe("US.2012057518.A1");
  expect(toReferenceKey(printed)).toBe(toReferenceKey(docdb));
  expect(isSameReference(printed, docdb)).toBe(true);
  expect(toOpsInput({ office: "US", number: "10057518", kind: "B2" })).toBe("US.10057518.B2");
  expect(toOpsInput({ office: "KR", number: "20120057518", kind: "A" })).toBe("KR.20120057518.A");
});
