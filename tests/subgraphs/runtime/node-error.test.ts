import { describe, expect, test } from "vitest";
import { UpstreamError, type UpstreamFailure } from "#adapters/runtime/upstream-error.ts";
import { toNodeError } from "#subgraphs/runtime/node-error.ts";

describe("an upstream's failure as it leaves a node", () => {
  const failures: readonly (readonly [UpstreamFailure, string, number | undefined])[] = [
    [{ kind: "rate-limited", retryAfterMs: 7_000 }, "NODE_THROTTLED", 7_000],
    [{ kind: "circuit-open", retryAfterMs: 30_000 }, "NODE_UNAVAILABLE", 30_000],
    [{ kind: "unreachable", reason: "ECONNREFUSED" }, "NODE_UNAVAILABLE", undefined],
    [{ kind: "busy" }, "NODE_BUSY", undefined],
  ];

  test.each(failures)("%j is %s", (failure, code, retryAfterMs) => {
    const { extensions } = toNodeError(new UpstreamError("portal", failure), "sichuan");
    expect(extensions).toMatchObject({ code, node: "sichuan", source: "portal", retryable: true });
    expect(extensions.retryAfterMs).toBe(retryAfterMs);
  });
});
