import { expect, test } from "vitest";
import { decodeRecord, RECORD_ROOTS } from "#adapters/cnipa-bulk/xml/decode-record.ts";
import { SecretDocument } from "#adapters/cnipa-bulk/xml/import-problem.ts";
import { scanRecords } from "#adapters/cnipa-bulk/xml/scan-records.ts";
import { legalEvent, standardDocument } from "./xml-parts.ts";

test("placeholders of the standard format are nothing, not zeros", async () => {
  const { document } = await documentOf(standardDocument({ filingDate: "00000000", organizationCode: "0000000000" }));
  expect(document.filingDate).toBeNull();
  expect(document.applicants[0]).toMatchObject({ uscc: null, postCode: "610000", regionCode: "510100" });
});

test("an organisation code that is a social credit code is taken, one with a wrong check is not", async () => {
  const right = await documentOf(standardDocument({ organizationCode: "91510100MA0DEM0A77" }));
  const wrong = await documentOf(standardDocument({ organizationCode: "91510100MA0DEM0A78" }));
  expect(right.document.applicants[0]?.uscc).toBe("91510100MA0DEM0A77");
  expect(wrong.document.applicants[0]?.uscc).toBeNull();
});

test("the standard number alone names the application; where both stand they must agree", async () => {
  const only = await documentOf(standardDocument({ original: "", standard: "102021000991218" }));
  expect(only.document.applicationNumber).toBe("CN202110991218.8");
  const both = await documentOf(standardDocument({ original: "202110991218.8", standard: "102021000991218" }));
  expect(both.document.applicationNumber).toBe("CN202110991218.8");
  const apart = standardDocument({ original: "202310123456.6", standard: "102021000991218" });
  await expect(documentOf(apart)).rejects.toMatchObject({ code: "NUMBERS_DISAGREE" });
});

test("trap 2: a wrong check digit is refused with the right one, never merged", async () => {
  const problem = await documentOf(standardDocument({ original: "202110991218.7" })).catch((error: unknown) => error);
  expect(problem).toMatchObject({ code: "BAD_APPLICATION_NUMBER", reason: { en: expect.stringContaining("8") } });
  await expect(documentOf(standardDocument({ original: "0" }))).rejects.toMatchObject({
    code: "NO_APPLICATION_NUMBER",
  });
  await expect(documentOf(standardDocument({ number: "0" }))).rejects.toMatchObject({ code: "NO_PUBLICATION" });
});

test("a national phase keeps its international numbers, priorities survive stray text", async () => {
  const more = `<business:PriorityDetails>
      <business:Priority dataFormat="original"><base:WIPOST3Code>US</base:WIPOST3Code><base:DocNumber>62/982,670</base:DocNumber>i<base:Date>20200227</base:Date></business:Priority>
      <business:Priority dataFormat="standard"><base:WIPOST3Code>US</base:WIPOST3Code><base:DocNumber>002020000982670</base:DocNumber><base:Date>20200227</base:Date></business:Priority>
    </business:PriorityDetails>
    <business:NationalStageEntryDate><base:Date>20210903</base:Date></business:NationalStageEntryDate>
    <business:PCTOrRegionalApplicationData><base:DocumentID><base:WIPOST3Code>US</base:WIPOST3Code><base:DocNumber>PCT/US2021/019468</base:DocNumber></base:DocumentID></business:PCTOrRegionalApplicationData>
    <business:PCTOrRegionalPublishingData><base:DocumentID><base:WIPOST3Code>WO</base:WIPOST3Code><base:DocNumber>2021/173713</base:DocNumber></base:DocumentID></business:PCTOrRegionalPublishingData>`;
  const { document } = await documentOf(standardDocument({ original: "202180002433.9", more }));
  expect(document.priorities).toEqual([{ office: "US", number: "62/982,670", date: "2020-02-27" }]);
  expect(document.pct).toEqual({
    applicationNumber: "PCT/US2021/019468",
    publicationNumber: "WO2021173713",
    nationalEntryDate: "2021-09-03",
  });
  expect(document.isPctNationalPhase).toBe(true);
});

