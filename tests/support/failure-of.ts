import { expect } from "vitest";
import { UpstreamError, type UpstreamFailure } from "#adapters/runtime/upstream-error.ts";

/** The failure in which a question ended; any other end fails the test. */
export async function failureOf(asked: Promise<unknown>): Promise<UpstreamFailure> {
  const error = await asked.then(
    () => expect.fail("expected a failure, got an answer"),
    (reason: unknown) => reason,
  );
  if (error instanceof UpstreamError) return error.failure;
  throw error;
}
