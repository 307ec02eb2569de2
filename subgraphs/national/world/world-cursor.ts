import { createHash } from "node:crypto";
import { z } from "zod";
import type { SearchPlace, WindowSearch } from "#adapters/epo-ops/search/window-search.ts";
import { badCursor, decodeCursor, encodeCursor } from "#subgraphs/runtime/paging.ts";

const PREFIX = "w1:";
const FINGERPRINT_LENGTH = 16;
/** Days from 1970-01-01: years 1700 to 2400. */
const Day = z.number().int().min(-99_000).max(158_000);
const Total = z.tuple([z.number().int().min(0).max(1_000_000_000), z.boolean()]);
const Place = z.tuple([z.tuple([Day, Day, Total]).nullable(), z.number().int().min(0).max(10_000), Total, Total]);

/** A place in what one query finds; under another query it is no place. */
export function toWorldCursor({ window, offset, passed, total }: SearchPlace, search: WindowSearch): string {
  const days = window && [window.from, window.to, pair(window.hits)];
  const text = JSON.stringify([days, offset, pair(passed), pair(total)]);
  return encodeCursor(PREFIX, `${fingerprint(text, search)}${text}`);
}

/** Throws OperationError for whatever `toWorldCursor` did not write for this query. */
export function readWorldCursor(cursor: string, search: WindowSearch): SearchPlace {
  const decoded = decodeCursor(PREFIX, cursor) ?? "";
  const text = decoded.slice(FINGERPRINT_LENGTH);
  if (decoded.slice(0, FINGERPRINT_LENGTH) !== fingerprint(text, search)) throw badCursor(NOT_OF_SEARCH);
  const place = Place.safeParse(readJson(text));
  if (!place.success) throw badCursor(NOT_OF_SEARCH);
  const [days, offset, passed, total] = place.data;
  const window = days && { from: days[0], to: days[1], hits: unpair(days[2]) };
  return { window, offset, passed: unpair(passed), total: unpair(total) };
}

const NOT_OF_SEARCH = { zh: "游标被改动，或属于另一检索", en: "The cursor was changed, or belongs to another search" };

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Binds a place to its query, so that neither is changed by accident; there is nothing secret in it. */
function fingerprint(text: string, { cql, from, to, order }: WindowSearch): string {
  return createHash("sha256")
    .update(JSON.stringify([text, cql, from, to, order]))
    .digest("base64url")
    .slice(0, FINGERPRINT_LENGTH);
}

type Pair = z.infer<typeof Total>;

function pair({ value, relation }: SearchPlace["total"]): Pair {
  return [value, relation === "EXACT"];
}

function unpair([value, isExact]: Pair): SearchPlace["total"] {
  return { value, relation: isExact ? "EXACT" : "AT_LEAST" };
}
