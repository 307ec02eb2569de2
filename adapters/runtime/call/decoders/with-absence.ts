import type { AnswerDecoder } from "#adapters/runtime/call/decode.ts";

/** Reads 404 (and other statuses named) as "nothing there"; the request must list them in `accept`. */
export function withAbsence<T>(decode: AnswerDecoder<T>, statuses: readonly number[] = [404]): AnswerDecoder<T | null> {
  return (answer) => (statuses.includes(answer.status) ? null : decode(answer));
}
