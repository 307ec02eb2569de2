import { parse } from "graphql";
import { describe, expect, test } from "vitest";
import { schemasOf } from "#gateway/supergraph/node-schemas.ts";
import { CONTRACT_SDL, SHARED_KINDS, SHARED_SDL } from "#schema/kinds.ts";
import { composeApiSdl, withTold as nodes } from "./composed-graph.ts";
import { type DescribedPart, describedParts } from "./described-parts.ts";

const schemas = schemasOf(nodes);

test("nodes were found", () => {
  expect(nodes.length).toBeGreaterThan(0);
});

test("everything in the public API is described in Chinese and English", async () => {
  const parts = describedParts(parse(await composeApiSdl(nodes)).definitions);
  expect(parts.length).toBeGreaterThan(500);
  expect(parts.map(({ place }) => place)).toEqual(
    expect.arrayContaining(SHARED_KINDS.map((kind) => kind.interfaceName)),
  );
  expect(undescribed(parts)).toEqual([]);
});

test("what all nodes share is described in Chinese and English, the hidden contract too", () => {
  const parts = describedParts([...SHARED_SDL.definitions, ...CONTRACT_SDL.definitions]);
  expect(parts.length).toBeGreaterThan(300);
  expect(undescribed(parts)).toEqual([]);
});

describe.each(nodes)("$code", ({ code }) => {
  test("describes everything in its own schema in Chinese and English", () => {
    const parts = describedParts(schemas.get(code)?.own.definitions ?? []);
    expect(parts.length).toBeGreaterThan(0);
    expect(undescribed(parts)).toEqual([]);
  });
});

describe("the check itself", () => {
  test.each([
    ["中文说明。 / English text.", true],
    ["GB/T 2260 代码。 / GB/T 2260 code.", true],
    ["只有中文。", false],
    ["English only.", false],
    ["English first. / 中文在后。", false],
    ["中文说明。 / 还是中文。", false],
  ])("of a sentence: %s", (description, isGood) => {
    expect(undescribed([{ place: "X", description, isLabel: false }]).length === 0).toBe(isGood);
  });

  test.each([
    ["发明 | Invention", true],
    ["接口服务 | API", true],
    ["发明 / Invention", false],
    ["Invention | 发明", false],
    ["", false],
  ])("of a label: %s", (description, isGood) => {
    expect(undescribed([{ place: "X.Y", description, isLabel: true }]).length === 0).toBe(isGood);
  });
});

function undescribed(parts: readonly DescribedPart[]): readonly string[] {
  return parts
    .filter((part) => !isBilingual(part))
    .map(({ place, description }) => `${place}: ${description ?? "(none)"}`);
}

/** "中文。 / English." for sentences, "中文 | English" for labels. */
function isBilingual({ description = "", isLabel }: DescribedPart): boolean {
  const [chinese = "", ...rest] = description.split(isLabel ? " | " : " / ");
  const english = rest.join(" ");
  return /\p{Script=Han}/u.test(chinese) && /[A-Za-z]/.test(english) && !/^\s*\p{Script=Han}/u.test(english);
}
