import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mapLegalStatus } from "#schema/codes/legal-status.ts";
import { conflictsOfPatent, mergedCopies, type PatentCopy } from "#subgraphs/discovery/records/compare-patent.ts";
import type { CopyFacts, PatentFacts } from "#subgraphs/discovery/records/facts.ts";
import { BUYER, copy, NUMBER, OWNER, owner, patent } from "./sample-facts.ts";

const copyOf = (parts: Partial<CopyFacts> = {}, node = "portal"): PatentCopy => ({
  node,
  typeName: "PortalPatentRecord",
  facts: copy({ id: `copy of ${node}`, ...parts }),
});
const views = (register: PatentFacts | null, ...copies: readonly PatentCopy[]) => ({
  ...{ number: NUMBER, registerNode: "register", register, copies },
});
const conflicts = (register: PatentFacts | null, ...copies: readonly PatentCopy[]) =>
  conflictsOfPatent(views(register, ...copies)).map(({ field, chosen, others, reason, formal }) => ({
    ...{ field, formal, reason: reason.code, chosen: `${chosen.node}: ${chosen.value}` },
    others: others.map(({ node, value }) => `${node}: ${value}`),
  }));
const status = (raw: string, knownThrough: string | null = "2026-11-02") => ({
  legalStatus: { code: mapLegalStatus(raw).code, label: raw, raw, knownThrough },
});

describe("legal status", () => {
  const conflict = (reason: string, raw: string) => [
    { field: "legalStatus", formal: false, reason, chosen: "register: 授权有效", others: [`portal: ${raw}`] },
  ];

  test("of the register is used, and a copy from before it came about is told to be", () => {
    expect(conflicts(patent(), copyOf(status("在审", "2023-09-30")))).toEqual(conflict("COPY_PREDATES_CHANGE", "在审"));
  });

  test("of the register is used, and a copy is told to be older than what is known", () => {
    for (const day of ["2024-08-20", "2026-11-19"])
      expect(conflicts(patent(), copyOf(status("在审", day)))).toEqual(conflict("COPY_OLDER_THAN_REGISTER", "在审"));
  });

  test("of the register is used though the copy is newer: no gazette bears the copy out", () => {
    expect(conflicts(patent(), copyOf(status("失效", "2026-11-21")))).toEqual(
      conflict("REGISTER_PRECEDES_NEWER_COPY", "失效"),
    );
  });

  test("of a copy without a day is no newer and no older", () => {
    expect(conflicts(patent(), copyOf(status("失效", null)))).toEqual(conflict("REGISTER_PRECEDES", "失效"));
  });

  test.each(["有效", "授权", "专利权维持", "部分无效"])("%s is no conflict with a right in force", (raw) => {
    expect(conflicts(patent(), copyOf(status(raw)))).toEqual([]);
  });

  test.each(["--", " ", "状态甲"])("%j says nothing", (raw) => {
    expect(conflicts(patent(), copyOf(status(raw)))).toEqual([]);
  });

  test("in three words is not held against a reason; two different reasons are", () => {
    const lapsed = patent({
      legalStatus: { code: "LAPSED_FEE", label: "未缴年费终止", raw: null, knownThrough: "2026-11-20" },
    });
    expect(conflicts(lapsed, copyOf(status("失效")))).toEqual([]);
    expect(conflicts(lapsed, copyOf(status("专利权的终止")))).toEqual([]);
    expect(conflicts(lapsed, copyOf(status("期限届满")))).toMatchObject([{ field: "legalStatus" }]);
  });

  test("that the register does not tell is the newest copy's, and copies that agree are no conflict", () => {
    const silent = patent({ legalStatus: null });
    const [old, late] = [copyOf(status("在审", "2024-01-01"), "a"), copyOf(status("有效", "2025-01-01"), "b")];
    expect(conflicts(silent, old, late)).toEqual([
      { field: "legalStatus", formal: false, reason: "NEWEST_COPY", chosen: "b: 有效", others: ["a: 在审"] },
    ]);
    expect(conflicts(null, old, late)).toMatchObject([{ field: "legalStatus", reason: "NEWEST_COPY" }]);
    expect(conflicts(silent, late, copyOf(status("授权", "2024-01-01"), "c"))).toEqual([]);
  });
});

describe("owners", () => {
  const sold = patent({ currentOwners: [owner(BUYER, { formerNames: ["重庆旧名材料有限公司"] })] });

  test("after a transfer are the register's; the copy's applicants are told to be of before", () => {
    expect(conflicts(sold, copyOf())).toEqual([
      {
        field: "currentOwners",
        formal: false,
        reason: "OWNER_CHANGED_SINCE",
        chosen: `register: ${BUYER.name}`,
        others: [`portal: ${OWNER.name}`],
      },
    ]);
  });

  test("under a former name are the same ones", () => {
    expect(conflicts(sold, copyOf({ applicantText: "重庆旧名材料有限公司" }))).toMatchObject([
      { reason: "NAME_CHANGED_SINCE", formal: false },
    ]);
  });

  test("whom the register does not know at all are shown too", () => {
    expect(conflicts(sold, copyOf({ applicantText: "某某科技有限公司" }))).toMatchObject([
      { reason: "REGISTER_PRECEDES" },
    ]);
  });

  test("in another order are no conflict; trap 35: in other brackets they differ in writing alone", () => {
    const two = patent({
      currentOwners: [owner({ name: "甲（成都）公司", uscc: null }), owner({ name: "乙公司", uscc: null })],
    });
    expect(conflicts(two, copyOf({ applicantText: "乙公司,甲（成都）公司" }))).toEqual([]);
    expect(conflicts(two, copyOf({ applicantText: "甲(成都)公司；乙公司" }))).toMatchObject([
      { field: "currentOwners", formal: true, reason: "SAME_NAME_OTHER_SPELLING" },
    ]);
  });

  test("in another script, or hidden by the source, cannot be compared", () => {
    for (const applicantText of ["Chengdu Example Optics Co., Ltd.", "张*", "--", null])
      expect(conflicts(patent(), copyOf({ applicantText }))).toEqual([]);
  });
});

