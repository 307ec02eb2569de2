import fc from "fast-check";
import { expect, test } from "vitest";
import { deriveLegalStatus } from "#adapters/cnipa-bulk/legal/derive-legal-status.ts";
import { encumbrancesOf } from "#adapters/cnipa-bulk/legal/encumbrances.ts";
import { detailsOf } from "#adapters/cnipa-bulk/legal/event-details.ts";
import { labelledItems } from "#adapters/cnipa-bulk/legal/labelled-items.ts";
import { ownersOf } from "#adapters/cnipa-bulk/legal/owners.ts";
import { putToUse } from "#adapters/cnipa-bulk/legal/put-to-use.ts";
import type { Applicant, LegalEvent, PatentPublication } from "#adapters/cnipa-bulk/patent-record.ts";
import { LEGAL_STATUS_CODES } from "#schema/codes/legal-status.ts";

const day = fc
  .date({ min: new Date("1986-01-01"), max: new Date("2026-11-20"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const label = fc.constantFrom(
  ...[
    "专利号",
    "登记生效日",
    "变更事项",
    "变更项目",
    "变更前权利人",
    "变更后权利人",
    "变更前",
    "变更后",
    "登记号",
    "备案号",
  ],
  ...[
    "许可人",
    "被许可人",
    "许可种类",
    "许可期限",
    "质押登记日",
    "注销日",
    "解除日",
    "终止日期",
    "无效宣告决定日",
    "联系方式",
  ],
);
const value = fc.oneof(
  day.map((text) => text.replaceAll("-", "")),
  fc.constantFrom(
    "甲公司",
    "乙公司",
    "甲公司；乙公司",
    "无",
    "",
    "00000000",
    "专利权人",
    "共同专利权人",
    "地址",
    "张三 13800001234",
  ),
  fc.string({ maxLength: 30 }),
);
const code = fc.constantFrom(
  ...[
    "PB01",
    "SE01",
    "GR01",
    "TR01",
    "TA01",
    "C41",
    "EE01",
    "EM01",
    "EC01",
    "LICC",
    "PE01",
    "PM01",
    "PC01",
    "PLDC",
    "PP01",
    "PD01",
  ],
  ...[
    "RINS",
    "OL01",
    "OL02",
    "CF01",
    "CE01",
    "CX01",
    "IW01",
    "IP01",
    "C35",
    "RR01",
    "AR01",
    "TG01",
    "CP01",
    "CB02",
    "CI03",
    "DD01",
    "X",
  ],
  null,
);
const event: fc.Arbitrary<LegalEvent> = fc.record({
  code,
  name: fc.oneof(fc.constantFrom("专利权的转移", "专利权的终止", "其他有关事项"), fc.string({ maxLength: 20 })),
  date: day,
  items: fc
    .array(fc.tuple(label, value), { maxLength: 10 })
    .map((pairs) => labelledItems(pairs.map(([one, other]) => `${one}：${other}`).join("\n"))),
});
const events = fc.array(event, { maxLength: 12 });

test("whatever the entries say, the rules answer: a known status, owners with names, no burden from the future", () => {
  fc.assert(
    fc.property(events, day, (legalEvents, asOf) => {
      const subject = record(legalEvents);
      for (const one of legalEvents) expect(detailsOf(one, subject)).not.toBeUndefined();
      const status = deriveLegalStatus(subject, asOf);
      expect(LEGAL_STATUS_CODES).toContain(status.code);
      expect(status.effectiveDate === null || status.effectiveDate <= asOf).toBe(true);
      for (const { name } of ownersOf(subject).owners) expect(name.trim()).not.toBe("");
      for (const { sinceDate, termEndDate } of encumbrancesOf(subject, asOf)) {
        expect(sinceDate <= asOf && (termEndDate === null || termEndDate >= asOf)).toBe(true);
      }
    }),
  );
});

test("one more entry never makes a conversion later, and no entry that is none makes one", () => {
  fc.assert(
    fc.property(events, event, (known, more) => {
      const [before, after] = [putToUse(known), putToUse([...known, more])];
      for (const key of ["transferred", "licensed", "pledged", "openLicensed"] as const) {
        const [was, is] = [before[key], after[key]];
        expect(was === null || (is !== null && is <= was)).toBe(true);
      }
    }),
  );
});

function record(legalEvents: readonly LegalEvent[]) {
  const publications: PatentPublication[] = [
    { office: "CN", number: "100000001", kind: "B", date: "2000-01-05", gazetteNumber: null },
  ];
  const applicants: Applicant[] = [
    { name: "甲公司", sequence: 1, address: null, postCode: null, regionCode: null, officeCode: null, uscc: null },
  ];
  const filingDate = "1986-01-01";
  return { type: "INVENTION" as const, filingDate, publications, legalEvents, applicants, knownThrough: "2026-11-20" };
}
