import fc from "fast-check";
import { expect, test } from "vitest";
import { splitOutsideBrackets } from "#schema/ids/split-list.ts";

const SEPARATORS = /[、，,；;]/;

test.each([
  ["营业执照、专利证书", ["营业执照", "专利证书"]],
  ["开放许可声明;专利权评价报告（实用新型、外观设计）", ["开放许可声明", "专利权评价报告（实用新型、外观设计）"]],
  ["甲(一,二(三,四)五,六),乙", ["甲(一,二(三,四)五,六)", "乙"]],
  ["《专利法》、《办法（2024、修订）》", ["《专利法》", "《办法（2024、修订）》"]],
  ["甲（一、二)、乙", ["甲（一、二)", "乙"]],
  ["未关闭（甲、乙", ["未关闭（甲", "乙"]],
  ["多余）甲、乙（丙、丁）", ["多余）甲", "乙（丙、丁）"]],
  ["（《甲、乙）、丙", ["（《甲、乙）", "丙"]],
  ["", [""]],
])("%s", (text, parts) => {
  expect(splitOutsideBrackets(text, SEPARATORS)).toEqual(parts);
});

test.each([
  ["甲（一 / 二） / 乙", " / ", ["甲（一 / 二）", "乙"]],
  ["甲.(一.二).乙", ".", ["甲", "(一.二)", "乙"]],
  ["[甲][乙（一][二）]", "][", ["[甲", "乙（一", "二）]"]],
  ["甲（一）  乙（二  三）", /[,，]|\s{2,}/, ["甲（一）", "乙（二  三）"]],
])("%s by %s", (text, separator, parts) => {
  expect(splitOutsideBrackets(text, separator)).toEqual(parts);
});

test("whatever the text, its parts with the separators between them are the text", () => {
  const signs = fc.constantFrom("甲", "a", "、", "，", ";", "（", "）", "(", ")", "《", "》", "【", "]", "”", "“");
  fc.assert(
    fc.property(fc.array(signs, { maxLength: 60 }), (list) => {
      const text = list.join("");
      const parts = splitOutsideBrackets(text, SEPARATORS);
      let rest = text;
      for (const [index, part] of parts.entries()) {
        if (index > 0) {
          expect(rest.charAt(0)).toMatch(SEPARATORS);
          rest = rest.slice(1);
        }
        expect(rest.startsWith(part)).toBe(true);
        rest = rest.slice(part.length);
      }
      expect(rest).toBe("");
      // Without brackets nothing is held together.
      if (!/[（）()《》【\]”“]/.test(text)) expect(parts).toEqual(text.split(SEPARATORS));
    }),
  );
});