test("a design has its own bibliographic data, Locarno classes, a brief explanation and no abstract", async () => {
  const xml = `<business:PatentDocumentAndRelated xmlns:business="b" xmlns:base="a" country="CN" docNumber="309123456" kind="S" datePublication="20241203">
    <business:DesignBibliographicData>
      <business:PatentNumber>ZL202430234567.X</business:PatentNumber>
      <business:ClassificationLocarno><business:MainClassification>LOC(14)Cl. 10-05</business:MainClassification></business:ClassificationLocarno>
      <business:DesignTitle>检测仪（便携式）</business:DesignTitle>
      <business:DesignerDetails><business:Designer sequence="1"><base:AddressBook><base:Name>刘样本</base:Name></base:AddressBook></business:Designer></business:DesignerDetails>
    </business:DesignBibliographicData>
    <business:DesignBriefExplanation><base:Paragraphs>设计要点在于形状。</base:Paragraphs></business:DesignBriefExplanation>
  </business:PatentDocumentAndRelated>`;
  const { document } = await documentOf(xml);
  expect(document).toMatchObject({
    applicationNumber: "CN202430234567.X",
    type: "DESIGN",
    title: "检测仪（便携式）",
    locarno: ["10-05"],
    ipc: [],
    abstract: null,
    briefExplanation: "设计要点在于形状。",
    claims: [],
    publication: { number: "309123456", kind: "S", date: "2024-12-03" },
    inventors: [{ name: "刘样本" }],
  });
});

test("a Locarno class in the field of IPC symbols is read as what it is, cut off or not", async () => {
  const ipc = (text: string) =>
    `<business:ClassificationIPCRDetails><business:ClassificationIPCR><base:Text>${text}</base:Text></business:ClassificationIPCR></business:ClassificationIPCRDetails>`;
  const whole = await documentOf(standardDocument({ original: "202430234567.X", kind: "S", more: ipc("11-05") }));
  const cut = await documentOf(standardDocument({ original: "202430234567.X", kind: "S", more: ipc("11-") }));
  expect([whole, cut].map(({ document }) => [document.ipc, document.locarno])).toEqual([
    [[], ["11-05"]],
    [[], ["11"]],
  ]);
});

test("inventors who asked not to be named stay unnamed", async () => {
  const more = `<business:InventorDetails>
    <business:Inventor sequence="1" publicationMark="0"><base:AddressBook><base:Name>张示例</base:Name></base:AddressBook></business:Inventor>
    <business:Inventor sequence="2" publicationMark="0"><base:AddressBook><base:Name>请求不公布姓名</base:Name></base:AddressBook></business:Inventor>
    <business:Inventor sequence="3" publicationMark="1"><base:AddressBook><base:Name>李隐名</base:Name></base:AddressBook></business:Inventor></business:InventorDetails>`;
  const { document } = await documentOf(standardDocument({ more }));
  expect(document.inventors).toEqual([
    { name: "张示例", sequence: 1, withheld: false },
    { name: null, sequence: 2, withheld: true },
    { name: null, sequence: 3, withheld: true },
  ]);
});

test("a legal-status record without a gazette day is refused", async () => {
  const event = legalEvent({ name: "授权", date: "00000000" });
  await expect(recordOf(event)).rejects.toMatchObject({ code: "NO_EVENT_DATE" });
});

test.each([
  ["an event code", legalEvent({ code: "GRSP", name: "专利权的授予", date: "20240102" })],
  ["an event name", legalEvent({ name: "国防专利权的授予", date: "20240102" })],
  ["an attribute of the root", standardDocument({ attributes: 'secrecy="1"' })],
  ["the kind of the application", standardDocument({ attributes: 'applType="国防专利"' })],
  [
    "an element of its own",
    standardDocument({ more: "<business:ConfidentialLevel>机密</business:ConfidentialLevel>" }),
  ],
])("a record marked secret by %s is refused before it is read", async (_mark, xml) => {
  const error = await recordOf(xml).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SecretDocument);
  expect(String((error as Error).message)).toBe("");
});

test.each([
  ["a text that speaks of secrets", standardDocument({ title: "一种保密通信装置" })],
  ["a mark that says no", standardDocument({ attributes: 'secrecy="0"' })],
  ["a declassified one", legalEvent({ name: "保密专利的解密", date: "20240102" })],
])("%s passes", async (_case, xml) => {
  await expect(recordOf(xml)).resolves.toBeDefined();
});

async function recordOf(xml: string) {
  async function* chunks() {
    yield Buffer.from(xml);
  }
  for await (const record of scanRecords(chunks(), RECORD_ROOTS)) return decodeRecord(record);
  throw new Error("no record");
}

async function documentOf(xml: string) {
  const decoded = await recordOf(xml);
  if (decoded.kind !== "document") throw new Error("not a document");
  return decoded;
}
