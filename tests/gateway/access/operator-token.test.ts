import { expect, test } from "vitest";
import { createOperatorCheck } from "#gateway/access/operator-token.ts";

const TOKEN = "a-token-of-an-operator";

test.each([
  [`Bearer ${TOKEN}`, true],
  [`bearer  ${TOKEN} `, true],
  [`Bearer ${TOKEN}x`, false],
  [`Bearer ${TOKEN.slice(1)}`, false],
  [`Basic ${TOKEN}`, false],
  [TOKEN, false],
  ["Bearer ", false],
  ["Bearer", false],
  ["", false],
  [undefined, false],
])("%s is the operator's: %s", (header, expected) => {
  expect(createOperatorCheck(TOKEN)(header)).toBe(expected);
});

test("without a token nobody is the operator", () => {
  const isOperator = createOperatorCheck(undefined);
  for (const header of ["Bearer undefined", "Bearer ", undefined]) expect(isOperator(header)).toBe(false);
});
