import { z } from "zod";
import { type Caller, createCall } from "#adapters/runtime/call/call.ts";
import type { CallOptions } from "#adapters/runtime/call/call-parts.ts";
import { json } from "#adapters/runtime/call/decoders/json.ts";
import type { Politeness } from "#adapters/runtime/politeness.ts";
import type { UpstreamRequest } from "#adapters/runtime/source.ts";
import { QUICK_POLITENESS } from "./source-runtime.ts";
import type { TestUpstream } from "./start-upstream.ts";

export interface TestCallerOptions extends Partial<Omit<CallOptions, "politeness">> {
  readonly politeness?: Partial<Politeness>;
}

/** A pipeline to that upstream with quick manners; `await using` closes it. */
export function createTestCaller(
  upstream: Pick<TestUpstream, "host">,
  { politeness, ...options }: TestCallerOptions = {},
): Caller & AsyncDisposable {
  const caller = createCall({
    source: "test",
    allowHosts: [upstream.host],
    random: () => 0.5,
    ...options,
    politeness: { ...QUICK_POLITENESS, ...politeness },
  });
  return { ...caller, [Symbol.asyncDispose]: () => caller.close() };
}

const ANY_JSON = json(z.unknown());

/** A question whose answer is any JSON. */
export function ask(
  upstream: Pick<TestUpstream, "url">,
  request: Partial<UpstreamRequest<unknown>> = {},
): UpstreamRequest<unknown> {
  return { operation: "ask", url: `${upstream.url}/a`, decode: ANY_JSON, ...request };
}
