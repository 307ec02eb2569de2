import { describe, expect, test } from "vitest";
import { POLITE_DEFAULTS, type Politeness } from "#adapters/runtime/politeness.ts";
import { adjustPoliteness, assertWithinCeilings, POLITENESS_SETTINGS } from "#adapters/runtime/politeness-settings.ts";
import { readSettings } from "#adapters/runtime/settings/read-settings.ts";

const PREFIX = "HUB_SICHUAN_PORTAL_POLITENESS_";

/** Settings of one source by the ends of their variables' names. */
const read = (env: Record<string, string>, file: unknown = null) =>
  readSettings({
    env: Object.fromEntries(Object.entries(env).map(([key, value]) => [PREFIX + key, value])),
    file,
  }).slice("sichuan-portal", POLITENESS_SETTINGS).politeness;

describe("politeness settings", () => {
  test("leave the declared manners where nothing is set", () => {
    expect(adjustPoliteness(POLITE_DEFAULTS, read({}))).toEqual(POLITE_DEFAULTS);
  });

  test("replace single figures of one source", () => {
    const set = read({
      REQUESTS_PER_SECOND: "0.2",
      TRY_TIMEOUT: "3s",
      STALE_WHILE_REVALIDATE: "10min",
      STALE_IF_ERROR: "2d",
      DAILY_QUOTA: "5000",
      QUIET_HOURS: "23:00-06:00, 12:00-13:00",
      SLOW_SHARE: "0.5",
      BREAKER_FAILURES_IN_ROW: "3",
      BREAKER_OPEN: "1min",
    });
    expect(adjustPoliteness(POLITE_DEFAULTS, set)).toEqual({
      ...POLITE_DEFAULTS,
      requestsPerSecond: 0.2,
      tryTimeoutMs: 3_000,
      staleWhileRevalidateMs: 600_000,
      staleIfErrorMs: 172_800_000,
      dailyQuota: 5_000,
      quietHours: [
        { from: "23:00", to: "06:00" },
        { from: "12:00", to: "13:00" },
      ],
      slowShare: 0.5,
      breaker: { ...POLITE_DEFAULTS.breaker, failuresInRow: 3, openMs: 60_000 },
    });
  });

  test("lift a declared quota and declared quiet hours", () => {
    const declared: Politeness = { ...POLITE_DEFAULTS, dailyQuota: 10, quietHours: [{ from: "01:00", to: "02:00" }] };
    expect(adjustPoliteness(declared, read({}))).toEqual(declared);
    expect(adjustPoliteness(declared, read({ DAILY_QUOTA: "none", QUIET_HOURS: "none" }))).toEqual(POLITE_DEFAULTS);
  });

  test("may stand in the file, quiet hours as a list", () => {
    const quietHours = [{ from: "22:30", to: "24:00" }];
    const set = read({}, { "sichuan-portal": { politeness: { quietHours, breaker: { calls: 20 } } } });
    expect(adjustPoliteness(POLITE_DEFAULTS, set)).toMatchObject({ quietHours, breaker: { calls: 20 } });
  });

  test("the longest open period is never shorter than the first", () => {
    const { breaker } = adjustPoliteness(POLITE_DEFAULTS, read({ BREAKER_OPEN: "20min" }));
    expect(breaker).toMatchObject({ openMs: 1_200_000, maxOpenMs: 1_200_000 });
  });

  test.each([
    ["REQUESTS_PER_SECOND", "0"],
    ["REQUESTS_PER_SECOND", "-1"],
    ["REQUESTS_PER_SECOND", "fast"],
    ["DAILY_QUOTA", "0"],
    ["DAILY_QUOTA", "many"],
    ["QUIET_HOURS", "22-6"],
    ["QUIET_HOURS", "22:00-22:00"],
    ["QUIET_HOURS", "24:00-06:00"],
    ["QUIET_HOURS", "22:00"],
    ["SLOW_SHARE", "1.5"],
    ["BREAKER_FAILURE_SHARE", "0"],
    ["BREAKER_CALLS", "0.5"],
    ["BREAKER_OPEN", "soon"],
  ])("refuse %s=%s", (key, value) => {
    expect(() => read({ [key]: value })).toThrow(PREFIX + key);
  });
});

describe("an owner's ceilings", () => {
  const ceilings = { requestsPerSecond: 2, burst: 4, concurrency: 2, dailyQuota: 10_000 };
  const owned: Politeness = { ...POLITE_DEFAULTS, ceilings };

  test.each([
    ["REQUESTS_PER_SECOND", "2.1"],
    ["BURST", "5"],
    ["CONCURRENCY", "3"],
    ["DAILY_QUOTA", "10001"],
    ["DAILY_QUOTA", "none"],
  ])("%s=%s goes beyond them and stops the start", (key, value) => {
    expect(() => assertWithinCeilings("sichuan-portal", owned, read({ [key]: value }))).toThrow(
      /sichuan-portal\.politeness\.\w+ goes beyond what the owner of this source allows: \d+/,
    );
    expect(() => assertWithinCeilings("sichuan-portal", POLITE_DEFAULTS, read({ [key]: value }))).not.toThrow();
  });

  test("what keeps to them is set", () => {
    const set = read({
      REQUESTS_PER_SECOND: "2",
      BURST: "4",
      CONCURRENCY: "2",
      DAILY_QUOTA: "10000",
      QUIET_HOURS: "none",
    });
    expect(() => assertWithinCeilings("sichuan-portal", owned, set)).not.toThrow();
  });
});
