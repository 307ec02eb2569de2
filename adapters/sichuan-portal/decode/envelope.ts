import { z } from "zod";
import type { Decoder, UpstreamAnswer } from "#adapters/runtime/call/decode.ts";
import { json } from "#adapters/runtime/call/decoders/json.ts";
import { maskDeep } from "#adapters/runtime/call/decoders/mask-deep.ts";
import { parseJson } from "#adapters/runtime/call/decoders/parse-json.ts";
import { LoginRequiredError, MalformedError } from "#adapters/runtime/upstream-error.ts";

/** One page of a portal list as received; `total` counts all pages. */
export interface PortalRows<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

/** Columns whose digits are identifiers and never contact data. */
const IDENTIFIERS = ["sqh", "zlh", "zlid", "gpid", "tyxydm", "sxbm", "zjid", "cpbh"];

/** How long the portal is left alone when it says that its quota is used up. */
const QUOTA_PAUSE_MS = 60_000;

const COUNT = z.union([z.number(), z.string().regex(/^\d+$/)]).transform(Number);
const CODE = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const DATA_PORTAL = z.object({ errcode: CODE, totalrecords: COUNT.nullish(), data: z.unknown() });
const ADMIN_FRAMEWORK = z.object({ code: CODE, rows: z.unknown(), total: COUNT.nullish() });
const CONTENT_SYSTEM = z.object({ RESULTCODE: CODE, DATA: z.unknown(), count: COUNT.nullish() });
const PLAIN_RESULT = z.object({ success: CODE, result: z.unknown() });

/** `{errcode, result, totalrecords, data}`: success is 0; `data` may be JSON inside a string, and "" when empty. */
export function dataPortal<S extends z.ZodType>(
  data: S,
): Decoder<{ readonly data: z.output<S> | null; readonly total: number }> {
  const read = json(DATA_PORTAL, { keep: ["data", ...IDENTIFIERS] });
  return (answer) => {
    const envelope = read(answer);
    if (envelope.errcode === "10002") throw new LoginRequiredError("errcode 10002");
    assertSuccess(envelope.errcode, ["0"], "errcode");
    const value = unwrapText(envelope.data);
    return { data: value === null ? null : check(data, value, "$.data"), total: envelope.totalrecords ?? 0 };
  };
}

/** The rows of a data-portal list. */
export function dataPortalRows<S extends z.ZodType>(row: S): Decoder<PortalRows<z.output<S>>> {
  const read = dataPortal(z.array(row));
  return (answer) => {
    const { data, total } = read(answer);
    return { rows: data ?? [], total };
  };
}

/** `{code: 200, msg, rows, total}`. */
export function adminFrameworkRows<S extends z.ZodType>(row: S): Decoder<PortalRows<z.output<S>>> {
  const read = json(ADMIN_FRAMEWORK, { keep: IDENTIFIERS });
  return (answer) => {
    const { code, rows, total } = read(answer);
    assertSuccess(code, ["200", "0"], "code");
    return toRows(row, rows, total, "$.rows");
  };
}

/** `{pageNo, pageSize, count, DATA, RESULTCODE: "0", MSG}`. */
export function contentSystemRows<S extends z.ZodType>(row: S): Decoder<PortalRows<z.output<S>>> {
  const read = json(CONTENT_SYSTEM, { keep: IDENTIFIERS });
  return (answer) => {
    const { RESULTCODE: code, DATA: rows, count } = read(answer);
    assertSuccess(code, ["0"], "RESULTCODE");
    return toRows(row, rows, count, "$.DATA");
  };
}

/** `{success: true, message, result}`. */
export function plainResultRows<S extends z.ZodType>(row: S): Decoder<PortalRows<z.output<S>>> {
  const read = json(PLAIN_RESULT, { keep: IDENTIFIERS });
  return (answer) => {
    const { success, result } = read(answer);
    assertSuccess(success, ["true", "1"], "success");
    return toRows(row, result, null, "$.result");
  };
}

/** The portal says with status 200 that its quota is used up (10004) or the address is barred (10001). */
export function pauseOnQuota(answer: UpstreamAnswer): number | null {
  if (answer.bytes.length > 2_000) return null;
  return /"errcode"\s*:\s*"?1000[14]\b/.test(answer.text()) ? QUOTA_PAUSE_MS : null;
}

function toRows<S extends z.ZodType>(row: S, value: unknown, total: number | null | undefined, at: string) {
  const rows = check(z.array(row), value ?? [], at);
  return { rows, total: total ?? rows.length };
}

/** An error told with status 200 is no empty list. */
function assertSuccess(code: string, accepted: readonly string[], at: string): void {
  if (!accepted.includes(code)) throw new MalformedError(`$.${at} ${code.slice(0, 20)}`);
}

function unwrapText(data: unknown): unknown {
  if (data === null || data === undefined || data === "") return null;
  return typeof data === "string" ? maskDeep(parseJson(data), { keep: IDENTIFIERS }) : data;
}

function check<S extends z.ZodType>(schema: S, value: unknown, at: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new MalformedError(`${[at, ...(issue?.path ?? [])].map(String).join(".")} (${issue?.code ?? "invalid"})`);
}
