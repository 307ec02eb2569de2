import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ownersOf } from "#adapters/cnipa-bulk/legal/owners.ts";
import type { Applicant, LegalEvent } from "#adapters/cnipa-bulk/patent-record.ts";
import { entry } from "./gazette-entry.ts";

describe("owners", () => {
  test("without a gazetted transfer are those of the newest publication, since the grant, by inference", () => {
    expect(owners([])).toMatchObject({
      owners: [{ name: "甲公司", sinceDate: "2020-05-12" }],
      certainty: "INFERRED",
      reason: null,
    });
  });

  test("change from the day of registration of a transfer whose parties fit", () => {
    expect(owners([transfer("2023-03-28", "2023-03-10", "甲公司", "乙公司")])).toMatchObject({
      owners: [{ name: "乙公司", sinceDate: "2023-03-10", uscc: null }],
      certainty: "GAZETTED",
    });
  });

  test("a change of name or address is no transfer: the same owner under a new name since the same day", () => {
    const renaming = entry(
      "CP01",
      "专利权人的姓名或者名称、地址的变更",
      "2022-01-04",
      "变更事项：专利权人\n变更前：甲公司\n变更后：甲（集团）公司\n变更事项：地址\n变更前：610000 成都市\n变更后：610041 成都市高新区",
    );
    expect(owners([renaming])).toMatchObject({
      owners: [{ name: "甲（集团）公司", formerNames: ["甲公司"], sinceDate: "2020-05-12" }],
      certainty: "INFERRED",
    });
    expect(owners([renaming, transfer("2023-03-28", "2023-03-10", "甲(集团)公司", "乙公司")])).toMatchObject({
      owners: [{ name: "乙公司" }],
      certainty: "GAZETTED",
    });
  });

  test("a transfer from somebody else lowers the certainty and says why", () => {
    expect(owners([transfer("2023-03-28", "2023-03-10", "丙公司", "乙公司")])).toMatchObject({
      owners: [{ name: "乙公司" }],
      certainty: "INFERRED",
      reason: { code: "OWNER_CHAIN_BROKEN" },
    });
    const unnamed = entry("TR01", "专利权的转移", "2023-03-28", "登记生效日：20230310");
    expect(owners([unnamed])).toMatchObject({ certainty: "UNKNOWN", reason: { code: "NEW_OWNER_NOT_NAMED" } });
  });

  test("a transfer that names an owner by a former name fits", () => {
    const renaming = entry(
      "CP01",
      "专利权人的姓名或者名称、地址的变更",
      "2021-01-05",
      "变更事项：专利权人\n变更前：甲公司\n变更后：新甲公司",
    );
    expect(owners([renaming, transfer("2023-03-28", "2023-03-10", "甲公司", "乙公司")])).toMatchObject({
      owners: [{ name: "乙公司" }],
      certainty: "GAZETTED",
      reason: null,
    });
    const shared = owners([renaming, transfer("2023-03-28", "2023-03-10", "甲公司", "甲公司；乙公司")]).owners;
    expect(shared.map(({ name }) => name)).toEqual(["新甲公司", "乙公司"]);
    const back = owners([renaming, transfer("2023-03-28", "2023-03-10", "新甲公司", "甲公司")]);
    expect(back).toMatchObject({ owners: [{ name: "甲公司", formerNames: [] }], certainty: "GAZETTED" });
  });

  test("a gap stays told after later transfers that fit", () => {
    const events = [
      transfer("2022-03-28", "2022-03-10", "丙公司", "乙公司"),
      transfer("2023-03-28", "2023-03-10", "乙公司", "丁公司"),
    ];
    expect(owners(events)).toMatchObject({ owners: [{ name: "丁公司" }], reason: { code: "OWNER_CHAIN_BROKEN" } });
  });

  test("transfers that the newest publication already shows tell since when, and are not taken again", () => {
    const before = entry(
      "TA01",
      "专利申请权的转移",
      "2019-06-04",
      "登记生效日：20190520\n变更前申请人：丙公司\n变更后申请人：甲公司",
    );
    expect(owners([before])).toMatchObject({ owners: [{ name: "甲公司", sinceDate: "2019-05-20" }] });
    const late = transfer("2021-03-28", "2020-05-10", "丙公司", "甲公司");
    expect(owners([late])).toMatchObject({ owners: [{ name: "甲公司" }], certainty: "INFERRED", reason: null });
  });

  test("before the grant a transferred application has a new applicant", () => {
    const event = entry(
      "TA01",
      "专利申请权的转移",
      "2019-06-04",
      "登记生效日：20190520\n变更事项：申请人\n变更前权利人：甲公司\n变更后权利人：乙公司",
    );
    expect(ownersOf(subject([event], [["A", "2018-11-06"]]))).toMatchObject({
      owners: [{ name: "乙公司", sinceDate: "2019-05-20" }],
    });
  });

  test("co-owners come, go and change beside the first one", () => {
    const joined = entry(
      "TR01",
      "专利权的转移",
      "2021-03-28",
      "登记生效日：20210310\n变更事项：共同专利权人\n变更前权利人：无\n变更后权利人：乙公司",
    );
    expect(names([joined])).toEqual(["甲公司", "乙公司"]);
    const added = transfer("2021-03-28", "2021-03-10", "甲公司", "甲公司；乙公司");
    expect(names([added])).toEqual(["甲公司", "乙公司"]);
    expect(names([added, transfer("2022-03-28", "2022-03-10", "甲公司；乙公司", "乙公司")])).toEqual(["乙公司"]);
    expect(names([added, transfer("2022-03-28", "2022-03-10", "乙公司", "丙公司")])).toEqual(["甲公司", "丙公司"]);
  });

  test("a new owner has the region of its gazetted address", () => {
    const moved = entry(
      "TR01",
      "专利权的转移",
      "2023-03-28",
      "登记生效日：20230310\n变更事项：专利权人\n变更前权利人：甲公司\n变更后权利人：乙公司\n变更事项：地址\n变更前权利人：610000 四川省成都市\n变更后权利人：400050 重庆市九龙坡区石桥街1号",
    );
    expect(owners([moved]).owners).toMatchObject([{ name: "乙公司", regionCode: "500107" }]);
  });
});

