import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ENDED_STATUSES, LEGAL_STATUS_CODES, type LegalStatusCode } from "#schema/codes/legal-status.ts";
import { checkOffer } from "#subgraphs/discovery/records/check-offer.ts";
import type { OfferFacts, PatentFacts } from "#subgraphs/discovery/records/facts.ts";
import { BUYER, burden, OWNER, offer, owner, patent } from "./sample-facts.ts";

const NAMES = { platformName: { zh: "平台", en: "Platform" }, registerName: { zh: "登记", en: "Register" } };
const check = (offered: OfferFacts | Error, register: PatentFacts | null | Error) =>
  checkOffer({ offer: offered, register, ...NAMES });
const told = (offered: OfferFacts | Error, register: PatentFacts | null | Error) => {
  const { verdict, findings } = check(offered, register);
  return [verdict, ...findings.map(({ bearing, code }) => `${bearing} ${code}`)];
};
const status = (code: LegalStatusCode, restorable = false) => ({
  ...{ code, label: code, raw: null, restorable },
  ...{ effectiveDate: "2024-04-06", knownThrough: "2026-11-20" },
});
const MODES = ["ASSIGNMENT", "LICENSE", "OPEN_LICENSE", "EQUITY", "OTHER"];

describe("an offer of a patent in force by its owner, with nothing overdue and no burden", () => {
  test.each(["ASSIGNMENT", "LICENSE", "EQUITY", "OTHER"])("is consistent as %s", (mode) => {
    expect(told(offer(mode), patent())).toEqual([
      "CONSISTENT",
      "SUPPORTS IN_FORCE",
      "SUPPORTS FEES_NOT_OVERDUE",
      "SUPPORTS SELLER_IS_OWNER",
    ]);
  });

  test("says where that comes from and through which day it is known", () => {
    for (const finding of check(offer(), patent()).findings)
      expect(finding).toMatchObject({ source: "专利数据", knownThrough: "2026-11-20" });
  });
});

describe("the status", () => {
  test.each([...ENDED_STATUSES])("%s is a conflict, whoever offers it and as what", (code) => {
    for (const mode of MODES)
      expect(told(offer(mode), patent({ legalStatus: status(code) }))).toEqual(
        expect.arrayContaining(["CONFLICT", "CONTRADICTS NOT_IN_FORCE"]),
      );
  });

  test("that may be restored says so, with the day on which the right ended", () => {
    const [ended] = check(offer(), patent({ legalStatus: status("LAPSED_FEE", true) })).findings;
    expect(ended?.message.zh).toMatch(/自 2024-04-06 起.*可能恢复/);
    expect(ended?.message.en).toMatch(/since 2024-04-06.*may still be restored/);
  });

  test.each(["FILED", "PENDING", "PUBLISHED", "SUBSTANTIVE_EXAM", "GRANT_NOTICE", "REEXAM"] as const)(
    "%s leaves an offer open, and contradicts an open licence",
    (code) => {
      expect(told(offer("ASSIGNMENT"), patent({ legalStatus: status(code) }))).toContain("UNSETTLED NOT_GRANTED");
      expect(told(offer("ASSIGNMENT"), patent({ legalStatus: status(code) }))[0]).toBe("UNKNOWN");
      expect(told(offer("OPEN_LICENSE"), patent({ legalStatus: status(code) }))[0]).toBe("CONFLICT");
    },
  );

  test.each([null, status("UNKNOWN"), status("UNMAPPED")])("that is not told (%j) leaves it open", (legalStatus) => {
    expect(told(offer(), patent({ legalStatus })).slice(0, 2)).toEqual(["UNKNOWN", "UNSETTLED STATUS_UNKNOWN"]);
  });
});

describe("fees", () => {
  const annuities = (code: string) => [{ graceEndDate: "2026-08-14", status: { code } }];

  test.each([
    ["IN_GRACE", "FEE_IN_GRACE"],
    ["PAYMENT_UNKNOWN", "FEE_NOT_CONFIRMED"],
  ])("%s are told without weight: payments are not public", (state, code) => {
    const found = told(offer(), patent({ annuities: annuities(state) }));
    expect(found[0]).toBe("CONSISTENT");
    expect(found).toContain(`NOTE ${code}`);
  });

  test("open leave an open licence open", () => {
    expect(told(offer("OPEN_LICENSE"), patent({ annuities: annuities("IN_GRACE") }))).toContain(
      "UNSETTLED FEE_IN_GRACE",
    );
  });

  test("that cannot be told are not spoken of", () => {
    expect(told(offer(), patent({ annuities: null })).join()).not.toContain("FEE");
  });
});

