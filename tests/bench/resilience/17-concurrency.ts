import { setTimeout } from "node:timers/promises";
import { createRandom } from "#adapters/runtime/sandbox/world/random.ts";
import { atMost, NO_PROMISE } from "#tests/bench/bench.ts";
import { runMany } from "#tests/bench/load.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { startUpstream, type UpstreamHandler } from "#tests/support/start-upstream.ts";
import { answerJson, answerStatus, hang, reset } from "#tests/support/upstream-faults.ts";
import type { Requirement } from "./requirement.ts";

const PORTALS = 40;
const QUESTIONS = 60;

export const requirement: Requirement = {
  number: 17,
  promise: "concurrency never probes above the ceiling, whatever the portal answers and however soon",
  measure: async () => {
    const portals = await runMany(PORTALS, 4, mostAtOnce);
    return [
      {
        what: `portals at their ceiling, of ${PORTALS}`,
        unit: "",
        promised: NO_PROMISE,
        measured: portals.filter((beyond) => beyond === 0).length,
      },
      { what: "most calls at once beyond the ceiling", unit: "", promised: atMost(0), measured: Math.max(...portals) },
    ];
  },
};

/** One portal by chance: its ceiling, its pace, its faults. By how much the ceiling was passed; below 0 it was not reached. */
async function mostAtOnce(seed: number): Promise<number> {
  const random = createRandom(seed, "ceilings");
  const concurrency = random.int(1, 8);
  const trouble = random.next();
  let inside = 0;
  let most = 0;
  await using upstream = await startUpstream(async (request, response) => {
    inside += 1;
    most = Math.max(most, inside);
    response.once("close", () => {
      inside -= 1;
    });
    await setTimeout(random.int(0, 15));
    await answerBy(random.next() < trouble / 2 ? random.next() : 1)(request, response);
  });
  const politeness = { concurrency, tryTimeoutMs: 60, retry: { attempts: 1, minDelayMs: 1, maxDelayMs: 5 } };
  await using caller = createTestCaller(upstream, { politeness, random: random.next });
  await runMany(QUESTIONS, random.int(1, QUESTIONS), (index) =>
    caller
      .call(ask(upstream, { url: `${upstream.url}/${index}` }), createCallContext({ timeoutMs: 2_000 }))
      .catch(() => null),
  );
  return most - concurrency;
}

function answerBy(chance: number): UpstreamHandler {
  if (chance < 0.3) return reset;
  if (chance < 0.6) return answerStatus(502);
  if (chance < 0.9) return answerStatus(500);
  return chance < 1 ? hang : answerJson({});
}
