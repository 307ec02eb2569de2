import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readNodeCredentials } from "#gateway/access/node-credentials.ts";
import { partitionOf } from "#gateway/access/partition.ts";

describe("Hub-Node-Authorization", () => {
  test.each([
    ['chongqing="Bearer abc"', { chongqing: "Bearer abc" }],
    ['chongqing="Bearer abc", sichuan="Token x=1,y"', { chongqing: "Bearer abc", sichuan: "Token x=1,y" }],
    [' a-1="Basic Zm9v" ,\tb="X \\"q\\" \\\\"', { "a-1": "Basic Zm9v", b: 'X "q" \\' }],
    ["", {}],
  ])("is read: %s", (header, expected) => {
    const credentials = readNodeCredentials(header);
    expect(credentials instanceof Map && Object.fromEntries(credentials)).toEqual(expected);
  });

  test.each([
    "Bearer abc",
    "chongqing=Bearer abc",
    'chongqing="abc"',
    'chongqing="Bearer "',
    'chongqing="Bearer abc',
    'chongqing="Bearer a" sichuan="Bearer b"',
    'chongqing="Bearer a",',
    ',chongqing="Bearer a"',
    'chongqing="Bearer a", chongqing="Bearer b"',
    'Chongqing="Bearer a"',
    'chongqing="Bearer a\u0001"',
    'chongqing="Bearer 成"',
    'chongqing="Bearer a\\n"',
    `chongqing="Bearer ${"x".repeat(8_200)}"`,
    Array.from({ length: 17 }, (_, index) => `n${index}="Bearer a"`).join(","),
  ])("is refused as a whole: %.60s", (header) => {
    expect(readNodeCredentials(header)).toMatchObject({ kind: "refusal", code: "BAD_REQUEST" });
  });

  test("never throws and never takes long", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "=", '"', "\\", ",", " ", "B"), maxLength: 200 }),
        (header) => {
          const result = readNodeCredentials(header);
          expect(result instanceof Map || "code" in result).toBe(true);
        },
      ),
    );
  });
});

describe("the authorisation partition", () => {
  test("is public without credentials and never shows a token", () => {
    expect(partitionOf(new Map())).toBe("public");
    expect(partitionOf(new Map([["chongqing", "Bearer secret-token"]]))).not.toMatch(/secret|public/);
  });

  test("is equal exactly when the credentials are, in whatever order", () => {
    const key = new Uint8Array(32);
    const credentials = fc.dictionary(fc.constantFrom("a", "b", "ab"), fc.constantFrom("x", "y", 'x"],["b","y'));
    fc.assert(
      fc.property(credentials, credentials, (one, two) => {
        const sorted = (record: Record<string, string>) => JSON.stringify(Object.entries(record).sort());
        const [first, second] = [one, two].map((record) => partitionOf(new Map(Object.entries(record)), false, key));
        expect(first === second).toBe(sorted(one) === sorted(two));
        expect(partitionOf(new Map(Object.entries(one).reverse()), false, key)).toBe(first);
      }),
    );
  });
});
