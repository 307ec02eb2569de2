import { describe, expect, test } from "vitest";
import { isTimeOfDay, quietForMs } from "#adapters/runtime/manners/quiet-hours.ts";
import { countCall, isUsedUp, NO_QUOTA_USED, usedToday } from "#adapters/runtime/manners/quota.ts";
import { shanghaiDay, untilShanghaiMidnight } from "#adapters/runtime/manners/shanghai-day.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** That time of 22 November 2026 in Shanghai. */
const at = (time: string) => Date.parse(`2026-11-22T${time}:00+08:00`);

describe("quiet hours, Asia/Shanghai", () => {
  test.each([
    ["08:00", [], 0],
    ["11:59", [["12:00", "13:00"]], 0],
    ["12:00", [["12:00", "13:00"]], HOUR],
    ["12:59", [["12:00", "13:00"]], MINUTE],
    ["13:00", [["12:00", "13:00"]], 0],
    ["23:00", [["22:00", "06:00"]], 7 * HOUR],
    ["05:30", [["22:00", "06:00"]], 30 * MINUTE],
    ["06:00", [["22:00", "06:00"]], 0],
    ["23:30", [["23:00", "24:00"]], 30 * MINUTE],
    ["00:00", [["23:00", "24:00"]], 0],
    [
      "23:30",
      [
        ["23:00", "24:00"],
        ["00:00", "05:00"],
      ],
      5 * HOUR + 30 * MINUTE,
    ],
    [
      "12:10",
      [
        ["12:00", "12:30"],
        ["12:15", "14:00"],
      ],
      110 * MINUTE,
    ],
    [
      "12:00",
      [
        ["12:00", "00:00"],
        ["00:00", "12:00"],
      ],
      24 * HOUR,
    ],
  ] as const)("at %s with %j: %i ms", (time, spans, expected) => {
    expect(
      quietForMs(
        spans.map(([from, to]) => ({ from, to })),
        at(time),
      ),
    ).toBe(expected);
  });

  test.each([
    ["00:00", true],
    ["23:59", true],
    ["24:00", true],
    ["24:01", false],
    ["7:00", false],
    ["12:60", false],
    ["", false],
  ])("%j as a time of day: %s", (text, expected) => {
    expect(isTimeOfDay(text)).toBe(expected);
  });
});

describe("daily quota, Asia/Shanghai", () => {
  test("the day turns at midnight in Shanghai", () => {
    expect([shanghaiDay(at("00:00") - 1), shanghaiDay(at("00:00"))]).toEqual(["2026-11-21", "2026-11-22"]);
    expect(untilShanghaiMidnight(at("23:00"))).toBe(HOUR);
    expect(untilShanghaiMidnight(at("00:00"))).toBe(24 * HOUR);
  });

  test("counts calls of one day, and those that were not made back", () => {
    const evening = at("23:59");
    const two = countCall(countCall(NO_QUOTA_USED, 1, evening), 1, evening);
    expect([isUsedUp(two, 2, evening), isUsedUp(two, 3, evening), isUsedUp(two, null, evening)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(usedToday(countCall(two, -1, evening), evening)).toBe(1);
    const tomorrow = evening + HOUR;
    expect(usedToday(two, tomorrow)).toBe(0);
    expect(countCall(two, 1, tomorrow)).toEqual({ day: "2026-11-23", used: 1 });
    expect(countCall(two, -1, tomorrow)).toEqual({ day: "2026-11-23", used: 0 });
  });
});
