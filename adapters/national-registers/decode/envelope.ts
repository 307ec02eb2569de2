import { z } from "zod";
import { SOURCE_CODE } from "#adapters/national-registers/source-code.ts";
import type { Decoder } from "#adapters/runtime/call/decode.ts";
import { json } from "#adapters/runtime/call/decoders/json.ts";
import type { NumberedPage } from "#adapters/runtime/read-window.ts";
import { LoginRequiredError, UpstreamError, type UpstreamFailure } from "#adapters/runtime/upstream-error.ts";

/** A line of a register to what it says. */
export type RowSchema<Row> = z.ZodType<Row>;

/** Totals come as text, with or without separators. */
const COUNT = z
  .union([z.string().regex(/^[\d,]{1,12}$/), z.int().nonnegative()])
  .transform((total) => Number(String(total).replaceAll(",", "")));

const STATUS = z.union([z.int(), z.string().regex(/^\d{1,6}$/)]).transform(Number);

/** `{Status, Message, Paging: {PageSize, PageIndex, TotalRecords}, Result}`: a page of a list. */
export function listDecoder<Row>(row: RowSchema<Row>): Decoder<NumberedPage<Row>> {
  const payload = z
    .object({ Result: z.array(row), Paging: z.object({ TotalRecords: COUNT }) })
    .transform(({ Result, Paging }) => ({ items: Result, total: Paging.TotalRecords }));
  return json(successful.pipe(z.union([nothing({ items: [], total: 0 }), payload])));
}

/** `{Status, Message, Result}`: the entries asked for, in any order, unknown ones left out. */
export function entriesDecoder<Row>(row: RowSchema<Row>): Decoder<readonly Row[]> {
  const payload = z.object({ Result: z.array(row) }).transform(({ Result }) => Result);
  return json(successful.pipe(z.union([nothing([]), payload])));
}

/** Status 201 says that nothing was found; it is no error. */
function nothing<T>(empty: T) {
  return z.object({ Status: STATUS.refine((status) => status === 201) }).transform((): T => empty);
}

/** The envelope says what went wrong while HTTP says 200; its message is not for anybody outside. */
const successful = z.looseObject({ Status: STATUS }).transform((envelope): unknown => {
  if (envelope.Status === 200 || envelope.Status === 201) return envelope;
  if (envelope.Status === 101) throw new LoginRequiredError("status 101");
  throw new UpstreamError(SOURCE_CODE, failureOf(envelope.Status));
});

/** The register names no pause when it asks to slow down. */
const PAUSE_MS = 60_000;

function failureOf(status: number): UpstreamFailure {
  return status === 105
    ? { kind: "rate-limited", retryAfterMs: PAUSE_MS }
    : { kind: "rejected", status: 200, reason: `status ${status}` };
}
