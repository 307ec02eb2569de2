import { setTimeout } from "node:timers/promises";
import { atMost, exactly } from "#tests/bench/bench.ts";
import { bytesHeld } from "#tests/bench/measure.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { hang } from "#tests/support/upstream-faults.ts";
import type { Requirement } from "./requirement.ts";

const QUEUE = 10_000;
const CONCURRENCY = 2;
const EXCESS = 500;

export const requirement: Requirement = {
  number: 6,
  promise: "sockets per portal ≤ its limit; 10,000 queued calls cost ≤ 50 MB, the excess is NODE_BUSY",
  measure: async () => {
    await using upstream = await startUpstream(hang);
    const politeness = { concurrency: CONCURRENCY, queueLimit: QUEUE, tryTimeoutMs: 60_000 };
    await using caller = createTestCaller(upstream, { politeness });
    const context = createCallContext({ timeoutMs: 60_000 });
    const askOne = (index: number) => caller.call(ask(upstream, { url: `${upstream.url}/${index}` }), context);
    const before = bytesHeld();
    const waiting = Array.from({ length: QUEUE + CONCURRENCY }, (_, index) => askOne(index).catch(ignore));
    await setTimeout(500);
    const held = bytesHeld() - before;
    const excess = await Promise.all(
      Array.from({ length: EXCESS }, (_, index) => failureOf(askOne(QUEUE + CONCURRENCY + index))),
    );
    const sockets = upstream.maxSockets;
    context.leave();
    await Promise.all(waiting);
    return [
      { what: `sockets at a limit of ${CONCURRENCY}`, unit: "", promised: atMost(CONCURRENCY), measured: sockets },
      { what: "10,000 queued calls hold", unit: "MB", promised: atMost(50), measured: held / 1024 ** 2 },
      {
        what: `of ${EXCESS} beyond them, refused at once as busy`,
        unit: "",
        promised: exactly(EXCESS),
        measured: excess.filter(({ kind }) => kind === "busy").length,
      },
    ];
  },
};

function ignore(): void {}
