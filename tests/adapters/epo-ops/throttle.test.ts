import { describe, expect, test } from "vitest";
import { Throttle } from "#adapters/epo-ops/client/throttle.ts";
import { readThrottleHeaders } from "#adapters/epo-ops/client/throttle-header.ts";
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

  test("a 403 without a reason is no pause, unless it is about an abusive pattern", () => {
    const { throttle } = create();
    expect(throttle.note("retrieval", answerWith({}, 403, "<error><code>403</code></error>"))).toBeNull();
    const robot = '<fault xmlns="http://ops.epo.org"><code>CLIENT.RobotDetected</code></fault>';
    expect(throttle.note("retrieval", answerWith({}, 403, robot))).toBe(600_000);
  });
});

function create() {
  const clock = new ManualClock();
  const figures = new Map<string, number>();
  const measure = (figure: string, value: number) => void figures.set(figure, value);
  return { clock, figures, throttle: new Throttle({ source: "epo-ops", clock, logger: SILENT_LOGGER, measure }) };
}

function answerWith(headers: Readonly<Record<string, string>>, status = 200, body = ""): UpstreamAnswer {
  const bytes = Buffer.from(body);
  return { status, headers, url: new URL("http://127.0.0.1/"), bytes, text: () => body };
}

/** Milliseconds to wait; 0 = free. */
function refusalOf(throttle: Throttle, service: "search" | "retrieval" | "inpadoc"): number {
  try {
    throttle.assertFree(service);
    return 0;
  } catch (error) {
    if (error instanceof UpstreamError && error.failure.kind === "rate-limited") return error.failure.retryAfterMs;
    throw error;
  }
}
