import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { HostLedger, LedgerEntry, SlotAnswer, SlotRequest } from "#adapters/runtime/manners/host-ledger.ts";
import { LedgerDesk } from "#adapters/runtime/manners/ledger-desk.ts";
import { type LedgerFile, openLedgerFile } from "#adapters/runtime/manners/ledger-file.ts";
import { createMemoryLedger } from "#adapters/runtime/manners/memory-ledger.ts";
import { POLITE_DEFAULTS } from "#adapters/runtime/politeness.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

const NOW = Date.UTC(2026, 10, 22);
const DAY = 86_400_000;

function entry(now: number, source = "one", dailyQuota: number | null = null): LedgerEntry {
  const { requestsPerSecond, burst, concurrency, breaker } = POLITE_DEFAULTS;
  const limits = { requestsPerSecond, burst, concurrency };
  return { host: "portal.example.cn", manners: { source, limits, dailyQuota, breaker }, now };
}

function slot(now: number, lease: string, holder = "a"): SlotRequest {
  return { ...entry(now), holder, lease, leaseMs: 13_000 };
}

function open(path: string, now = NOW): { readonly desk: LedgerDesk; readonly file: LedgerFile } {
  const file = openLedgerFile(path, now);
  return { desk: new LedgerDesk(file), file };
}

const kindOf = ({ kind }: SlotAnswer) => kind;

describe("ledger file", () => {
  test("answers as the ledger in memory does, whatever happens, over two connections and restarts", async () => {
    const step = fc.record({
      do: fc.constantFrom("acquire", "acquire", "release", "pause", "attach"),
      afterMs: fc.nat(2_000),
      source: fc.constantFrom("one", "two"),
      lease: fc.nat(5),
      holder: fc.constantFrom("a", "b"),
      end: fc.constantFrom("good", "failed", "slow", "void", "unused"),
      connection: fc.nat(1),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        await using folder = await temporaryFolder();
        const files = [open(folder.path), open(folder.path)];
        const model = createMemoryLedger();
        let now = NOW;
        for (const { do: method, afterMs, source, lease, holder, end, connection } of steps) {
          now += afterMs;
          const request = { ...entry(now, source, 12), holder, lease: `lease ${lease}`, leaseMs: 5_000 };
          const done = { ...request, grantedAt: now - 500, end, isStrained: end === "slow", luck: 0.3 };
          const ways: Record<typeof method, (ledger: LedgerDesk | HostLedger) => unknown> = {
            acquire: (ledger) => ledger.acquire(request),
            release: (ledger) => ledger.release(done),
            pause: (ledger) => ledger.pause(request, now + 700),
            attach: (ledger) => ledger.attach(request),
          };
          const { desk, file } = files[connection] ?? open(folder.path);
          expect(ways[method](desk)).toEqual(await ways[method](model));
          if (lease !== 0) continue;
          file.close();
          files[connection] = open(folder.path, now);
        }
        for (const { file } of files) file.close();
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  test("a second process takes no token twice", async () => {
    await using folder = await temporaryFolder();
    const [one, other] = [open(folder.path), open(folder.path)];
    expect(kindOf(one.desk.acquire(slot(NOW, "1", "a")))).toBe("granted");
    expect(kindOf(other.desk.acquire(slot(NOW, "2", "b")))).toBe("granted");
    expect(one.desk.acquire(slot(NOW, "3", "a"))).toMatchObject({ kind: "wait" });
    expect(one.desk.attach(entry(NOW)).active).toBe(2);
    for (const { file } of [one, other]) file.close();
  });

  test("a new start finds tokens spent, the pause, the quota and the open breaker as they were", async () => {
    await using folder = await temporaryFolder();
    const before = open(folder.path);
    for (const lease of ["1", "2"]) before.desk.acquire(slot(NOW, lease));
    for (let count = 0; count < 5; count++) {
      const done = {
        ...slot(NOW, `old ${count}`),
        grantedAt: NOW,
        end: "failed",
        isStrained: false,
        luck: 0.5,
      } as const;
      before.desk.release(done);
    }
    before.desk.pause(entry(NOW), NOW + 7_000);
    before.file.close();
    const after = open(folder.path, NOW + 500);
    expect(after.desk.attach(entry(NOW + 500))).toMatchObject({
      tokens: 0.5,
      pausedUntil: NOW + 7_000,
      breaker: { kind: "OPEN", until: NOW + 30_000 },
      quota: { used: 2 },
    });
    after.file.close();
  });

  test("places of a process that died fall free after their time", async () => {
    await using folder = await temporaryFolder();
    const died = open(folder.path);
    for (const lease of ["1", "2"]) died.desk.acquire(slot(NOW, lease, "died"));
    died.file.close();
    const { desk, file } = open(folder.path, NOW + 5_000);
    expect(desk.acquire(slot(NOW + 5_000, "3", "next"))).toMatchObject({ kind: "wait", delayMs: 100 });
    expect(kindOf(desk.acquire(slot(NOW + 13_000, "3", "next")))).toBe("granted");
    file.close();
  });

  test("a clock that was put back by an hour holds nobody up", async () => {
    await using folder = await temporaryFolder();
    const { desk, file } = open(folder.path);
    for (const lease of ["1", "2"]) desk.acquire(slot(NOW, lease));
    const earlier = NOW - 3_600_000;
    expect(kindOf(desk.acquire(slot(earlier, "3")))).toBe("wait");
    expect(kindOf(desk.acquire(slot(earlier + 1_000, "3")))).toBe("granted");
    file.close();
  });

  test("clocks of processes that differ a little give no token twice", async () => {
    await using folder = await temporaryFolder();
    const { desk, file } = open(folder.path);
    expect(kindOf(desk.acquire(slot(NOW + 5, "1", "a")))).toBe("granted");
    expect(kindOf(desk.acquire(slot(NOW, "2", "b")))).toBe("granted");
    expect(desk.acquire(slot(NOW, "3", "b"))).toMatchObject({ kind: "wait" });
    expect(desk.attach(entry(NOW)).at).toBe(NOW + 5);
    file.close();
  });

  test("what nobody touched for a week is cleared away", async () => {
    await using folder = await temporaryFolder();
    const before = open(folder.path);
    before.desk.pause(entry(NOW), NOW + 1_000);
    before.file.close();
    const { file } = open(folder.path, NOW + 8 * DAY);
    expect(file.book("portal.example.cn")).toBeUndefined();
    file.close();
  });
});
