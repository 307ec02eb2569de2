import type { SourceLocation } from "graphql";
import type { ErrorCodeName } from "#schema/error-codes.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";

/** The caller's mistake, found before anything was executed. A value, not a throw. */
export interface Refusal {
  readonly kind: "refusal";
  readonly code: ErrorCodeName;
  /** What exactly was wrong; the code's own message stands before it. */
  readonly detail?: Bilingual;
  readonly locations?: readonly SourceLocation[];
  /** Response headers that go with it (`Allow`, `Retry-After`). */
  readonly headers?: Readonly<Record<string, string>>;
  /** Of QUERY_TOO_COSTLY: what the query may cost, and what it may. */
  readonly cost?: number;
  readonly limit?: number;
  /** Of NODE_REFUSED: all that is wrong. */
  readonly problems?: readonly object[];
  /** Nothing is wrong, it cannot be done now: the same may be asked again later. */
  readonly notNow?: true;
}

export function refuse(
  code: ErrorCodeName,
  detail?: Bilingual,
  more: Pick<Refusal, "locations" | "headers" | "cost" | "limit" | "problems" | "notNow"> = {},
): Refusal {
  return { kind: "refusal", code, ...(detail === undefined ? {} : { detail }), ...more };
}

export function isRefusal(value: object): value is Refusal {
  return "kind" in value && value.kind === "refusal";
}
