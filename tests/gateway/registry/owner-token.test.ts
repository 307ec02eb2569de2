import { expect, test } from "vitest";
import type { NodeEntry } from "#gateway/registry/node-entry.ts";
import { createOwnerToken, ownerOf } from "#gateway/registry/owner-token.ts";

function entry(code: string, ownerToken: string | null): NodeEntry {
  return { code, releases: [], ownerToken, limits: {}, history: [] };
}

test("a token opens the node it was made for, and no other", () => {
  const [one, other] = [createOwnerToken("fujian"), createOwnerToken("ten-outlets")];
  const entries = new Map([
    ["fujian", entry("fujian", one.digest)],
    ["ten-outlets", entry("ten-outlets", other.digest)],
  ]);
  const find = (code: string) => entries.get(code);
  expect(ownerOf(`Bearer ${one.token}`, find)).toBe("fujian");
  expect(ownerOf(`bearer ${other.token} `, find)).toBe("ten-outlets");
  for (const wrong of [
    undefined,
    "",
    "Bearer",
    `Basic ${one.token}`,
    `Bearer ${one.token.replace("fujian", "ten-outlets")}`,
    `Bearer ${one.token.slice(0, -1)}`,
    `Bearer ${one.token}x`,
    `Bearer ${createOwnerToken("fujian").token}`,
    `Bearer ${createOwnerToken("nobody").token}`,
  ])
    expect(ownerOf(wrong, find)).toBeUndefined();
});

test("what the registry keeps tells nothing of the token; a node without one has no owner", () => {
  const { token, digest } = createOwnerToken("fujian");
  expect(token).not.toContain(digest);
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(ownerOf(`Bearer ${token}`, () => entry("fujian", null))).toBeUndefined();
  expect(createOwnerToken("fujian").token).not.toBe(token);
});
