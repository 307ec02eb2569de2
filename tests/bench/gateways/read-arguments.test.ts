import { expect, test } from "vitest";
import { readArguments } from "./read-arguments.ts";

const KNOWN = ["distinct", "cached", "304"];

test("without arguments every case at every size is measured", () => {
  const { isChosen, sizes, isProfiled } = readArguments([], KNOWN);
  expect(KNOWN.every(isChosen)).toBe(true);
  expect(sizes).toEqual(["L", "M", "S"]);
  expect(isProfiled).toBe(false);
});

test("cases, sizes, seconds and rounds are chosen by name", () => {
  const read = readArguments(["--only", "cached,304", "--sizes", "S,L", "--seconds", "1.5", "--rounds", "9"], KNOWN);
  expect(KNOWN.filter(read.isChosen)).toEqual(["cached", "304"]);
  expect(read).toMatchObject({ sizes: ["L", "S"], seconds: 1.5, rounds: 9 });
  expect(readArguments(["--profile", "304"], KNOWN).isProfiled).toBe(true);
});

test("what is not known, and numbers without sense, are refused with what there is", () => {
  expect(() => readArguments(["--only", "cached,nothing"], KNOWN)).toThrow("unknown: nothing; there are distinct");
  expect(() => readArguments(["--sizes", "XL"], KNOWN)).toThrow("there are L, M, S");
  expect(() => readArguments(["--seconds", "0"], KNOWN)).toThrow("--seconds");
  expect(() => readArguments(["--rounds", "many"], KNOWN)).toThrow("--rounds");
});
