import { expect, test } from "vitest";
import { SUGGESTION_KINDS } from "#subgraphs/discovery/summaries/suggestion-kinds.ts";
import { beginningsOf, typedBeginnings } from "#subgraphs/discovery/summaries/suggestion-leads.ts";

const { TITLE, ORGANIZATION, CLASSIFICATION } = SUGGESTION_KINDS;

test.each([
  [TITLE, "一种低温固化光学胶", ["低温固化光学胶"]],
  [TITLE, "一体化泵站", ["一体化泵站"]],
  [TITLE, "一种", ["一种"]],
  [ORGANIZATION, "成都示例光电有限公司", ["成都示例光电有限公司", "示例光电有限公司"]],
  [ORGANIZATION, "四川省成都市示例光电有限公司", ["四川省成都市示例光电有限公司", "示例光电有限公司"]],
  [ORGANIZATION, "重庆大学", ["重庆大学"]],
  [ORGANIZATION, "小米科技有限公司", ["小米科技有限公司"]],
])("%i: %s is found by the beginnings %j", (kind, text, beginnings) => {
  expect(beginningsOf(kind, text)).toEqual(beginnings);
});

test.each([
  [TITLE, "一种低温", ["一种低温", "低温"]],
  [TITLE, "yzdw", ["yzdw", "dw"]],
  [TITLE, "一种", ["一种"]],
  [TITLE, "低温", ["低温"]],
  [ORGANIZATION, "yzdw", ["yzdw"]],
  [CLASSIFICATION, "c09", ["c09"]],
])("%i: what is typed as %s may be meant as %j", (kind, typed, meant) => {
  expect(typedBeginnings(kind, typed)).toEqual(meant);
});
