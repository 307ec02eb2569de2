import { atLeast, exactly } from "#tests/bench/bench.ts";
import { runMany } from "#tests/bench/load.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { answerJson, answerStatus, cutBody, reset } from "#tests/support/upstream-faults.ts";
import type { Requirement } from "./requirement.ts";

const TRANSIENT = [reset, cutBody('{"a":1}'), answerStatus(502), answerStatus(504)];

/** The graph has no mutation yet: what is not safe to repeat is told to the pipeline by the source. */
export const requirement: Requirement = {
  number: 13,
  promise: "mutations are never retried",
  measure: async () => [
    { what: "calls per mutation that fails", unit: "", promised: exactly(1), measured: await callsPer("POST") },
    {
      what: "calls per query that fails the same way",
      unit: "",
      promised: atLeast(1.5),
      measured: await callsPer("GET"),
    },
  ],
};

/** Enough that go well come first for the budget to allow a retry. */
async function callsPer(method: "GET" | "POST"): Promise<number> {
  await using upstream = await startUpstream(answerJson({}));
  const politeness = { retry: { attempts: 1, minDelayMs: 1, maxDelayMs: 2 }, concurrency: 1 };
  await using caller = createTestCaller(upstream, { politeness });
  let index = 0;
  const askOne = async () => {
    index += 1;
    const request = ask(upstream, {
      method,
      url: `${upstream.url}/${index}`,
      ...(method === "POST" ? { body: "{}" } : {}),
    });
    await caller.call(request, createCallContext()).catch(() => null);
  };
  let calls = 0;
  for (const fault of TRANSIENT) {
    upstream.answer(answerJson({}));
    await runMany(40, 1, askOne);
    upstream.forget();
    upstream.answer(fault);
    await askOne();
    calls += upstream.requests.length;
  }
  return calls / TRANSIENT.length;
}
