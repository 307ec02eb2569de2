import { z } from "zod";
import type { Decoder } from "#adapters/runtime/call/decode.ts";
import { json } from "#adapters/runtime/call/decoders/json.ts";
import type { NumberedPage } from "#adapters/runtime/read-window.ts";
import { LoginRequiredError, UpstreamError, type UpstreamFailure } from "#adapters/runtime/upstream-error.ts";
import { SOURCE_CODE } from "./source-code.ts";

const COUNT = z.union([z.string().regex(/^\d{1,9}$/), z.int().nonnegative()]).transform(Number);

/** `{code, msg, rows, total}`: a page of a list. */
export function registerPage<S extends z.ZodType>(row: S): Decoder<NumberedPage<z.output<S>>> {
  const payload = z.object({ rows: z.array(row).nullable(), total: COUNT });
  return json(successful.pipe(payload.transform(({ rows, total }) => ({ items: rows ?? [], total }))));
}

/** `{code, msg, data: [...]}`: the entries asked for, in any order, unknown ones left out. */
export function registerEntries<S extends z.ZodType>(row: S): Decoder<readonly z.output<S>[]> {
  return json(successful.pipe(z.object({ data: z.array(row).nullable() }).transform(({ data }) => data ?? [])));
}

/** The envelope says what went wrong while HTTP says 200; its `msg` is not for anybody outside. */
const successful = z
  .looseObject({ code: z.union([z.int(), z.string().regex(/^\d{1,6}$/)]).transform(Number) })
  .transform((envelope): unknown => {
    if (envelope.code === 200) return envelope;
    if (envelope.code === 401) throw new LoginRequiredError("code 401");
    throw new UpstreamError(SOURCE_CODE, failureOf(envelope.code));
  });

/** The register names no pause when it asks to slow down. */
const PAUSE_MS = 60_000;

function failureOf(code: number): UpstreamFailure {
  return code === 429
    ? { kind: "rate-limited", retryAfterMs: PAUSE_MS }
    : { kind: "rejected", status: 200, reason: `code ${code}` };
}
