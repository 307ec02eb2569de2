import { describe, expect, test } from "vitest";
import { parseDottedPath } from "#adapters/manifest/dialect/dotted-path.ts";
import { toJsonRow } from "#adapters/manifest/dialect/json-row.ts";
import { LIST_LIMIT, RAW_LIMIT } from "#adapters/manifest/dialect/row.ts";

const row = toJsonRow({
  bt: "挂牌一",
  jg: 15.5,
  sfbz: true,
  kong: null,
  crf: { mc: "成都某公司", dh: "13800000009" },
  fl: [{ dm: "H04L", mc: "传输" }, { dm: "G06F" }],
  bq: ["甲", "乙"],
});

describe("a record of JSON", () => {
  test("texts, numbers and booleans have a text; null, objects and absence have none", () => {
    expect(["bt", "jg", "sfbz", "kong", "crf", "nichts"].map((path) => row.text(path))).toEqual([
      "挂牌一",
      "15.5",
      "true",
      null,
      null,
      null,
    ]);
  });

  test("lists on the way and at the end are walked through", () => {
    expect(row.texts("fl.dm")).toEqual(["H04L", "G06F"]);
    expect(row.texts("fl[].mc")).toEqual(["传输"]);
    expect(row.texts("fl[1].dm")).toEqual(["G06F"]);
    expect(row.text("fl.dm")).toBe("H04L");
    expect(row.texts("bq")).toEqual(["甲", "乙"]);
    expect(row.text("bq[1]")).toBe("乙");
    expect(row.texts("crf.mc")).toEqual(["成都某公司"]);
  });

  test("a list of objects gives rows, and one object is a list of one", () => {
    expect(row.rows("fl").map((inner) => inner.text("dm"))).toEqual(["H04L", "G06F"]);
    expect(row.rows("crf").map((inner) => inner.text("mc"))).toEqual(["成都某公司"]);
    expect(row.rows("bq")).toEqual([]);
  });

  test("what a record inherits is not in it", () => {
    expect(row.text("constructor.name")).toBeNull();
    expect(row.text("__proto__")).toBeNull();
  });

  test("its raw form is bounded, and hides telephones", () => {
    expect(row.raw).toContain("挂牌一");
    expect(row.raw).not.toContain("13800000009");
    expect(toJsonRow({ text: "长".repeat(100_000) }).raw.length).toBeLessThanOrEqual(RAW_LIMIT);
  });

  test("no path gives out more than its limit", () => {
    const wide = toJsonRow({ a: Array.from({ length: 5_000 }, () => ({ b: ["x", "y"] })) });
    expect(wide.texts("a.b")).toHaveLength(LIST_LIMIT);
    expect(wide.rows("a")).toHaveLength(LIST_LIMIT);
  });
});

test.each(["", ".", "a.", ".a", "a..b", "a[", "a[x]", "a]b", "a[1]b"])("%j is no path", (text) => {
  expect(parseDottedPath(text)).toBeNull();
});

test.each([
  ["a", ["a"]],
  ["data.list[0].bt", ["data", "list", 0, "bt"]],
  ["a[].b", ["a", "b"]],
  ["a[*]", ["a"]],
  ["[2]", [2]],
  ["DATA.专利.@id", ["DATA", "专利", "@id"]],
])("%j is a path", (text, path) => {
  expect(parseDottedPath(text)).toEqual(path);
});
