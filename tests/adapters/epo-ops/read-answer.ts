import { decodeAnswer, type OpsReader } from "#adapters/epo-ops/decode/decode-answer.ts";
import type { UpstreamAnswer } from "#adapters/runtime/call/decode.ts";

/** What a reader makes of an answer with status 200. */
export async function readAnswer<T, R>(reader: OpsReader<T, R>, text: string): Promise<T> {
  const outcome = await decodeAnswer("epo-ops", reader)(answerOf(text));
  if (outcome.kind !== "answer") throw new Error(outcome.kind);
  return outcome.value;
}

export function answerOf(text: string, status = 200): UpstreamAnswer {
  return { status, headers: {}, url: new URL("http://127.0.0.1/"), bytes: Buffer.from(text), text: () => text };
}
