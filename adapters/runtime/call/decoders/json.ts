import type { z } from "zod";
import type { Decoder } from "#adapters/runtime/call/decode.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import { type MaskOptions, maskDeep } from "./mask-deep.ts";
import { parseJson } from "./parse-json.ts";
import { refuseHtml } from "./refuse-html.ts";

/**
 * JSON checked by a zod schema. Integers too large for a double (snowflake ids) arrive as strings; contact data
 * in text is masked before the schema sees it, unless `mask` says otherwise. A page where JSON was due is refused.
 */
export function json<S extends z.ZodType>(schema: S, options: MaskOptions = {}): Decoder<z.output<S>> {
  return (answer) => decodeJsonText(answer.text(), schema, options);
}

/** JSON inside a callback, `cb({...});`, as old front ends load it. The callback is never run. */
export function jsonp<S extends z.ZodType>(schema: S, options: MaskOptions = {}): Decoder<z.output<S>> {
  return (answer) => {
    const text = answer.text();
    refuseHtml(text, "JSONP");
    return decodeJsonText(insideCallback(text), schema, options);
  };
}

function decodeJsonText<S extends z.ZodType>(text: string, schema: S, options: MaskOptions): z.output<S> {
  refuseHtml(text, "JSON");
  const result = schema.safeParse(maskDeep(parseJson(text), options));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new MalformedError(`$.${issue?.path.map(String).join(".") ?? ""} (${issue?.code ?? "invalid"})`);
}

function insideCallback(text: string): string {
  const match =
    /^\s*(?:\/\*\*\/\s*)?(?:typeof\s+[\w$.]+\s*===?\s*['"]function['"]\s*&&\s*)?[A-Za-z_$][\w$.]*\s*\(/.exec(text);
  const end = text.lastIndexOf(")");
  if (match === null || end < match[0].length || !/^\)\s*;?\s*$/.test(text.slice(end))) {
    throw new MalformedError("JSONP callback");
  }
  return text.slice(match[0].length, end);
}
