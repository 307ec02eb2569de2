import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deriveLegalStatus, type StatusSubject } from "#adapters/cnipa-bulk/legal/derive-legal-status.ts";
import type { LegalEvent } from "#adapters/cnipa-bulk/patent-record.ts";
import { termEndOf } from "#adapters/cnipa-bulk/term-end.ts";

const TODAY = "2026-11-22";

describe("living rights", () => {
  test("a grant is in force by inference, with the day through which that is known", () => {
    const status = derive({ publications: [published("A", "2023-05-12"), published("B", "2024-08-20")] });
    expect(status).toMatchObject({
      code: "IN_FORCE",
      certainty: "INFERRED",
      knownThrough: "2026-11-20",
      effectiveDate: "2024-08-20",
    });
    expect(status.reason?.code).toBe("NO_LOSS_GAZETTED");
    expect(status.reason?.message.en).toContain("2026-11-20");
  });

  test("an application goes from filing through publication to examination", () => {
    expect(derive({}).code).toBe("FILED");
    expect(derive({ publications: [published("A", "2023-05-12")] })).toMatchObject({
      code: "PUBLISHED",
      effectiveDate: "2023-05-12",
    });
    const examined = {
      publications: [published("A", "2023-05-12")],
      legalEvents: [event("SE01", "实质审查的生效", "2023-05-30")],
    };
    expect(derive(examined)).toMatchObject({ code: "SUBSTANTIVE_EXAM", raw: "实质审查的生效" });
    expect(derive({ filingDate: null })).toMatchObject({ code: "UNKNOWN", certainty: "UNKNOWN" });
  });

  test("trap 5: old kinds C, Y and D are grants, C1 is not a new one", () => {
    expect(
      derive({ publications: [published("C", "2005-01-05"), published("C1", "2012-03-07")], filingDate: "2010-01-05" }),
    ).toMatchObject({
      code: "IN_FORCE",
      effectiveDate: "2005-01-05",
    });
  });

  test("pledge, transfer and preservation do not end a right, whatever flag a list gives them", () => {
    const legalEvents = [
      event("TR01", "专利权的转移", "2023-03-28"),
      event("PE01", "专利权质押合同登记的生效", "2024-02-02"),
      event("PP01", "专利权的保全", "2024-03-01"),
    ];
    expect(derive({ publications: [published("B", "2020-05-12")], legalEvents }).code).toBe("IN_FORCE");
  });

  test("a partial invalidation leaves the rest in force and says so", () => {
    const legalEvents = [event("IP01", "专利权的部分无效宣告", "2024-02-02")];
    expect(derive({ publications: [published("B", "2020-05-12")], legalEvents })).toMatchObject({
      code: "IN_FORCE",
      reason: { code: "PARTLY_INVALIDATED" },
    });
  });

  test("an invalidation whose extent is not told is not guessed", () => {
    const publications = [published("C", "2005-01-05")];
    const filingDate = "2008-01-05";
    expect(
      derive({ filingDate, publications, legalEvents: [event("C35", "专利权的无效宣告", "2010-02-02")] }),
    ).toMatchObject({
      code: "UNKNOWN",
      reason: { code: "INVALIDATION_EXTENT_UNKNOWN" },
    });
    const whole = event("C35", "专利权的无效宣告", "2010-02-02", { 决定: "宣告全部无效" });
    expect(derive({ filingDate, publications, legalEvents: [whole] }).code).toBe("INVALIDATED_FULL");
  });
});