test("the order in which entries are stored never matters", () => {
  const events = [
    transfer("2021-03-28", "2021-03-10", "甲公司", "乙公司"),
    transfer("2022-03-28", "2022-03-10", "乙公司", "丙公司"),
    entry("CP01", "专利权人的变更", "2022-08-02", "变更事项：专利权人\n变更前：丙公司\n变更后：丙集团"),
    transfer("2023-03-28", "2023-03-10", "丙集团", "丁公司"),
  ];
  const expected = owners(events);
  expect(expected).toMatchObject({ owners: [{ name: "丁公司" }], certainty: "GAZETTED" });
  fc.assert(
    fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
      expect(owners(shuffled)).toEqual(expected);
    }),
  );
});

function names(events: readonly LegalEvent[]) {
  return owners(events).owners.map(({ name }) => name);
}

function owners(events: readonly LegalEvent[]) {
  return ownersOf(subject(events));
}

function subject(
  legalEvents: readonly LegalEvent[],
  published: readonly (readonly [kind: string, date: string])[] = [
    ["A", "2018-11-06"],
    ["B", "2020-05-12"],
  ],
) {
  return {
    applicants: [applicant("甲公司")],
    filingDate: "2018-06-01",
    publications: published.map(([kind, date]) => ({ office: "CN", number: "1", kind, date, gazetteNumber: null })),
    legalEvents,
  };
}

function applicant(name: string): Applicant {
  return { name, sequence: 1, address: null, postCode: null, regionCode: "510100", officeCode: "CN", uscc: null };
}

function transfer(gazetted: string, registered: string, before: string, after: string): LegalEvent {
  return entry(
    "TR01",
    "专利权的转移",
    gazetted,
    `登记生效日：${registered.replaceAll("-", "")}\n变更事项：专利权人\n变更前权利人：${before}\n变更后权利人：${after}`,
  );
}