describe("the seller", () => {
  const by = (seller: OfferFacts["seller"]) => offer("ASSIGNMENT", { seller });

  test("is the owner by name where a code is missing, whatever the width of its brackets", () => {
    const owners = { currentOwners: [owner({ name: "示例（成都）公司", uscc: null })] };
    expect(told(by({ name: "示例(成都) 公司", organization: { uscc: OWNER.uscc } }), patent(owners))).toContain(
      "SUPPORTS SELLER_IS_OWNER",
    );
  });

  test("is the owner by a former name", () => {
    const owners = { currentOwners: [owner({ name: "新名称公司", uscc: null }, { formerNames: ["旧名称公司"] })] };
    expect(told(by({ name: "旧名称公司", organization: null }), patent(owners))[0]).toBe("CONSISTENT");
  });

  test.each([
    ["of another name", { name: "某交易所有限公司", organization: null }],
    ["of the same name and another code", { name: OWNER.name, organization: { uscc: BUYER.uscc } }],
    ["who sold the right", { name: BUYER.name, organization: { uscc: BUYER.uscc } }],
  ])("%s is not called wrong: the mandate is not verified", (_what, seller) => {
    expect(told(by(seller), patent()).slice(0, 2)).toEqual(["UNKNOWN", "UNSETTLED SELLER_MANDATE_NOT_VERIFIED"]);
  });

  test("is not held to a code that was matched with little confidence", () => {
    const unsure = owner({ name: OWNER.name, uscc: BUYER.uscc }, { match: { confidence: 0.6 } });
    expect(
      told(by({ name: OWNER.name, organization: { uscc: OWNER.uscc } }), patent({ currentOwners: [unsure] })),
    ).toContain("SUPPORTS SELLER_IS_OWNER");
  });

  test.each([
    [null, "SELLER_NOT_STATED"],
    [{ name: null, organization: null }, "SELLER_NOT_STATED"],
    [{ name: "张*", organization: null }, "SELLER_MASKED"],
  ])("%j is left open", (seller, code) => {
    expect(told(by(seller), patent())).toContain(`UNSETTLED ${code}`);
  });

  test("without a known owner is left open", () => {
    for (const currentOwners of [null, []])
      expect(told(offer(), patent({ currentOwners }))).toContain("UNSETTLED OWNER_UNKNOWN");
  });

  test("who shares the right needs the others' consent, but for an ordinary licence", () => {
    const shared = patent({ currentOwners: [owner(OWNER), owner(BUYER)] });
    for (const mode of ["ASSIGNMENT", "EQUITY", "OPEN_LICENSE"])
      expect(told(offer(mode), shared)).toContain("UNSETTLED CO_OWNERS_CONSENT");
    expect(told(offer("LICENSE"), shared)).toContain("NOTE CO_OWNERS_CONSENT");
    expect(told(offer("LICENSE"), shared)[0]).toBe("CONSISTENT");
  });
});

describe("burdens", () => {
  const with_ = (...encumbrances: ReturnType<typeof burden>[]) => patent({ encumbrances });

  test.each(["EXCLUSIVE", "SOLE"])("a licence of kind %s contradicts another, and outlasts a transfer", (kind) => {
    for (const mode of ["LICENSE", "OPEN_LICENSE"])
      expect(told(offer(mode), with_(burden("LICENSED", kind)))[0]).toBe("CONFLICT");
    expect(told(offer("ASSIGNMENT"), with_(burden("LICENSED", kind)))[0]).toBe("CONSISTENT");
  });

  test("an ordinary licence, or one of a kind not told, is no burden", () => {
    for (const kind of ["ORDINARY", null]) expect(told(offer(), with_(burden("LICENSED", kind)))[0]).toBe("CONSISTENT");
  });

  test("a pledge leaves every offer open: whether the pledgee consents is not public", () => {
    for (const mode of ["ASSIGNMENT", "LICENSE", "EQUITY"])
      expect(told(offer(mode), with_(burden("PLEDGED")))).toEqual(
        expect.arrayContaining(["UNKNOWN", "UNSETTLED PLEDGED"]),
      );
  });

  test("a preservation contradicts a transfer and leaves a licence open", () => {
    expect(told(offer("ASSIGNMENT"), with_(burden("PRESERVED")))[0]).toBe("CONFLICT");
    expect(told(offer("OPEN_LICENSE"), with_(burden("PRESERVED")))[0]).toBe("CONFLICT");
    expect(told(offer("LICENSE"), with_(burden("PRESERVED")))).toContain("UNSETTLED PRESERVED");
  });
});

