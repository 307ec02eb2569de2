import { describe, expect, test } from "vitest";
import { Throttle } from "#adapters/epo-ops/client/throttle.ts";
import { type OpsService, readThrottleHeaders } from "#adapters/epo-ops/client/throttle-header.ts";
import type { UpstreamAnswer } from "#adapters/runtime/call/decode.ts";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";

const CONTROL = "idle (images=green:200, inpadoc=green:60, other=green:1000, retrieval=yellow:200, search=green:30)";

describe("the headers of OPS", () => {
  test("say load, allowances and bytes used", () => {
    const report = readThrottleHeaders({
      "x-throttling-control": CONTROL,
      "x-individualquotaperhour-used": "17114891",
      "x-registeredquotaperweek-used": "502219423",
    });
    expect(report).toMatchObject({ system: "idle", hourBytesUsed: 17_114_891, weekBytesUsed: 502_219_423 });
    expect(report.services.get("retrieval")).toEqual({ colour: "yellow", requestsPerMinute: 200 });
    expect(report.services.size).toBe(5);
  });

  test("trap 15: may stand twice and in any letter case; the stricter value holds", () => {
    const report = readThrottleHeaders({
      "X-Throttling-Control": ["idle (search=green:30)", "busy (search=red:15)"] as unknown as string,
      "X-IndividualQuotaPerHour-Used": "5, 5",
    });
    expect(report.system).toBe("busy");
    expect(report.services.get("search")).toEqual({ colour: "red", requestsPerMinute: 15 });
    expect(report.hourBytesUsed).toBe(5);
  });

  test.each([{}, { "x-throttling-control": "" }, { "x-throttling-control": "nonsense (a=b:c)" }])(
    "%j says nothing",
    (headers) => {
      expect(readThrottleHeaders(headers)).toMatchObject({ system: null, hourBytesUsed: null, rejectionReason: null });
      expect(readThrottleHeaders(headers).services.size).toBe(0);
    },
  );
});

describe("pacing by what OPS allows", () => {
  test("stops before the minute's allowance is exceeded, and goes on when it renews", async () => {
    const { clock, throttle } = create();
    const answer = answerWith({ "x-throttling-control": "busy (search=green:3, retrieval=green:200)" });
    for (let count = 0; count < 3; count++) throttle.note("search", answer);
    expect(refusalOf(throttle, "search")).toBe(60_000);
    expect(refusalOf(throttle, "retrieval")).toBe(0);
    await clock.advance(60_000);
    expect(refusalOf(throttle, "search")).toBe(0);
  });

  test("rests a service that is black for a minute", async () => {
    const { clock, throttle } = create();
    throttle.note("inpadoc", answerWith({ "x-throttling-control": "overloaded (inpadoc=black:0)" }));
    expect(refusalOf(throttle, "inpadoc")).toBe(60_000);
    await clock.advance(60_001);
    expect(refusalOf(throttle, "inpadoc")).toBe(0);
  });

  test.each([
    ["AnonymousQuotaPerMinute", 60_000],
    ["IndividualQuotaPerHour", 600_000],
    ["RegisteredQuotaPerWeek", 3_600_000],
    ["SomethingNew", 60_000],
  ])("leaves OPS alone after %s", async (reason, pauseMs) => {
    const { clock, throttle } = create();
    expect(throttle.note("retrieval", answerWith({ "x-rejection-reason": reason }, 403))).toBe(pauseMs);
    expect(refusalOf(throttle, "search")).toBe(pauseMs);
    expect(throttle.usage.pausedUntil).toBe(clock.now() + pauseMs);
    await clock.advance(pauseMs);
    expect(refusalOf(throttle, "search")).toBe(0);
    expect(throttle.usage.pausedUntil).toBeNull();
  });

  test("tells the operators what OPS last said, and nothing that it did not say", () => {
    const { throttle, figures } = create();
    throttle.note(
      "search",
      answerWith({ "x-throttling-control": "busy (search=red:15)", "x-individualquotaperhour-used": "7" }),
    );
    throttle.note("search", answerWith({ "x-registeredquotaperweek-used": "9" }));
    expect([...figures]).toEqual([
      ["quota-hour-bytes", 7],
      ["search-requests-per-minute", 15],
      ["quota-week-bytes", 9],
    ]);
  });

  test("questions under way count, equal ones once", () => {
    const { throttle } = create();
    throttle.note("search", answerWith({ "x-throttling-control": "idle (search=green:3)" }));
    const ends = ["one", "two", "two"].map((question) => throttle.leave("search", question));
    expect(refusalOf(throttle, "search", "two")).toBe(0);
    expect(refusalOf(throttle, "search", "three")).toBeGreaterThan(0);
    expect(() => throttle.leave("search", "three")).toThrow(UpstreamError);
    for (const end of ends) end();
    expect(refusalOf(throttle, "search", "three")).toBe(0);
  });

  test("a hundred askers at once never exceed the allowance, before the first answer either", () => {
    const { throttle } = create();
    const left = Array.from({ length: 100 }, (_, index) => {
      if (refusalOf(throttle, "search", String(index)) > 0) return null;
      return throttle.leave("search", String(index));
    });
    expect(left.filter((end) => end !== null)).toHaveLength(30);
  });

  test("what others use of the registration shows in the colour and is left to them", async () => {
    const { clock, throttle } = create();
    throttle.note("search", answerWith({ "x-throttling-control": "busy (search=red:8)" }));
    const ends = ["one", "two"].map((question) => throttle.leave("search", question));
    expect(refusalOf(throttle, "search", "three")).toBe(60_000);
    for (const end of ends) end();
    await clock.advance(60_000);
    expect(refusalOf(throttle, "search", "three")).toBe(0);
  });

  test("each service class has its own allowance", () => {
    const { throttle } = create();
    throttle.note("search", answerWith({ "x-throttling-control": "overloaded (search=green:1, inpadoc=green:10)" }));
    expect(refusalOf(throttle, "search")).toBeGreaterThan(0);
    expect(refusalOf(throttle, "inpadoc")).toBe(0);
    expect(refusalOf(throttle, "other")).toBe(0);
  });

  test("a 403 without a reason is no pause, unless it is about an abusive pattern", () => {
    const { throttle } = create();
    expect(throttle.note("retrieval", answerWith({}, 403, "<error><code>403</code></error>"))).toBeNull();
    const robot = '<fault xmlns="http://ops.epo.org"><code>CLIENT.RobotDetected</code></fault>';
    expect(throttle.note("retrieval", answerWith({}, 403, robot))).toBe(600_000);
  });
});

