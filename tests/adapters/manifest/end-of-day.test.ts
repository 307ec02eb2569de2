import { expect, test } from "vitest";
import { toJsonRow } from "#adapters/manifest/dialect/json-row.ts";
import { compileMapper } from "#adapters/manifest/mapping/map-record.ts";
import { manifestFor } from "#tests/support/manifest-client.ts";

const list = { request: { path: "/list" }, decode: { format: "json", rows: "rows" } };
const fields = { title: "t", startsAt: "from", endsAt: "to" };
const manifest = manifestFor("https://example.org", { kindName: "ACTIVITY", kind: { list, fields } });

function endOf(to: string) {
  const kind = manifest.kinds["ACTIVITY"];
  if (kind === undefined) throw new Error("no kind");
  const mapper = compileMapper(kind, { kindName: "ACTIVITY", licence: manifest.licence, format: "json" });
  return mapper.map(toJsonRow({ id: "1", from: "2026-11-16 09:00", to }))?.fields;
}

test.each([
  ["2026-11-16", "2026-11-16T15:59:59.000Z"],
  ["2026年11月16日", "2026-11-16T15:59:59.000Z"],
  ["2026-11-16 17:00", "2026-11-16T09:00:00.000Z"],
  ["2026-11-17 00:00", "2026-11-16T16:00:00.000Z"],
])("an event that ends at %s ends then, on a day alone when that day is over", (to, expected) => {
  expect(endOf(to)).toMatchObject({ startsAt: "2026-11-16T01:00:00.000Z", endsAt: expected });
});
