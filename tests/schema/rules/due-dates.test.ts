import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, addMonths, anniversary, fullYearsBetween, isDay, weekdayOf } from "#schema/rules/calendar-days.ts";
import { dueDateOf, rollDueDate } from "#schema/rules/due-date.ts";
import { presumedReceipt } from "#schema/rules/presumed-receipt.ts";
import { PROCEDURAL_PERIODS, type ProceduralPeriod } from "#schema/rules/procedural-periods.ts";
import { termEndDate } from "#schema/rules/term.ts";
import { createWorkCalendar, STATE_COUNCIL_CALENDAR } from "#schema/rules/work-calendar.ts";

/** Days that the notices of 2004 to 2026 cover with room for a roll at the end. */
const KNOWN_DAY = fc.integer({ min: 0, max: 8_380 }).map((index) => addDays("2004-01-01", index));

describe("worked examples of the Guidelines (part V ch. 7)", () => {
  test("three years from a filing on 1 June 1998 end on 1 June 2001", () => {
    expect(dueDateOf("1998-06-01", PROCEDURAL_PERIODS.EXAMINATION_REQUEST).rawDueDate).toBe("2001-06-01");
  });

  test("paper posted on 6 June 2008 counts as received on Saturday 21 June, and two months end on 21 August", () => {
    const received = presumedReceipt("2008-06-06", "PAPER");
    expect(received).toBe("2008-06-21");
    expect(STATE_COUNCIL_CALENDAR.kindOf(received)).toBe("REST");
    expect(dueDateOf(received, PROCEDURAL_PERIODS.OFFICE_ACTION)).toEqual({
      rawDueDate: "2008-08-21",
      dueDate: "2008-08-21",
      latestDueDate: "2008-08-21",
      rule: "ON_WORKING_DAY",
    });
  });

  test("an electronic notice of 31 December 2022 counts as received that day, and two months end on 28 February 2023", () => {
    const received = presumedReceipt("2022-12-31", "ELECTRONIC");
    expect(received).toBe("2022-12-31");
    expect(dueDateOf(received, PROCEDURAL_PERIODS.OFFICE_ACTION).dueDate).toBe("2023-02-28");
  });

  test("paper posted on 4 September 2001 and one month end on 19 October 2001", () => {
    const received = presumedReceipt("2001-09-04", "PAPER");
    expect(received).toBe("2001-09-19");
    expect(dueDateOf(received, { months: 1 }).rawDueDate).toBe("2001-10-19");
  });
});

describe("terms", () => {
  test.each([
    ["UTILITY_MODEL", "1999-09-06", "2009-09-06"],
    ["INVENTION", "2023-02-14", "2043-02-14"],
    ["DESIGN", "2021-06-01", "2036-06-01"],
    ["DESIGN", "2021-05-31", "2031-05-31"],
    ["UTILITY_MODEL", "2020-02-29", "2030-02-28"],
  ] as const)("%s filed %s ends on %s, rest day or not", (type, filed, end) => {
    expect(termEndDate(type, filed)).toBe(end);
  });

  test("the day on which a term ends does not roll, though 6 September 2009 is a Sunday", () => {
    expect(STATE_COUNCIL_CALENDAR.kindOf("2009-09-06")).toBe("REST");
    expect(dueDateOf("1999-09-06", { months: 120, rolls: false })).toMatchObject({
      dueDate: "2009-09-06",
      rule: "NEVER_ROLLS",
    });
  });
});

describe("rest days (trap 31)", () => {
  test("a holiday Saturday before a make-up Sunday rolls to the Monday", () => {
    expect(rollDueDate("2026-01-03")).toEqual({
      rawDueDate: "2026-01-03",
      dueDate: "2026-01-05",
      latestDueDate: "2026-01-05",
      rule: "ROLLED_TO_WORKING_DAY",
    });
  });

  test("a due date on a make-up Saturday is told with both readings: it stays, or rolls over the Spring Festival", () => {
    expect(rollDueDate("2026-02-14")).toEqual({
      rawDueDate: "2026-02-14",
      dueDate: "2026-02-14",
      latestDueDate: "2026-02-24",
      rule: "MAKE_UP_DAY_UNSETTLED",
    });
  });

  test("a Thursday inside the National Day week rolls to the first working day behind it", () => {
    expect(rollDueDate("2026-10-01").dueDate).toBe("2026-10-08");
    expect(rollDueDate("2026-09-20").rule).toBe("MAKE_UP_DAY_UNSETTLED");
  });

  test("beyond the last notice the raw day stands and the later one is not told", () => {
    expect(rollDueDate("2099-02-14")).toEqual({
      rawDueDate: "2099-02-14",
      dueDate: "2099-02-14",
      latestDueDate: null,
      rule: "CALENDAR_UNKNOWN",
    });
    expect(rollDueDate("2003-10-01").rule).toBe("CALENDAR_UNKNOWN");
  });

  test("a roll that would leave the known days is not told either", () => {
    const calendar = createWorkCalendar({ holidays: ["2024-10-01"], makeUpDays: [] });
    expect(calendar).toMatchObject({ knownFrom: "2024-01-01", knownThrough: "2024-12-28" });
    expect(rollDueDate("2024-12-27", calendar).rule).toBe("ON_WORKING_DAY");
    expect(rollDueDate("2024-12-28", calendar)).toMatchObject({ dueDate: "2024-12-28", rule: "CALENDAR_UNKNOWN" });
    expect(createWorkCalendar({ holidays: [], makeUpDays: [] }).kindOf("2024-05-06")).toBe("UNKNOWN");
  });

  test("the table of notices reaches from 2004 to 2026 at least", () => {
    expect(STATE_COUNCIL_CALENDAR.knownFrom).toBe("2004-01-01");
    expect(STATE_COUNCIL_CALENDAR.knownThrough >= "2026-12-28").toBe(true);
  });

  test("no rolled end is a rest day, rolls only give time, and rolling again changes nothing", () => {
    fc.assert(
      fc.property(KNOWN_DAY, (raw) => {
        const rolled = rollDueDate(raw);
        expect(rolled.rawDueDate).toBe(raw);
        expect(rolled.dueDate >= raw).toBe(true);
        expect(STATE_COUNCIL_CALENDAR.kindOf(rolled.dueDate)).not.toBe("REST");
        expect(rolled.latestDueDate !== null && rolled.latestDueDate >= rolled.dueDate).toBe(true);
        expect(STATE_COUNCIL_CALENDAR.kindOf(rolled.latestDueDate ?? "")).toBe("WORKING");
        expect(rollDueDate(rolled.latestDueDate ?? "").rule).toBe("ON_WORKING_DAY");
        expect(rolled.dueDate === raw).toBe(rolled.rule !== "ROLLED_TO_WORKING_DAY");
      }),
    );
  });

  test("a later raw end is never due earlier", () => {
    fc.assert(
      fc.property(KNOWN_DAY, fc.integer({ min: 0, max: 20 }), (raw, more) => {
        const later = addDays(raw, more);
        expect(rollDueDate(later).dueDate >= raw).toBe(true);
        expect((rollDueDate(later).latestDueDate ?? "9999") >= (rollDueDate(raw).latestDueDate ?? "")).toBe(true);
      }),
    );
  });
});

