import { z } from "zod";
import type { Kjy01Page } from "#adapters/chongqing-kjy01/records.ts";
import { SOURCE_CODE } from "#adapters/chongqing-kjy01/source-code.ts";
import type { Decoder } from "#adapters/runtime/call/decode.ts";
import { json } from "#adapters/runtime/call/decoders/json.ts";
import { LoginRequiredError, UpstreamError, type UpstreamFailure } from "#adapters/runtime/upstream-error.ts";
import { count } from "./fields.ts";

/*
 * The site answers in three envelopes, each from a generation of its own, and every one says "failed" with HTTP 200.
 * A failure code becomes the failure it stands for before the payload is looked at; the platform's words go nowhere.
 */

/** Envelope 1, `/tsAdmin`, `/tsOauth2`: `{code: "rest.success", result}`. Failures carry another string code. */
export function restResult<S extends z.ZodType>(result: S): Decoder<z.output<S>> {
  return json(
    z
      .object({ code: z.string(), result: z.unknown() })
      .transform((envelope) => {
        if (envelope.code !== "rest.success") throwRestFailure(envelope.code);
        return envelope.result;
      })
      .pipe(result),
  );
}

/** Envelope 1 with a page of a list: `result: {list, total, pages, pageNum, pageSize}`. */
export function restPage<S extends z.ZodType>(item: S): Decoder<Kjy01Page<z.output<S>>> {
  return restResult(
    z
      .object({ list: z.array(item).nullable(), total: count })
      .transform(({ list, total }) => ({ items: list ?? [], total })),
  );
}

/** Envelope 2, `/yzw/api`: `{code: 200, data: [...], count}`. Failures carry another number, or its digits. */
export function resourcePage<S extends z.ZodType>(item: S): Decoder<Kjy01Page<z.output<S>>> {
  const payload = z.object({ data: z.array(item).nullable(), count });
  return json(
    z
      .object({ code: z.union([z.number(), z.string()]), data: z.unknown(), count: z.unknown() })
      .transform((envelope): unknown => {
        if (Number(envelope.code) !== 200) throw new UpstreamError(SOURCE_CODE, failureOfNumber(Number(envelope.code)));
        return envelope;
      })
      .pipe(payload.transform(({ data, count: total }) => ({ items: data ?? [], total }))),
  );
}

/** Envelope 3, `/zM…Rest`: `{success, data: {records, total, size, current}}`. Failures say `success: false`. */
export function marketPage<S extends z.ZodType>(item: S): Decoder<Kjy01Page<z.output<S>>> {
  const payload = z.object({ records: z.array(item).nullable(), total: count });
  return json(
    z
      .object({ success: z.boolean(), code: z.union([z.number(), z.string()]).nullish(), data: z.unknown() })
      .transform(({ success, code, data }) => {
        if (!success) throw new UpstreamError(SOURCE_CODE, failureOfNumber(Number(code ?? 500)));
        return data;
      })
      .pipe(payload.transform(({ records, total }) => ({ items: records ?? [], total }))),
  );
}

/** Codes that mean that the user is not known, or no longer. */
const LOGIN_CODES: ReadonlySet<string> = new Set([
  "rest.unauthorized",
  "rest.token.invalid",
  "rest.token.expired",
  "rest.session.expired",
]);
/** The platform names no pause when it asks to slow down. */
const PAUSE_MS = 60_000;

function throwRestFailure(code: string): never {
  if (LOGIN_CODES.has(code)) throw new LoginRequiredError(code);
  throw new UpstreamError(
    SOURCE_CODE,
    code === "rest.too.frequent"
      ? { kind: "rate-limited", retryAfterMs: PAUSE_MS }
      : { kind: "rejected", status: 200, reason: shortCode(code) },
  );
}

/** Numbers follow HTTP. 401 is the hub's own access key refused, so it is no matter of the user's log-in. */
function failureOfNumber(code: number): UpstreamFailure {
  return code === 429
    ? { kind: "rate-limited", retryAfterMs: PAUSE_MS }
    : { kind: "rejected", status: 200, reason: `code ${code}` };
}

/** The code goes to logs and metrics: only what looks like one. */
function shortCode(code: string): string {
  return /^[\w.-]{1,60}$/.test(code) ? code : "unknown";
}
