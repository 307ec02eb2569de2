import { expect, test } from "vitest";
import { compareKind } from "#adapters/manifest/kit/compare-manifests.ts";
import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";

function record(id: string, title: string | null): MappedRecord {
  return { id, fields: { title }, updatedAt: null, problems: [] };
}

test("a version is laid beside the one that is served: what both tell, what one tells alone, and which fields differ", () => {
  const found = [record("a", "甲"), record("b", "乙二"), record("c", null)];
  const before = [record("a", "甲"), record("b", "乙"), record("d", "丁")];
  expect(compareKind("REPORT", found, before)).toEqual({
    kind: "REPORT",
    failure: null,
    records: 3,
    errors: 0,
    compared: { same: 2, added: ["c"], missing: ["d"], differing: ["title"] },
  });
});

test("without one that is served, or where that fails, it is told alone; its own failure is told", () => {
  const failure = new UpstreamError("portal", { kind: "rejected", status: 500 });
  expect(compareKind("REPORT", [record("a", "甲")], null)).toMatchObject({ records: 1, compared: null });
  expect(compareKind("REPORT", [record("a", "甲")], failure)).toMatchObject({ failure: null, compared: null });
  expect(compareKind("REPORT", failure, [record("a", "甲")])).toMatchObject({
    failure: { en: expect.stringContaining("500") },
  });
});
