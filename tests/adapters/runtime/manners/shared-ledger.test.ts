import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import { HostGates } from "#adapters/runtime/call/host-gates.ts";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import { openSharedLedger } from "#adapters/runtime/manners/shared-ledger.ts";
import { SettingsError } from "#adapters/runtime/settings/settings-error.ts";
import { expectWithinRate } from "#tests/support/arrivals.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { startUpstream, type TestUpstream } from "#tests/support/start-upstream.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";
import { answerJson, answerStatus, inTurn } from "#tests/support/upstream-faults.ts";

const NOW = Date.UTC(2026, 0, 1);

/** One run of the hub, as far as this upstream is concerned. */
async function startRun(upstream: TestUpstream, dataDir: string, clock: ManualClock) {
  const ledger = await openSharedLedger(dataDir, SILENT_LOGGER, clock);
  const gates = new HostGates(clock, ledger);
  const caller = createTestCaller(upstream, { timer: clock, gates, politeness: { tryTimeoutMs: 8_000 } });
  return {
    ask: (path: string) => caller.call(ask(upstream, { url: `${upstream.url}/${path}` }), createCallContext({ clock })),
    health: () => caller.health(),
    stop: async () => {
      await caller.close();
      await ledger.close();
    },
  };
}

describe("shared ledger", () => {
  test.each([
    ["seconds", "7"],
    ["a date", "Thu, 01 Jan 2026 00:00:07 GMT"],
  ])("Retry-After of 7 s (%s) keeps everyone off for 7 s, over a restart", async (_name, header) => {
    await using folder = await temporaryFolder();
    await using upstream = await startUpstream(inTurn(answerStatus(429, { "retry-after": header }), answerJson({})));
    const clock = new ManualClock(NOW);
    const before = await startRun(upstream, folder.path, clock);
    expect(await failureOf(before.ask("a"))).toEqual({ kind: "rate-limited", retryAfterMs: 7_000 });
    await before.stop();
    await clock.advance(6_999);
    const after = await startRun(upstream, folder.path, clock);
    expect(await failureOf(after.ask("b"))).toEqual({ kind: "rate-limited", retryAfterMs: 1 });
    expect(after.health().pausedUntil).toBe(NOW + 7_000);
    await clock.advance(1);
    await after.ask("c");
    await after.stop();
    expect(upstream.requests.map(({ path }) => path)).toEqual(["/a", "/c"]);
  });

  test("an open breaker stays open over a restart, and lets one probe through then", async () => {
    await using folder = await temporaryFolder();
    await using upstream = await startUpstream(answerStatus(500));
    const clock = new ManualClock(NOW);
    const before = await startRun(upstream, folder.path, clock);
    for (let count = 0; count < 5; count++) await failureOf(before.ask(`${count}`));
    await before.stop();
    const after = await startRun(upstream, folder.path, clock);
    expect(await failureOf(after.ask("early"))).toMatchObject({ kind: "circuit-open" });
    expect(after.health()).toMatchObject({ breaker: "OPEN", quotaUsed: 5 });
    await clock.advance(30_000);
    upstream.answer(answerJson({}));
    await after.ask("probe");
    await vi.waitFor(() => expect(after.health().breaker).toBe("CLOSED"));
    await after.stop();
    expect(upstream.requests).toHaveLength(6);
  });

  test("two processes together keep to one rate and one number of places", async () => {
    await using folder = await temporaryFolder();
    let inside = 0;
    let mostInside = 0;
    await using upstream = await startUpstream(async (_request, response) => {
      inside += 1;
      mostInside = Math.max(mostInside, inside);
      await new Promise((resolve) => setTimeout(resolve, 30));
      inside -= 1;
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
    const manners = { requestsPerSecond: 20, burst: 4, concurrency: 2 };
    const outcomes = await Promise.all([1, 2].map(() => askElsewhere(upstream.url, folder.path, 20, manners)));
    expect(outcomes).toEqual([0, 0]);
    const arrivals = upstream.requests.map(({ receivedAt }) => receivedAt);
    expect(arrivals).toHaveLength(40);
    // What leaves in time may arrive a moment late on a busy machine, and the next one not.
    expectWithinRate(arrivals, manners, 100);
    expect(mostInside).toBeLessThanOrEqual(2);
    const askers = new Set(upstream.requests.slice(0, 20).map(({ path }) => path.split("/")[1]));
    expect(askers.size).toBe(2);
  }, 60_000);

  test("a file that is none stops the start with a clear line", async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, "host-ledger"), "not a folder");
    await expect(openSharedLedger(folder.path, SILENT_LOGGER)).rejects.toBeInstanceOf(SettingsError);
  });

  test("nobody is let through once it is closed", async () => {
    await using folder = await temporaryFolder();
    await using upstream = await startUpstream(answerJson({}));
    const clock = new ManualClock(NOW);
    const ledger = await openSharedLedger(folder.path, SILENT_LOGGER);
    await using caller = createTestCaller(upstream, { timer: clock, gates: new HostGates(clock, ledger) });
    await ledger.close();
    const failure = await failureOf(caller.call(ask(upstream), createCallContext({ clock })));
    expect(failure).toEqual({ kind: "unreachable", reason: "host ledger" });
    expect(upstream.requests).toHaveLength(0);
  });
});

/** Runs a process that asks that many questions; its exit code. */
async function askElsewhere(url: string, dataDir: string, questions: number, manners: object): Promise<number> {
  const script = fileURLToPath(new URL("../../../support/ask-politely.ts", import.meta.url));
  const child = spawn(process.execPath, [script, url, dataDir, String(questions), JSON.stringify(manners)], {
    stdio: "inherit",
  });
  const [code] = await once(child, "exit");
  return code;
}