describe("lost rights", () => {
  const lapse = event("CF01", "专利权的终止", "2025-02-14", { 终止日期: "20240406" });
  const lapsed = {
    type: "UTILITY_MODEL" as const,
    filingDate: "2022-04-06",
    publications: [published("U", "2022-10-18")],
    legalEvents: [lapse],
  };

  test("trap 33: a lapse counts from the day the fee was due, not from its gazette", () => {
    expect(derive(lapsed)).toMatchObject({
      code: "LAPSED_FEE",
      effectiveDate: "2024-04-06",
      certainty: "GAZETTED",
      raw: "专利权的终止",
      restorable: false,
    });
  });

  test("the state on an earlier day is told from what is known now", () => {
    expect(deriveLegalStatus(subject(lapsed), "2024-06-01").code).toBe("LAPSED_FEE");
    expect(deriveLegalStatus(subject(lapsed), "2024-04-05").code).toBe("IN_FORCE");
    expect(deriveLegalStatus(subject(lapsed), "2022-05-01").code).toBe("FILED");
  });

  test("without a printed day the due day is computed and said to be so", () => {
    const legalEvents = [event("CF01", "专利权的终止", "2025-02-14")];
    expect(derive({ ...lapsed, legalEvents })).toMatchObject({
      code: "LAPSED_FEE",
      effectiveDate: "2024-04-06",
      certainty: "INFERRED",
      reason: { code: "EFFECTIVE_DATE_COMPUTED" },
    });
  });

  test("a bare termination has no reason; a text that gives one is believed", () => {
    const bare = { ...lapsed, legalEvents: [event("", "专利权的终止", "2025-02-14")] };
    expect(derive(bare)).toMatchObject({ code: "TERMINATED_UNSPECIFIED", restorable: null });
    const told = { ...lapsed, legalEvents: [event("C17", "专利权的终止", "2025-02-14", { "": "未缴年费专利权终止" })] };
    expect(derive(told).code).toBe("LAPSED_FEE");
  });

  test("a utility model given up for its twin invention", () => {
    const legalEvents = [event("AR01", "避免重复授权放弃专利权", "2022-11-08", { 放弃生效日: "20221108" })];
    expect(derive({ ...lapsed, legalEvents })).toMatchObject({ code: "ABANDONED_DOUBLE", effectiveDate: "2022-11-08" });
  });

  test("a restoration revives what was lost: right or application", () => {
    const restored = [lapse, event("RR01", "专利权的恢复", "2025-06-03")];
    expect(derive({ ...lapsed, legalEvents: restored })).toMatchObject({
      code: "IN_FORCE",
      reason: { code: "RESTORED" },
    });
    const application = [
      event("WD01", "发明专利申请公布后的视为撤回", "2024-06-04"),
      event("RA01", "专利申请权的恢复", "2024-09-03"),
    ];
    expect(derive({ publications: [published("A", "2023-05-12")], legalEvents: application }).code).toBe("PENDING");
  });

  test.each([
    ["RJ01", "发明专利申请公布后的驳回"],
    ["WW01", "发明专利申请公布后的撤回"],
    ["WD01", "发明专利申请公布后的视为撤回"],
    ["AD01", "专利权的视为放弃"],
  ])("a grant gazetted after %s %s shows that the loss did not last, until the right itself is lost", (code, name) => {
    const legalEvents = [event(code, name, "2018-03-02"), event("GR01", "授权", "2020-05-05")];
    const publications = [published("A", "2016-08-10"), published("B", "2020-05-05")];
    const parts = { filingDate: "2016-01-05", publications, legalEvents };
    const inForce = { code: "IN_FORCE", effectiveDate: "2020-05-05", certainty: "INFERRED", restorable: null };
    expect(derive(parts)).toMatchObject({ ...inForce, reason: { code: "LOSS_OVERTAKEN_BY_GRANT" } });
    expect(derive({ ...parts, legalEvents: legalEvents.slice(0, 1) })).toMatchObject(inForce);
    expect(deriveLegalStatus(subject(parts), "2019-01-01").code).toMatch(/^(?:REJECTED|.*WITHDRAWN|DEEMED_ABANDONED)$/);
    const lapsedAfter = [...legalEvents, event("CF01", "专利权的终止", "2025-02-14", { 终止日期: "20240105" })];
    expect(derive({ ...parts, legalEvents: lapsedAfter }).code).toBe("LAPSED_FEE");
  });

  test("what was declared invalid never existed: no later loss, restoration or grant replaces that", () => {
    const publications = [published("B", "2017-05-05")];
    const invalid = event("IW01", "专利权的全部无效宣告", "2019-03-01");
    for (const later of [
      event("CF01", "专利权的终止", "2021-03-02", { 终止日期: "20200105" }),
      event("C35", "专利权的无效宣告", "2021-03-02"),
      event("RR01", "专利权的恢复", "2021-03-02"),
      event("GR01", "授权", "2021-03-02"),
    ]) {
      const status = derive({ filingDate: "2016-01-05", publications, legalEvents: [invalid, later] });
      expect(status).toMatchObject({ code: "INVALIDATED_FULL", effectiveDate: "2019-03-01" });
    }
  });

  test("the term runs out without a gazette, counted from the filing day", () => {
    const old = {
      type: "UTILITY_MODEL" as const,
      filingDate: "1999-09-06",
      publications: [published("Y", "2000-08-09")],
    };
    expect(derive(old)).toMatchObject({
      code: "EXPIRED",
      effectiveDate: "2009-09-06",
      certainty: "INFERRED",
      reason: { code: "TERM_ENDED" },
    });
    expect(deriveLegalStatus(subject(old), "2009-09-05").code).toBe("IN_FORCE");
  });

  test.each([
    ["INVENTION", "2010-02-01", "2030-02-01"],
    ["UTILITY_MODEL", "2016-02-29", "2026-02-28"],
    ["DESIGN", "2021-05-31", "2031-05-31"],
    ["DESIGN", "2021-06-01", "2036-06-01"],
  ] as const)("the term of a %s filed %s ends %s", (type, filingDate, end) => {
    expect(termEndOf({ type, filingDate, legalEvents: [] })).toBe(end);
  });
});

test("the order in which events are stored never matters", () => {
  const events = [
    event("PB01", "公开", "2019-01-04"),
    event("SE01", "实质审查的生效", "2019-02-01"),
    event("GR01", "授权", "2020-05-12"),
    event("TR01", "专利权的转移", "2021-03-02"),
    event("CF01", "专利权的终止", "2023-04-14", { 终止日期: "20220601" }),
  ];
  const expected = derive({ legalEvents: events });
  fc.assert(
    fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
      expect(derive({ legalEvents: shuffled })).toEqual(expected);
    }),
  );
});

function derive(parts: Partial<StatusSubject>) {
  return deriveLegalStatus(subject(parts), TODAY);
}

function subject(parts: Partial<StatusSubject>): StatusSubject {
  return {
    type: "INVENTION",
    filingDate: "2023-02-14",
    publications: [],
    legalEvents: [],
    knownThrough: "2026-11-20",
    ...parts,
  };
}

function published(kind: string, date: string) {
  return { office: "CN", number: "116012345", kind, date, gazetteNumber: null };
}

function event(code: string, name: string, date: string, items: Readonly<Record<string, string>> = {}): LegalEvent {
  return { code: code || null, name, date, items: Object.entries(items).map(([label, value]) => ({ label, value })) };
}
