import { afterAll, beforeAll, expect, test } from "vitest";
import { makeApplicationNumber } from "#schema/ids/application-number.ts";
import { importFiles, legalEvent, standardDocument, wrapped } from "#tests/adapters/cnipa-bulk/xml-parts.ts";
import { type OpenNational, openNational } from "#tests/subgraphs/national/open-national.ts";

const NUMBER = makeApplicationNumber(2016, 1, 777_001);

let national: OpenNational;
beforeAll(async () => {
  national = await openNational(30);
  const original = NUMBER.slice(2);
  const common = { original, number: "105777001", filingDate: "20160105" };
  await importFiles(national.dataDir, {
    "documents.xml": wrapped(
      standardDocument({ ...common, date: "20160810" }),
      standardDocument({ ...common, kind: "B", date: "20200505" }),
    ),
    "events.xml": wrapped(legalEvent({ original, code: "RJ01", name: "发明专利申请公布后的驳回", date: "20180302" })),
  });
});
afterAll(() => national[Symbol.asyncDispose]());

test("patent, filter, facets and statistics agree that a grant after a refusal stands", async () => {
  const one = `filter: { numbers: ["${NUMBER}"] }`;
  const { data, errors } = await national.ask(`{
    patent(number: "${NUMBER}") { legalStatus { code reason { code } } }
    found: patents(filter: { numbers: ["${NUMBER}"], legalStatuses: [IN_FORCE] }) { total { value } }
    rejected: patents(filter: { numbers: ["${NUMBER}"], legalStatuses: [REJECTED] }) { total { value } }
    patentStatistics(${one}) { groupBy(dimension: LEGAL_STATUS, top: 5) { key count } lapses { count } }
  }`);
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    patent: { legalStatus: { code: "IN_FORCE", reason: { code: "LOSS_OVERTAKEN_BY_GRANT" } } },
    found: { total: { value: 1 } },
    rejected: { total: { value: 0 } },
    patentStatistics: { groupBy: [{ key: "IN_FORCE", count: 1 }], lapses: [] },
  });
});
