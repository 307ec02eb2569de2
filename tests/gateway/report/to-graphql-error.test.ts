import { GraphQLError, parse } from "graphql";
import { describe, expect, test } from "vitest";
import type { Logger } from "#adapters/runtime/logger.ts";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { refuse } from "#gateway/report/refusal.ts";
import { toGraphQLError } from "#gateway/report/to-graphql-error.ts";
import { toNodeError } from "#subgraphs/runtime/node-error.ts";
import { OperationError } from "#subgraphs/runtime/operation-error.ts";

const zh = { language: "zh", requestId: "r-1" } as const;
const en = { language: "en", requestId: "r-1" } as const;
const SECRET = "https://10.0.0.5/inner?token=planted 13812345678";

describe("a client error", () => {
  test("of a node keeps its place and its facts, and takes our words", () => {
    const raw = {
      message: SECRET,
      path: ["patent", "listings", 0],
      locations: [{ line: 1, column: 3, body: SECRET }],
      extensions: {
        code: "NODE_TIMEOUT",
        node: "sichuan",
        source: "sichuan-portal",
        retryable: true,
        retryAfterMs: 7_000,
        response: { url: SECRET, body: SECRET },
        stacktrace: [SECRET],
        serviceName: "sichuan",
      },
    };
    expect(toGraphQLError(raw, zh)).toEqual({
      message: "节点未在期限内应答",
      path: ["patent", "listings", 0],
      locations: [{ line: 1, column: 3 }],
      extensions: {
        code: "NODE_TIMEOUT",
        node: "sichuan",
        source: "sichuan-portal",
        retryable: true,
        retryAfterMs: 7_000,
      },
    });
    expect(toGraphQLError(raw, en).message).toBe("The node did not answer in time");
  });

  test("that stands for several nodes names them all", () => {
    const extensions = { code: "NODE_CANNOT_ANSWER", node: "fujian", nodes: ["fujian", "shanghai"] };
    expect(toGraphQLError({ extensions }, en).extensions).toEqual({ ...extensions, retryable: false });
    const odd = { ...extensions, nodes: ["fujian", SECRET] };
    expect(toGraphQLError({ extensions: odd }, en).extensions).not.toHaveProperty("nodes");
  });

  test("of an unknown kind is masked with the request's id, and told to the log", () => {
    const logged: unknown[] = [];
    const logger: Logger = { ...SILENT_LOGGER, error: (fields) => logged.push(fields) };
    for (const thrown of [
      new Error(SECRET),
      SECRET,
      null,
      undefined,
      7,
      { message: SECRET },
      { extensions: { code: "ECONNREFUSED" } },
      { code: "__proto__" },
    ]) {
      expect(toGraphQLError(thrown, { ...en, logger })).toEqual({
        message: "Internal error",
        extensions: { code: "INTERNAL", retryable: false, requestId: "r-1" },
      });
    }
    expect(logged).toHaveLength(8);
  });

  test("never shows what hides in allowed places", () => {
    const extensions = {
      code: "INVALID_IDENTIFIER",
      node: SECRET,
      source: "portal/../x",
      retryable: "yes",
      retryAfterMs: -1,
      argument: SECRET,
      reason: {
        code: "CHECK_DIGIT_MISMATCH",
        message: `see ${SECRET}`,
        expected: "<b>",
        candidates: ["CN1", SECRET],
        stack: SECRET,
      },
      requestId: SECRET,
    };
    expect(toGraphQLError({ message: SECRET, extensions }, en)).toEqual({
      message: "Invalid identifier",
      extensions: { code: "INVALID_IDENTIFIER", retryable: false, reason: { code: "CHECK_DIGIT_MISMATCH" } },
    });
  });

  test("about a query tells its place, and no place that is none", () => {
    const reason = { code: "UNEXPECTED", message: { zh: "应为词", en: "a word is expected" } };
    const position = { offset: 9, line: 1, column: 10 };
    const told = toGraphQLError(new OperationError("BAD_QUERY", { ...reason, position }), en);
    expect(told.extensions.reason).toEqual({ code: "UNEXPECTED", message: "a word is expected", position });
    const thrown = { extensions: { code: "BAD_QUERY", reason: { ...reason, position: { ...position, line: "<b>" } } } };
    expect(toGraphQLError(thrown, en).extensions.reason).not.toHaveProperty("position");
  });

  test("about an identifier explains itself in the language asked for", () => {
    const thrown = new OperationError("INVALID_IDENTIFIER", {
      code: "CHECK_DIGIT_MISMATCH",
      message: { zh: "校验位应为 6", en: "the check digit must be 6" },
      expected: "6",
    });
    const located = new GraphQLError(thrown.message, { originalError: thrown, path: ["patent"] });
    expect(toGraphQLError(located, zh)).toEqual({
      message: "号码无效：校验位应为 6",
      path: ["patent"],
      extensions: {
        code: "INVALID_IDENTIFIER",
        retryable: false,
        reason: { code: "CHECK_DIGIT_MISMATCH", message: "校验位应为 6", expected: "6" },
      },
    });
    expect(toGraphQLError(located, en).message).toBe("Invalid identifier: the check digit must be 6");
  });

  test("of an upstream is mapped by the kind of its failure", () => {
    const error = new UpstreamError("toy", { kind: "rate-limited", retryAfterMs: 500 }, { cause: new Error(SECRET) });
    expect(toGraphQLError(new GraphQLError(SECRET, { originalError: error }), en)).toEqual({
      message: "The upstream asks to slow down",
      extensions: { code: "NODE_THROTTLED", source: "toy", retryable: true, retryAfterMs: 500 },
    });
  });

  test("of an upstream in its owner's quiet hours says so, and until when, and not that the upstream asked for it", () => {
    const rest = { why: "QUIET_HOURS", until: "06:00" } as const;
    const error = new UpstreamError("toy", { kind: "rate-limited", retryAfterMs: 60_000, rest });
    for (const thrown of [error, toNodeError(error, "toys")]) {
      expect(toGraphQLError(thrown, en)).toMatchObject({
        message: "the owner's quiet hours, until 06:00 (Asia/Shanghai)",
        extensions: { code: "NODE_THROTTLED", retryable: true, retryAfterMs: 60_000, reason: { code: "QUIET_HOURS" } },
      });
      expect(toGraphQLError(thrown, zh).message).toBe("所有者规定的安静时段，至 06:00（北京时间）");
    }
  });

  test("of an upstream that is left alone tells when it may be asked again", () => {
    const error = new UpstreamError("toy", { kind: "circuit-open", retryAfterMs: 30_000 });
    const { extensions } = toGraphQLError(new GraphQLError(SECRET, { originalError: error }), en);
    expect(extensions).toEqual({ code: "NODE_UNAVAILABLE", source: "toy", retryable: true, retryAfterMs: 30_000 });
  });

  test("of validation keeps what it says about the document, without suggestions", () => {
    const nodes = [...parse("{ x }").definitions];
    const message = 'Cannot query field "patnt" on type "Query". Did you mean "patent" or "secretField"?';
    expect(toGraphQLError(new GraphQLError(message, { nodes }), en)).toMatchObject({
      message: 'GraphQL validation failed: Cannot query field "patnt" on type "Query".',
      locations: [{ line: 1, column: 1 }],
      extensions: { code: "GRAPHQL_VALIDATION_FAILED" },
    });
    const formatted = {
      message,
      locations: [{ line: 1, column: 1 }],
      extensions: { code: "GRAPHQL_VALIDATION_FAILED" },
    };
    expect(toGraphQLError(formatted, en).message).toBe(
      'GraphQL validation failed: Cannot query field "patnt" on type "Query".',
    );
    const ofNode = { message: SECRET, path: ["patent"], extensions: { code: "GRAPHQL_VALIDATION_FAILED" } };
    expect(toGraphQLError(ofNode, en).message).toBe("GraphQL validation failed");
    const long = new GraphQLError(`Expected ${"x".repeat(10_000)}`, { nodes });
    expect(toGraphQLError(long, en).message.length).toBeLessThan(400);
  });

  test("of a refusal says code and detail", () => {
    expect(toGraphQLError(refuse("QUERY_TOO_DEEP", { zh: "上限为 20 层", en: "the limit is 20 levels" }), zh)).toEqual({
      message: "查询嵌套过深：上限为 20 层",
      extensions: { code: "QUERY_TOO_DEEP", retryable: false },
    });
  });
});
