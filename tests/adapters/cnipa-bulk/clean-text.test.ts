import { expect, test } from "vitest";
import { cleanText, type XmlElement } from "#adapters/cnipa-bulk/xml/xml-element.ts";

test.each([
  ["一行", "一行"],
  ["  前后的空白\n    不算 ", "前后的空白不算"],
  ["English words\n  of two lines", "English words of two lines"],
  ["末尾 A\nB 开头，中\n文", "末尾 A B 开头，中文"],
  ["one\r\n\r\ntwo", "one two"],
  ["\n \n", ""],
])("%j is read as %j", (printed, read) => {
  expect(cleanText(block(printed))).toBe(read);
});

test("cells of a table are kept apart, and a row that begins or ends with an empty cell stays a row", () => {
  const table = block(row("材料", "份"), "\n  ", row("", "5"), row("固化剂", ""), row("", ""));
  expect(cleanText(block("表 1", table))).toBe("表 1材料\t份\n\t5\n固化剂");
});

function block(...nodes: readonly (XmlElement | string)[]): XmlElement {
  return { name: "p", attributes: {}, nodes };
}

function row(...cells: readonly string[]): XmlElement {
  return {
    name: "row",
    attributes: {},
    nodes: cells.map((cell) => ({ name: "entry", attributes: {}, nodes: [cell] })),
  };
}
