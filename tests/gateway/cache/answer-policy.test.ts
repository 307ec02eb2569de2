import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AnswerPolicy } from "#gateway/cache/answer-policy.ts";
import { nodeError } from "#gateway/execute/refuse-for-node.ts";
import { answered } from "#tests/gateway/execute/stub-node.ts";

const PART = fc.record({
  node: fc.constantFrom("a", "b", "c"),
  ttlMs: fc.integer({ min: 0, max: 1_000_000 }),
  isPrivate: fc.boolean(),
  tags: fc.subarray(["x", "y", "z"]),
});

describe("the policy of an answer", () => {
  test("allows nothing while no part has spoken", () => {
    expect(new AnswerPolicy().read()).toMatchObject({ ttlMs: 0, isPrivate: false });
  });

  test("is the strictest of its parts, in whatever order they come", () => {
    fc.assert(
      fc.property(fc.array(PART, { minLength: 1 }), (parts) => {
        const policy = new AnswerPolicy();
        for (const { node, ...hints } of parts) policy.restrict(node, hints);
        const { ttlMs, isPrivate, nodes, tags } = policy.read();
        expect(ttlMs).toBe(Math.min(...parts.map((part) => part.ttlMs)));
        expect(isPrivate).toBe(parts.some((part) => part.isPrivate));
        expect([...nodes].sort()).toEqual([...new Set(parts.map(({ node }) => node))].sort());
        expect([...tags].sort()).toEqual([...new Set(parts.flatMap((part) => part.tags))].sort());
      }),
    );
  });

  test("allows nothing beside an error, and nothing for a time that is none", () => {
    const failed = new AnswerPolicy();
    failed.answered("a", answered({ x: 1 }, { ttlMs: 1_000, errors: [nodeError("a", "NODE_TIMEOUT")] }));
    expect(failed.read().ttlMs).toBe(0);
    for (const ttlMs of [Number.NaN, -5, 0]) {
      const policy = new AnswerPolicy();
      policy.answered("a", answered({ x: 1 }, { ttlMs }));
      policy.answered("b", answered({ y: 1 }, { ttlMs: 9_000 }));
      expect(policy.read().ttlMs).toBe(0);
    }
  });
});
