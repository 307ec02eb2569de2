import { afterEach, beforeEach, expect, test } from "vitest";
import { createPatentStore } from "#adapters/cnipa-bulk/store/create-patent-store.ts";
import { fillNameChanges } from "#adapters/cnipa-bulk/store/name-changes.ts";
import { openDatabase } from "#adapters/cnipa-bulk/store/open-database.ts";
import type { PatentStore } from "#adapters/cnipa-bulk/store/patent-store.ts";
import type { AgencyCode } from "#schema/ids/agency-code.ts";
import { makeApplicationNumber } from "#schema/ids/application-number.ts";
import {
  type InventedDocument,
  importFiles,
  legalEvent,
  standardDocument,
  temporaryFolder,
  wrapped,
} from "./xml-parts.ts";

const USCC = "91510100MA0DEM0A77";
const INVENTION = makeApplicationNumber(2021, 1, 10_001);
const MODEL = makeApplicationNumber(2021, 2, 20_001);

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let store: PatentStore;
beforeEach(async () => {
  folder = await temporaryFolder();
  store = createPatentStore(folder.path);
});
afterEach(async () => {
  await store.close();
  await folder[Symbol.asyncDispose]();
});

function take(...records: readonly string[]) {
  return importFiles(folder.path, { "delivery.xml": wrapped(...records) });
}

function robot(number: string, over: InventedDocument = {}): string {
  return standardDocument({
    original: number.slice(2),
    number: number.slice(5, 14),
    title: "一种机器人",
    filingDate: "20210423",
    ...over,
  });
}

test("invention and utility model of one day, title and applicants know each other; anything else does not", async () => {
  const others = [
    robot(makeApplicationNumber(2021, 2, 20_002), { title: "另一种机器人" }),
    robot(makeApplicationNumber(2021, 2, 20_003), { filingDate: "20210424" }),
    robot(makeApplicationNumber(2021, 2, 20_004), { applicant: "重庆示例新材料有限公司" }),
    robot(makeApplicationNumber(2021, 1, 10_002)),
  ];
  await take(robot(INVENTION), robot(MODEL, { kind: "U", applicant: "成都示例光电 有限公司" }), ...others);
  expect(await store.sameDayTwins([INVENTION, MODEL, makeApplicationNumber(2021, 2, 20_002)])).toEqual([
    [MODEL],
    [INVENTION, makeApplicationNumber(2021, 1, 10_002)].sort(),
    [],
  ]);
});

test("the agency at filing is the first publication's, the agency now the newest one's, and its names are kept", async () => {
  const agency = (name: string) =>
    `<business:Parties><business:AgentDetails><business:Agent><business:Agency><base:AddressBook><base:OrganizationName>${name}</base:OrganizationName></base:AddressBook></business:Agency></business:Agent></business:AgentDetails></business:Parties>`;
  await take(
    robot(INVENTION, { date: "20210806", more: agency("成都旧示例专利代理事务所（普通合伙） 51299") }),
    robot(INVENTION, { kind: "B", date: "20221108", more: agency("成都新示例专利代理有限公司 51299") }),
    robot(MODEL, { kind: "U", date: "20211119", more: agency("成都旧示例专利代理事务所(普通合伙) 51299") }),
  );
  const [record] = await store.byApplicationNumbers([INVENTION]);
  expect(record?.agencyAtFiling).toEqual({ code: "51299", name: "成都旧示例专利代理事务所（普通合伙）" });
  expect(record?.agency).toEqual({ code: "51299", name: "成都新示例专利代理有限公司" });
  expect(await store.namesOfAgencies(["51299" as AgencyCode])).toMatchObject([
    [{ name: "成都新示例专利代理有限公司" }, { name: "成都旧示例专利代理事务所(普通合伙)", untilDate: "2021-11-19" }],
  ]);
});

const RENAMED = legalEvent({
  original: INVENTION.slice(2),
  code: "CP01",
  name: "专利权人的姓名或者名称、地址的变更",
  date: "20220301",
  information: "变更事项：专利权人\n变更前：成都旧示例光电有限公司\n变更后：成都示例光电有限公司",
});
const EARLIER = legalEvent({
  original: INVENTION.slice(2),
  code: "CP01",
  name: "专利权人的姓名或者名称、地址的变更",
  date: "20180102",
  information: "变更事项：专利权人\n变更前：成都最旧示例厂\n变更后：成都旧示例光电有限公司",
});

test("an organisation's former names come from publications under its code and from gazetted changes, step by step back", async () => {
  await take(
    robot(INVENTION, { applicant: "成都旧示例光电有限公司", organizationCode: USCC, date: "20210806" }),
    robot(MODEL, { kind: "U", organizationCode: USCC, date: "20230101" }),
    RENAMED,
    EARLIER,
  );
  expect(await store.namesOfOrganizations([USCC, "91500107MA0DEM1B1C"])).toEqual([
    [
      { name: "成都示例光电有限公司", sinceDate: "2023-01-01", untilDate: "2023-01-01", evidence: "PUBLICATION" },
      { name: "成都旧示例光电有限公司", sinceDate: "2021-08-06", untilDate: "2022-03-01", evidence: "NAME_CHANGE" },
      { name: "成都最旧示例厂", sinceDate: null, untilDate: "2018-01-02", evidence: "NAME_CHANGE" },
    ],
    [],
  ]);
});

test("names that change in a circle end, and a transfer changes no name", async () => {
  const back = RENAMED.replace("20220301", "20230301")
    .replace("旧示例光电", "X")
    .replace("示例光电", "旧示例光电")
    .replace("X", "示例光电");
  const transfer = legalEvent({
    original: INVENTION.slice(2),
    code: "TR01",
    name: "专利权的转移",
    date: "20240301",
    information: "变更事项：专利权人\n变更前权利人：重庆示例新材料有限公司\n变更后权利人：成都示例光电有限公司",
  });
  await take(robot(INVENTION, { organizationCode: USCC }), RENAMED, back, transfer);
  const [names] = await store.namesOfOrganizations([USCC]);
  expect(names?.map(({ name }) => name)).toEqual(["成都示例光电有限公司", "成都旧示例光电有限公司"]);
});

test("entries that were imported before there was a table of names are taken over", async () => {
  await take(robot(INVENTION, { organizationCode: USCC }), RENAMED);
  await store.close();
  const database = openDatabase(folder.path);
  database.exec("DELETE FROM name_changes");
  fillNameChanges(database);
  database.close();
  store = createPatentStore(folder.path);
  const [names] = await store.namesOfOrganizations([USCC]);
  expect(names?.map(({ name }) => name)).toEqual(["成都示例光电有限公司", "成都旧示例光电有限公司"]);
});

test("the office of a party stands beside its organisation", async () => {
  await take(robot(INVENTION, { organizationCode: USCC }));
  expect(await store.organizationsByKey([USCC])).toMatchObject([{ officeCode: "CN", regionCode: "510100" }]);
});
