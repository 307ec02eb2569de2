import { expect, test } from "vitest";
import { placeInBlock } from "#adapters/manifest/format/place-in-block.ts";

test("a place in a block of text is told as its place in the file, whatever its indentation", () => {
  const file = "a: 1\nsdl: | # 说明\n\n    extend type A {\n      b: Int\n    }\nc: 2\n";
  expect(placeInBlock(file, "sdl", { line: 2, column: 1 })).toEqual({ line: 4, column: 5 });
  expect(placeInBlock(file, "sdl", { line: 3, column: 3 })).toEqual({ line: 5, column: 7 });
  expect(placeInBlock(file.replaceAll("\n", "\r\n"), "sdl", { line: 3, column: 3 })).toEqual({ line: 5, column: 7 });
});

test("where lines of the text are not lines of the file, the text itself is told; null where there is none", () => {
  for (const written of ['"extend type A {\\n b: Int }"', "'extend type A { b: Int }'", ">\n  extend\n\n  type"])
    expect(placeInBlock(`a: 1\nsdl: ${written}\n`, "sdl", { line: 2, column: 2 })).toEqual({ line: 2, column: 6 });
  expect(placeInBlock("sdl: |\n  a\n", "sdl", { line: 9, column: 1 })).toEqual({ line: 1, column: 6 });
  expect(placeInBlock("a: 1\n", "sdl", { line: 1, column: 1 })).toBeNull();
});
