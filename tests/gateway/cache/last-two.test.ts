import { expect, test } from "vitest";
import { LastTwo } from "#gateway/cache/last-two.ts";

test("the last two are found by what they were made of", () => {
  const two = new LastTwo<readonly string[], { readonly name: string }>((a, b) => a.join() === b.join());
  expect(two.last()).toBeUndefined();
  const [ab, abc, b] = [{ name: "ab" }, { name: "abc" }, { name: "b" }];
  two.keep(["a", "b"], ab);
  two.keep(["a", "b", "c"], abc);
  expect(two.last()).toBe(abc);
  expect(two.find(["a", "b"])).toBe(ab);
  expect(two.last()).toBe(ab);
  expect(two.find(["a", "b", "c"])).toBe(abc);
  expect(two.find(["b", "a"])).toBeUndefined();

  // Who was found last stays.
  two.find(["a", "b"]);
  two.keep(["b"], b);
  expect(two.find(["a", "b"])).toBe(ab);
  expect(two.find(["a", "b", "c"])).toBeUndefined();
});
