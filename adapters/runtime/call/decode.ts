import type { IncomingHttpHeaders } from "node:http";

/** An upstream's answer after the limits were checked and the body was decompressed. */
export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly url: URL;
  readonly bytes: Uint8Array;
  /** The body as text: strict UTF-8 first, then the declared charset, then GB18030. */
  text(): string;
}

/** Bytes to value. Throws MalformedError or LoginRequiredError; returns null for "nothing there". */
export type Decoder<T> = (answer: UpstreamAnswer) => T;

/** What a request takes: a decoder that is done at once, or one that works in turns (in-turns.ts). */
export type AnswerDecoder<T> = (answer: UpstreamAnswer) => T | Promise<T>;
