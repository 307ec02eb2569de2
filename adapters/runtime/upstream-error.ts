/** Every way in which an upstream can fail its caller. schema/error-codes.ts maps each kind; a new kind does not compile until it is mapped. */
export type { UpstreamFailure, UpstreamFailureKind } from "#schema/error-codes.ts";

import type { UpstreamFailure } from "#schema/error-codes.ts";

/** An upstream failed. `message` is for logs; clients see only the mapped code. */
export class UpstreamError extends Error {
  override readonly name = "UpstreamError" as const;
  readonly source: string;
  readonly failure: UpstreamFailure;

  constructor(source: string, failure: UpstreamFailure, options?: ErrorOptions) {
    super(`${source}: ${failure.kind}`, options);
    this.source = source;
    this.failure = failure;
  }
}

/** The upstream answered and we refused the answer; thrown by decoders, turned into an UpstreamError of kind "malformed" by the pipeline. */
export class MalformedError extends Error {
  override readonly name = "MalformedError" as const;
  /** Where in the body: a path or a position, never the body itself. */
  readonly at: string;

  constructor(at: string, options?: ErrorOptions) {
    super(`malformed at ${at}`, options);
    this.at = at;
  }
}

/** The answer is a log-in or captcha page; thrown by decoders. */
export class LoginRequiredError extends Error {
  override readonly name = "LoginRequiredError" as const;
}
