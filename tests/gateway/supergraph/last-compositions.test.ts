import { expect, test } from "vitest";
import type { Composed } from "#gateway/supergraph/composer.ts";
import { LastCompositions } from "#gateway/supergraph/last-compositions.ts";

const services = (...sdls: readonly string[]) =>
  sdls.map((sdl, index) => ({ name: `s${index}`, url: `node:s${index}`, sdl: [sdl] }));

function composed(supergraphSdl: string): Composed {
  return { kind: "composed", supergraphSdl: [supergraphSdl], costs: { types: {}, weights: {}, members: {} } };
}

test("the last two are found by what was composed, in its order", () => {
  const last = new LastCompositions();
  const [ab, abc, b] = [composed("ab"), composed("abc"), composed("b")];
  last.keep(services("a", "b"), ab);
  last.keep(services("a", "b", "c"), abc);
  expect(last.find(services("a", "b"))).toBe(ab);
  expect(last.find(services("a", "b", "c"))).toBe(abc);
  expect(last.find(services("b", "a"))).toBeUndefined();
  expect(last.find(services("a"))).toBeUndefined();
  expect(
    last.find([{ name: "s0", url: "http://elsewhere", sdl: ["a"] }, ...services("", "b").slice(1)]),
  ).toBeUndefined();

  // Who was found last stays.
  last.find(services("a", "b"));
  last.keep(services("b"), b);
  expect(last.find(services("a", "b"))).toBe(ab);
  expect(last.find(services("a", "b", "c"))).toBeUndefined();
});
