import { z } from "zod";
import { LoginRequiredError, MalformedError, UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { AnswerDecoder, UpstreamAnswer } from "./decode.ts";

/** Runs a source's decoder; what it refuses becomes a failure of the upstream, anything else it throws is our bug. */
export async function decodeAnswer<T>(decode: AnswerDecoder<T>, answer: UpstreamAnswer, source: string): Promise<T> {
  try {
    return await decode(answer);
  } catch (error) {
    throw toFailure(error, source);
  }
}

function toFailure(error: unknown, source: string): unknown {
  if (error instanceof MalformedError) return new UpstreamError(source, { kind: "malformed", at: error.at });
  if (error instanceof LoginRequiredError) return new UpstreamError(source, { kind: "login-required" });
  if (error instanceof z.ZodError) {
    return new UpstreamError(source, {
      kind: "malformed",
      at: `$.${error.issues[0]?.path.map(String).join(".") ?? ""}`,
    });
  }
  // A recursive reader ran out of stack: the document is nested deeper than any real one.
  if (error instanceof RangeError) return new UpstreamError(source, { kind: "malformed", at: "nesting" });
  return error;
}
