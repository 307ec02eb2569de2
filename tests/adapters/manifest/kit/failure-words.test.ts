import { expect, test } from "vitest";
import { failureWords } from "#adapters/manifest/kit/failure-words.ts";
import type { SnapshotRefusal } from "#adapters/manifest/snapshot/snapshot-problem.ts";

test.each<[SnapshotRefusal, RegExp]>([
  ["MISSING", /not there/],
  ["OLDER", /older than the one/],
  ["TOO_LARGE", /64 MiB.*256 Ki/],
  ["ZIP_BOMB", /unpacks to/],
  ["TOO_MANY_ROWS", /100,000/],
])("a signed file that is not taken (%s) is told as a file, not as a portal that cannot be reached", (reason, said) => {
  const { zh, en } = failureWords({ kind: "unreachable", reason });
  expect(en).toMatch(said);
  expect([zh, en].join()).not.toMatch(/连不上|cannot be reached/);
});

test("a portal that cannot be reached is told with the reason", () => {
  expect(failureWords({ kind: "unreachable", reason: "ECONNREFUSED" }).en).toBe("cannot be reached (ECONNREFUSED)");
});
