import type { Decoder } from "#adapters/runtime/call/decode.ts";

/** Reads 404 (and other statuses named) as "nothing there"; the request must list them in `accept`. */
export function withAbsence<T>(decode: Decoder<T>, statuses: readonly number[] = [404]): Decoder<T | null> {
  return (answer) => (statuses.includes(answer.status) ? null : decode(answer));
}