const NO_LIMITS = { hour: null, week: null };

function create(own: Partial<ConstructorParameters<typeof Throttle>[0]> = {}) {
  const clock = new ManualClock();
  const figures = new Map<string, number>();
  const measure = (figure: string, value: number) => void figures.set(figure, value);
  const options = { source: "epo-ops", clock, logger: SILENT_LOGGER, measure, limits: NO_LIMITS, ...own };
  return { clock, figures, throttle: new Throttle(options) };
}

function answerWith(headers: Readonly<Record<string, string>>, status = 200, body = ""): UpstreamAnswer {
  const bytes = Buffer.from(body);
  return { status, headers, url: new URL("http://127.0.0.1/"), bytes, text: () => body };
}

/** Milliseconds to wait; 0 = free. */
function refusalOf(throttle: Throttle, service: OpsService, question = "a question"): number {
  try {
    throttle.assertFree(service, question);
    return 0;
  } catch (error) {
    if (error instanceof UpstreamError && error.failure.kind === "rate-limited") return error.failure.retryAfterMs;
    throw error;
  }
}

describe("quotas of bytes", () => {
  const WEEK = { "x-registeredquotaperweek-used": "1000" };
  const HOUR_MS = 3_600_000;

  test("the set share of the week stops it before OPS does, and once an hour one question finds out", async () => {
    const { clock, throttle, figures } = create({ limits: { hour: null, week: 1_000 } });
    expect(figures.get("quota-week-limit-bytes")).toBe(1_000);
    throttle.note("retrieval", answerWith({ "X-RegisteredQuotaPerWeek-Used": "999" }));
    expect(refusalOf(throttle, "search")).toBe(0);
    throttle.note("retrieval", answerWith(WEEK));
    expect(refusalOf(throttle, "search")).toBe(HOUR_MS);
    expect(throttle.usage).toMatchObject({ weekBytesUsed: 1_000, pausedUntil: clock.now() + HOUR_MS });
    await clock.advance(HOUR_MS);
    throttle.leave("search", "finds out");
    expect(refusalOf(throttle, "search", "another")).toBe(HOUR_MS);
    throttle.note("search", answerWith({ "x-registeredquotaperweek-used": "12" }));
    expect(refusalOf(throttle, "search", "another")).toBe(0);
    expect(throttle.usage.pausedUntil).toBeNull();
  });

  test("the same for the hour, every ten minutes", async () => {
    const { clock, throttle } = create({ limits: { hour: 500, week: null } });
    throttle.note("retrieval", answerWith({ "x-individualquotaperhour-used": "500" }));
    expect(refusalOf(throttle, "other")).toBe(600_000);
    await clock.advance(HOUR_MS);
    expect(refusalOf(throttle, "other")).toBe(0);
  });

  test("what was told before a restart still holds", () => {
    const clock = new ManualClock();
    const known = { week: { bytes: 2_000, toldAt: clock.now() - 1 } };
    const { throttle } = create({ clock, known, limits: { hour: null, week: 1_000 } });
    expect(refusalOf(throttle, "search")).toBe(HOUR_MS - 1);
  });

  test("without a set share only OPS's own word stops it", () => {
    const { throttle } = create();
    throttle.note("retrieval", answerWith({ "x-registeredquotaperweek-used": "99999999999" }));
    expect(refusalOf(throttle, "search")).toBe(0);
  });
});
