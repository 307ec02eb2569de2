import { z } from "zod";
import type { MappedRecord, MappedValue } from "#adapters/manifest/mapping/mapped-record.ts";
import type { KindSample } from "./sample-kind.ts";

const COUNT = z.int().min(0);

/** What the beginning of a kind's list looks like; nothing of what stands in it. Kept beside the registry. */
export const KIND_SHAPE = z.strictObject({
  /** Records that were looked at. */
  records: COUNT,
  total: COUNT,
  /** By mapped field: records in which it has a value. */
  filled: z.record(z.string().max(100), COUNT),
  /** By "field CODE": records with that problem. */
  problems: z.record(z.string().max(200), COUNT),
  /** Records with a field that could not be read. */
  unread: COUNT,
});

export type KindShape = z.output<typeof KIND_SHAPE>;

/** Pure. */
export function shapeOf({ records, total }: Pick<KindSample, "records" | "total">): KindShape {
  const filled: Record<string, number> = {};
  const problems: Record<string, number> = {};
  for (const record of records) {
    for (const [field, value] of Object.entries(record.fields))
      filled[field] = (filled[field] ?? 0) + (hasContent(value) ? 1 : 0);
    for (const name of problemsOf(record)) problems[name] = (problems[name] ?? 0) + 1;
  }
  return { records: records.length, total, filled, problems, unread: records.filter(isUnread).length };
}

function isUnread({ problems }: MappedRecord): boolean {
  return problems.some(({ severity }) => severity === "error");
}

function problemsOf({ problems }: MappedRecord): ReadonlySet<string> {
  return new Set(problems.map(({ field, code }) => `${field} ${code}`));
}

/** A price or code of which nothing is known is an object all the same. */
function hasContent(value: MappedValue): boolean {
  if (value === null || value === "") return false;
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value !== "object") return true;
  return Object.values(value).some((part) => part !== null && part !== "" && part !== "UNKNOWN");
}