describe("an open licence", () => {
  test("is consistent where its declaration was gazetted", () => {
    expect(told(offer("OPEN_LICENSE"), patent({ encumbrances: [burden("OPEN_LICENSED")] }))[0]).toBe("CONSISTENT");
  });

  test("whose declaration is in no gazette loaded is left open", () => {
    expect(told(offer("OPEN_LICENSE"), patent())).toContain("UNSETTLED OPEN_LICENCE_NOT_FOUND");
  });

  test.each(["UTILITY_MODEL", "DESIGN"])("of a %s needs an assessment report", (code) => {
    const declared = patent({ patentType: { code }, encumbrances: [burden("OPEN_LICENSED")] });
    expect(told(offer("OPEN_LICENSE"), declared)).toContain("UNSETTLED ASSESSMENT_REPORT_NOT_VERIFIED");
  });

  test("that stands is withdrawn before a transfer", () => {
    const declared = patent({ encumbrances: [burden("OPEN_LICENSED")] });
    expect(told(offer("ASSIGNMENT"), declared)).toContain("UNSETTLED OPEN_LICENCE_DECLARED");
    expect(told(offer("LICENSE"), declared)).toContain("NOTE OPEN_LICENCE_DECLARED");
  });
});

describe("an offer that cannot be checked is UNKNOWN, with the reason and whose it is", () => {
  test.each([
    ["LISTING_UNAVAILABLE", new Error("down"), patent(), NAMES.platformName],
    ["REGISTER_UNAVAILABLE", offer(), new Error("down"), NAMES.registerName],
    ["NOT_IN_REGISTER_DATA", offer(), null, NAMES.registerName],
    ["NUMBER_CHECK_FAILED", offer("LICENSE", { patent: null }), null, NAMES.platformName],
    ["NUMBER_MISSING", offer("LICENSE", { patent: null, patentNumberText: null }), null, NAMES.platformName],
    ["NOT_A_PATENT", offer("LICENSE", { patent: null, subject: { code: "TRADEMARK" } }), null, NAMES.platformName],
  ])("%s", (code, offered, register, source) => {
    const { verdict, findings } = check(offered, register);
    expect(verdict).toBe("UNKNOWN");
    expect(findings).toMatchObject([{ code, source, knownThrough: null }]);
  });
});

describe("over any facts", () => {
  const registers = fc
    .record({
      code: fc.constantFrom(...LEGAL_STATUS_CODES),
      burdens: fc.subarray([
        burden("LICENSED", "EXCLUSIVE"),
        burden("PLEDGED"),
        burden("PRESERVED"),
        burden("OPEN_LICENSED"),
      ]),
      fees: fc.constantFrom("IN_GRACE", "PAYMENT_UNKNOWN", "INFERRED_PAID", "NOT_YET_DUE"),
      type: fc.constantFrom("INVENTION", "UTILITY_MODEL", "DESIGN"),
      owners: fc.subarray([owner(OWNER), owner(BUYER)]),
    })
    .map(({ code, burdens, fees, type, owners }) =>
      patent({
        legalStatus: status(code),
        encumbrances: burdens,
        annuities: [{ graceEndDate: null, status: { code: fees } }],
        patentType: { code: type },
        currentOwners: owners,
      }),
    );

  test("a conflict is told only where the right is not there, or the register bars what is offered", () => {
    fc.assert(
      fc.property(registers, fc.constantFrom(...MODES), (register, mode) => {
        const { verdict } = check(offer(mode), register);
        const code = register.legalStatus?.code ?? "UNKNOWN";
        const has = (kind: string) => (register.encumbrances ?? []).some((one) => one.kind.code === kind);
        const passes = mode === "ASSIGNMENT" || mode === "EQUITY";
        const isSilent = code === "UNKNOWN" || code === "UNMAPPED";
        const isPending = !isSilent && code !== "IN_FORCE" && !ENDED_STATUSES.has(code);
        const expected =
          ENDED_STATUSES.has(code) ||
          (isPending && mode === "OPEN_LICENSE") ||
          (has("LICENSED") && !passes) ||
          (has("PRESERVED") && (passes || mode === "OPEN_LICENSE"));
        expect(verdict === "CONFLICT").toBe(expected);
      }),
    );
  });

  test("nothing is consistent while anything is left open, and every message is in both languages", () => {
    fc.assert(
      fc.property(registers, fc.constantFrom(...MODES), (register, mode) => {
        const { verdict, findings } = check(offer(mode), register);
        if (verdict === "CONSISTENT") expect(findings.map(({ bearing }) => bearing)).not.toContain("UNSETTLED");
        for (const { message } of findings) {
          expect(message.zh).toMatch(/\p{Script=Han}/u);
          expect(message.en.replace(status("FILED").label, "")).not.toMatch(/\p{Script=Han}/u);
        }
      }),
    );
  });
});
