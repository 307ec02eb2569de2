import { describe, expect, test } from "vitest";
import type { CallContext, SourceRuntime } from "#adapters/runtime/source.ts";
import type { UpstreamFailureKind } from "#adapters/runtime/upstream-error.ts";
import { createCallContext, type TestContext } from "#tests/support/call-context.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { createTestRuntime, QUICK_POLITENESS } from "#tests/support/source-runtime.ts";
import {
  type ReceivedRequest,
  startUpstream,
  type TestUpstream,
  type UpstreamHandler,
} from "#tests/support/start-upstream.ts";
import * as faults from "#tests/support/upstream-faults.ts";

/**
 * What every source client must withstand, run against the real client and a real server that misbehaves:
 *
 * ```ts
 * describeSource({
 *   name: "sichuan-portal",
 *   startWithUpstream: async (url, runtime) => {
 *     const client = await sichuanPortal.create(runtime, { ...settings, baseUrl: url });
 *     return (context) => client.services(context); // one question that asks the upstream once
 *   },
 *   good: { contentType: "application/json", text: '{"code":200,"data":[{"name":"专利检索"}]}' },
 * });
 * ```
 *
 * Each fault must come out of the probe as an UpstreamError of the right `failure.kind`, be observed, and leave
 * nothing in a cache. The runtime has quick limits (QUICK_POLITENESS) and is closed by the suite.
 */
export interface SourceUnderTest {
  readonly name: string;
  /** Builds the client against that address; returns the probe. */
  startWithUpstream(url: string, runtime: SourceRuntime): Promise<Probe> | Probe;
  /** A right answer to the probe with Chinese text in it; it is also served as GBK under a UTF-8 header. */
  readonly good: { readonly contentType: string; readonly text: string };
  /** Answers requests that come before the probe's own (a token, a session); true when it did. */
  prelude?(request: ReceivedRequest, response: Parameters<UpstreamHandler>[1]): boolean;
  /** Where this source's documented dialect gives a fault another meaning. */
  readonly kinds?: Partial<Record<FaultName, UpstreamFailureKind>>;
}

type Probe = (context: CallContext) => Promise<unknown>;

const FAULTS = {
  "429": { handler: () => faults.answerStatus(429, { "retry-after": "7" }), kind: "rate-limited" },
  "500": { handler: () => faults.answerStatus(500, {}, "java.lang.NullPointerException"), kind: "rejected" },
  hang: { handler: () => faults.hang, kind: "timeout" },
  "slow drip": { handler: () => faults.drip(), kind: "timeout" },
  "truncated body": {
    handler: ({ text, contentType }) => faults.cutBody(text, contentType),
    kind: "malformed",
  },
  "bytes of no charset": {
    handler: ({ contentType }) => faults.answerBody(Buffer.alloc(512, 0xff), contentType),
    kind: "malformed",
  },
  "a page that was not due": { handler: () => faults.answerHtml(faults.MAINTENANCE_PAGE), kind: "malformed" },
  "a log-in page": { handler: () => faults.answerHtml(faults.LOGIN_PAGE), kind: "login-required" },
} as const satisfies Record<string, Fault>;

type FaultName = keyof typeof FAULTS;

interface Fault {
  handler(good: SourceUnderTest["good"]): UpstreamHandler;
  readonly kind: UpstreamFailureKind;
}

export function describeSource(source: SourceUnderTest): void {
  describe(`${source.name} as a source`, () => {
    test.each(Object.keys(FAULTS) as FaultName[])(
      "turns %s into the right failure and remembers nothing",
      async (name) => {
        const { handler, kind } = FAULTS[name];
        await using bench = await startBench(source, handler(source.good), SHORT_TRIES);
        const failure = await failureOf(bench.probe(bench.context));
        expect(failure.kind).toBe(source.kinds?.[name] ?? kind);
        expect(bench.context.events.length).toBeGreaterThan(0);
        expect(bench.context.events.at(-1)?.outcome).not.toBe("OK");
        if (name === "429") return;
        bench.upstream.answer(bench.wrap(answerGood(source)));
        await expect(bench.probe(createCallContext())).resolves.toBeDefined();
      },
    );

    test("reads GBK under a header that says UTF-8", async () => {
      await using plain = await startBench(source, answerGood(source));
      await using gbk = await startBench(source, faults.answerGbk(source.good.text, source.good.contentType));
      expect(withoutTimes(await gbk.probe(gbk.context))).toEqual(withoutTimes(await plain.probe(plain.context)));
    });

    test("closes the upstream socket when the client leaves", async () => {
      await using bench = await startBench(source, faults.hang);
      const asked = failureOf(bench.probe(bench.context));
      await bench.probeReceived;
      bench.context.leave();
      expect((await asked).kind).toBe("aborted");
      await bench.upstream.quiet();
    });
  });
}

interface Bench extends AsyncDisposable {
  readonly upstream: TestUpstream;
  readonly probe: Probe;
  readonly context: TestContext;
  /** Resolves when the probe's own request has arrived. */
  readonly probeReceived: Promise<void>;
  wrap(handler: UpstreamHandler): UpstreamHandler;
}

/** Hanging is to show soon, a busy machine is not to look like it. */
const SHORT_TRIES = { politeness: { ...QUICK_POLITENESS, tryTimeoutMs: 1_000 } };

async function startBench(
  source: SourceUnderTest,
  handler: UpstreamHandler,
  options: Parameters<typeof createTestRuntime>[2] = {},
): Promise<Bench> {
  const { promise: probeReceived, resolve } = Promise.withResolvers<void>();
  const wrap = (next: UpstreamHandler): UpstreamHandler => {
    return (request, response) => {
      if (source.prelude?.(request, response) === true) return;
      resolve();
      return next(request, response);
    };
  };
  const upstream = await startUpstream(wrap(handler));
  const runtime = createTestRuntime(source.name, upstream.url, options);
  const probe = await source.startWithUpstream(upstream.url, runtime);
  return {
    upstream,
    probe,
    context: createCallContext(),
    probeReceived,
    wrap,
    [Symbol.asyncDispose]: async () => {
      await runtime.close();
      await upstream[Symbol.asyncDispose]();
    },
  };
}

function answerGood({ good }: SourceUnderTest): UpstreamHandler {
  return faults.answerBody(good.text, good.contentType);
}

function withoutTimes(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === "fetchedAt" ? undefined : inner)));
}
