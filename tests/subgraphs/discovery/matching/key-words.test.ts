import { expect, test } from "vitest";
import { keyWordsOf, shareOf } from "#subgraphs/discovery/matching/key-words.ts";
import { localityOf } from "#subgraphs/discovery/matching/locality.ts";

test.each([
  ["低温固化胶粘剂", ["低温", "固化", "胶粘剂"]],
  ["一种低温固化光学胶及其制备方法", ["低温", "固化", "光学"]],
  ["ＬＥＤ driver circuit", ["led", "driver", "circuit"]],
  ["一种装置", []],
  ["", []],
])("key words of %j: %j", (text, words) => {
  expect(keyWordsOf(text).map(({ text: word }) => word)).toEqual(words);
});

test("a word stands in a text whole, in part or not at all", () => {
  expect(shareOf("胶粘剂", "一种胶粘剂")).toBe(1);
  expect(shareOf("胶粘剂", "胶粘材料")).toBe(0.4);
  expect(shareOf("胶粘剂", "光学镜头")).toBe(0);
  expect(shareOf("led", "用led驱动, oled")).toBe(1);
  expect(shareOf("led", "oled")).toBe(0);
});

test.each([
  ["500107", "500112", "SAME_CITY"],
  ["510104", "510100", "SAME_CITY"],
  ["500107", "510100", "SAME_CLUSTER"],
  ["510100", "510800", "SAME_PROVINCE"],
  ["510100", "510000", "SAME_PROVINCE"],
  ["510726", "510700", "SAME_CITY"],
  ["510100", "350100", "ELSEWHERE"],
  ["510100", null, "UNKNOWN"],
  ["510100", "999999", "UNKNOWN"],
])("%s and %s: %s", (one, other, locality) => {
  expect(localityOf(one, other)).toBe(locality);
  expect(localityOf(other, one)).toBe(locality);
});
