import { describe, expect, test } from "vitest";
import { codeOfFailure, type UpstreamFailure } from "#schema/error-codes.ts";

describe("the public code of an upstream failure", () => {
  test.each<[UpstreamFailure, string]>([
    [{ kind: "rejected", status: 500 }, "NODE_UNAVAILABLE"],
    [{ kind: "rejected", status: 403 }, "NODE_REJECTED"],
    [{ kind: "login-required", isUsers: true }, "UNAUTHENTICATED"],
    [{ kind: "login-required" }, "NODE_BAD_RESPONSE"],
    [{ kind: "timeout", phase: "body" }, "NODE_TIMEOUT"],
    [{ kind: "rate-limited", retryAfterMs: 1 }, "NODE_THROTTLED"],
  ])("of %j is %s", (failure, code) => {
    expect(codeOfFailure(failure)).toBe(code);
  });
});