describe("number and title", () => {
  test("a number printed without its check character is shown, as a matter of form", () => {
    expect(conflicts(patent(), copyOf({ patentNumberText: "202310123456" }))).toEqual([
      {
        field: "applicationNumber",
        formal: true,
        reason: "CHECK_DIGIT_MISSING",
        chosen: `register: ${NUMBER}`,
        others: ["portal: 202310123456"],
      },
    ]);
  });

  test.each(["ZL202310123456.6", "CN202310123456.6", "2023101234566", "２０２３１０１２３４５６．６"])(
    "trap 1: %s is the number",
    (patentNumberText) => {
      expect(conflicts(patent(), copyOf({ patentNumberText }))).toEqual([]);
    },
  );

  test("another title under a checked number is a conflict; blanks and width are not", () => {
    expect(conflicts(patent(), copyOf({ title: "一种高温固化光学胶" }))).toMatchObject([
      { field: "title", formal: false },
    ]);
    expect(conflicts(patent(), copyOf({ title: " 一种低温固化光学胶 及其制备方法　" }))).toEqual([]);
  });
});

describe("identity", () => {
  const merged = (parts: Partial<CopyFacts>) => mergedCopies(views(patent(), copyOf(parts))).length === 1;

  test.each<[string, Partial<CopyFacts>]>([
    ["trap 2: whose number fails its check", { patentNumberText: "202310123456.7" }],
    ["of another number", { patentNumberText: "CN202220765432.1" }],
    ["without check character, of another title", { patentNumberText: "202310123456", title: "另一种装置" }],
    ["of another title and other parties", { title: "另一种装置", applicantText: "某某科技有限公司" }],
    ["without a number that can be read", { patentNumberText: "见附件" }],
  ])("a copy %s is not merged and has no part in any conflict", (_what, parts) => {
    expect(merged(parts)).toBe(false);
    expect(conflicts(patent(), copyOf({ ...parts, ...status("失效") }))).toEqual([]);
  });

  test.each<[string, Partial<CopyFacts>]>([
    ["of the number and title", {}],
    ["without check character, of the title", { patentNumberText: "202310123456" }],
    ["of the number and parties, whose title was changed", { title: "另一种装置" }],
  ])("a copy %s is merged", (_what, parts) => {
    expect(merged(parts)).toBe(true);
  });

  test("without the register's facts the number alone decides", () => {
    expect(mergedCopies(views(null, copyOf({ title: "另一种装置" })))).toHaveLength(1);
    expect(mergedCopies(views(null, copyOf({ patentNumberText: "202310123456.7" })))).toHaveLength(0);
  });
});

describe("over any copies", () => {
  const STATUS_WORDS = {
    IN_FORCE: ["有效", "授权", "--", "专利权维持"],
    LAPSED_FEE: ["失效", "未缴年费终止", "--"],
  } as const;
  const spellings = [NUMBER, "ZL202310123456.6", "2023101234566", "202310123456.6", " zl 2023 1 0123456.6 "];

  const registers = fc.constantFrom("IN_FORCE", "LAPSED_FEE").map((code) => ({
    code: code as keyof typeof STATUS_WORDS,
    facts: patent({
      legalStatus: { code: code as keyof typeof STATUS_WORDS, label: code, raw: null, knownThrough: "2026-11-20" },
      currentOwners: [owner(OWNER), owner({ name: "乙科技有限公司", uscc: null })],
    }),
  }));
  const consistent = registers.chain(({ code, facts }) =>
    fc.record({
      facts: fc.constant(facts),
      raws: fc.array(fc.constantFrom(...STATUS_WORDS[code]), { minLength: 1, maxLength: 5 }),
      number: fc.constantFrom(...spellings),
      order: fc.boolean(),
      day: fc.constantFrom("2020-01-01", "2026-11-20", "2026-11-25", null),
    }),
  );

  test("those that agree with the register give no conflict, however they are written", () => {
    fc.assert(
      fc.property(consistent, ({ facts, raws, number, order, day }) => {
        const names = [OWNER.name, "乙科技有限公司"];
        const applicantText = (order ? names : names.toReversed()).join(order ? "," : "；");
        const copies = raws.map((raw, index) =>
          copyOf({ ...status(raw, day), applicantText, patentNumberText: number }, `n${index}`),
        );
        expect(conflicts(facts, ...copies)).toEqual([]);
      }),
    );
  });

  test("each one that disagrees is among the others of one conflict of that field, and never chosen before the register", () => {
    const wrongs = fc.array(
      fc.constantFrom<Partial<CopyFacts>>(status("失效"), { title: "另一种装置" }, { applicantText: "丙有限公司" }, {}),
      {
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(wrongs, (parts) => {
        const copies = parts.map((part, index) => copyOf(part, `n${index}`));
        const told = conflictsOfPatent(views(patent(), ...copies));
        const shown = told.flatMap(({ field, others }) => others.map(({ node }) => `${field} ${node}`));
        const planted = parts.flatMap((part, index) => {
          if ("legalStatus" in part) return [`legalStatus n${index}`];
          if ("title" in part) return [`title n${index}`];
          return "applicantText" in part ? [`currentOwners n${index}`] : [];
        });
        expect([...shown].sort()).toEqual([...planted].sort());
        for (const { chosen } of told) expect(chosen.node).toBe("register");
      }),
    );
  });
});