describe("the table of periods", () => {
  const periods: readonly (readonly [string, ProceduralPeriod])[] = Object.entries(PROCEDURAL_PERIODS);

  test("every period has one length, a basis and both languages", () => {
    expect(periods.length).toBeGreaterThan(15);
    for (const [code, { name, from, basis, months, days }] of periods) {
      expect([code, name.zh, name.en, from.zh, from.en, basis.zh, basis.en]).not.toContain("");
      expect((months === undefined) !== (days === undefined), code).toBe(true);
    }
  });

  test.each([
    ["OFFICE_ACTION_FIRST", "2026-03-31", "2026-07-31"],
    ["OFFICE_ACTION", "2026-03-31", "2026-06-01"],
    ["REEXAMINATION", "2026-03-02", "2026-06-02"],
    ["REGISTRATION", "2026-08-03", "2026-10-08"],
    ["FILING_FEE_AFTER_NOTICE", "2026-03-02", "2026-03-17"],
    ["TERM_COMPENSATION", "2025-11-04", "2026-02-04"],
  ] as const)("%s from %s is due on %s", (code, start, due) => {
    expect(dueDateOf(start, PROCEDURAL_PERIODS[code]).dueDate).toBe(due);
  });
});

describe("calendar days", () => {
  test("days that the calendar has not are none", () => {
    for (const text of ["2023-02-29", "2023-13-01", "2023-00-10", "20230214", "2023-2-14", "", "0000-00-00"]) {
      expect(isDay(text), text).toBe(false);
    }
    expect(isDay("2024-02-29")).toBe(true);
  });

  test("months end on the same numbered day or the month's last", () => {
    expect(addMonths("2023-12-31", 2)).toBe("2024-02-29");
    expect(addMonths("2022-12-31", 2)).toBe("2023-02-28");
    expect(anniversary("2020-02-29", 1)).toBe("2021-02-28");
    expect(anniversary("2020-02-29", 4)).toBe("2024-02-29");
  });

  test("days and months move as a plain calendar moves them", () => {
    const day = fc.date({ min: new Date("1900-01-01"), max: new Date("2400-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.integer({ min: -400, max: 400 }), (date, count) => {
        const text = date.toISOString().slice(0, 10);
        const moved = new Date(Date.parse(text) + count * 86_400_000).toISOString().slice(0, 10);
        expect(isDay(text)).toBe(true);
        expect(addDays(text, count)).toBe(moved);
        expect(weekdayOf(text)).toBe(new Date(`${text}T00:00:00Z`).getUTCDay());
        const later = addMonths(text, count);
        expect(isDay(later)).toBe(true);
        const months = (one: string) => Number(one.slice(0, 4)) * 12 + Number(one.slice(5, 7));
        expect(months(later) - months(text)).toBe(count);
        const isLast = addDays(later, 1).endsWith("-01");
        expect(later.slice(8) === text.slice(8) || (isLast && later.slice(8) < text.slice(8))).toBe(true);
      }),
    );
  });

  test("full years are those whose anniversary has come", () => {
    fc.assert(
      fc.property(KNOWN_DAY, fc.integer({ min: 0, max: 25 }), fc.integer({ min: 0, max: 364 }), (day, years, more) => {
        const later = addDays(anniversary(day, years), more);
        const expected = later >= anniversary(day, years + 1) ? years + 1 : years;
        expect(fullYearsBetween(day, later)).toBe(expected);
      }),
    );
    expect(fullYearsBetween("2020-02-29", "2020-02-28")).toBe(-1);
  });
});
