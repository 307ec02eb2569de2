import { expect, test } from "vitest";
import { searchReader } from "#adapters/epo-ops/decode/decode-search.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import { readAnswer } from "./read-answer.ts";
import { readFixture } from "./read-fixture.ts";

test("the last page has an exact total and no next one; a hit without a DOCDB number is left out", async () => {
  expect(await readAnswer(searchReader, readFixture("search.xml"))).toEqual({
    total: { value: 27, relation: "EXACT" },
    hits: [
      { publication: { office: "CN", number: "198000001", kind: "A", date: null }, familyId: "99000001", rank: 26 },
    ],
    nextOffset: null,
  });
});

test.each([
  [27, "1-25", 25, "EXACT"],
  [9_999, "1901-2000", null, "EXACT"],
  [10_000, "1-100", 100, "AT_LEAST"],
])("trap 13, trap 14: of %i hits the page %s is followed by offset %j", async (total, range, nextOffset, relation) => {
  const page = await readAnswer(searchReader, pageOf(String(total), range));
  expect(page).toMatchObject({ total: { value: total, relation }, nextOffset });
});

test.each([
  ["no search at all", readFixture("bulk-biblio.xml")],
  ["no total", pageOf("many", "1-25")],
  ["no range", pageOf("3", "")],
])("an answer with %s is malformed", async (_name, text) => {
  await expect(readAnswer(searchReader, text)).rejects.toThrow(MalformedError);
});

function pageOf(total: string, range: string): string {
  const [begin = "", end = ""] = range.split("-");
  return `<world-patent-data><biblio-search total-result-count="${total}"><range begin="${begin}" end="${end}"/><search-result/></biblio-search></world-patent-data>`;
}
