import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { writeTime } from "#adapters/manifest/dialect/shanghai-time.ts";
import { fill, parseTemplate, placesIn, quotingOf, template } from "#adapters/manifest/dialect/template.ts";

/** Control signs and lone halves of surrogates included. */
const ANY_SIGN = fc.nat(0xffff).map((code) => String.fromCharCode(code));

describe("a template", () => {
  test.each([
    ["a{b}c", "a<b>c"],
    ["{{a}", "{a}"],
    ['{{"id":"{id}"}', '{"id":"<id>"}'],
    ["{secret.APP_KEY}", "<secret.APP_KEY>"],
    ["{now:yyyy-MM-dd HH:mm:ss}", "<now>"],
    ["no place", "no place"],
    ["}", "}"],
    ["", ""],
  ])("%j is filled as %j", (text, filled) => {
    expect(fill(template(text), ({ name }) => `<${name}>`)).toBe(filled);
  });

  test.each([
    ["a{b", 1],
    ["{}", 0],
    ["{1}", 0],
    ["x {a b}", 2],
    ["{a:}", 0],
  ])("%j is none: it breaks at %i", (text, at) => {
    expect(parseTemplate(text)).toEqual({ ok: false, at });
  });

  test("tells its places with their forms", () => {
    expect(placesIn(template("{page}-{now:yyyyMMdd}"))).toEqual([
      { name: "page", format: null },
      { name: "now", format: "yyyyMMdd" },
    ]);
  });

  test("that is JSON keeps every value in its place", () => {
    const parts = template('{{"id":"{id}","list":["{id}"]}');
    fc.assert(
      fc.property(fc.string({ unit: ANY_SIGN }), (value) => {
        const text = fill(parts, () => quotingOf(parts)(value));
        expect(JSON.parse(text)).toEqual({ id: value, list: [value] });
      }),
    );
  });

  test("that is XML lets no value become markup", () => {
    const parts = template("<q><id>{id}</id></q>");
    fc.assert(
      fc.property(fc.string({ unit: ANY_SIGN }), (value) => {
        const text = fill(parts, () => quotingOf(parts)(value));
        expect(text.slice("<q><id>".length, -"</id></q>".length)).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|apos);)/);
      }),
    );
  });
});

test.each([
  ["yyyyMMddHHmmss", "20261128070503"],
  ["yyyy-MM-dd HH:mm:ss", "2026-11-28 07:05:03"],
  ["epoch-ms", "1795820703042"],
  ["epoch-s", "1795820703"],
  ["yyyy年MM月dd日", "2026年11月28日"],
  ["HH:mm:ss.SSS", "07:05:03.042"],
])("a moment in the form %j, Asia/Shanghai", (form, written) => {
  expect(writeTime(Date.UTC(2026, 10, 27, 23, 5, 3, 42), form)).toBe(written);
});
