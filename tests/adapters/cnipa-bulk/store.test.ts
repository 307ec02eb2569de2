import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runImport } from "#adapters/cnipa-bulk/import/run-import.ts";
import type { SearchCondition } from "#adapters/cnipa-bulk/search/search-request.ts";
import { createPatentStore } from "#adapters/cnipa-bulk/store/create-patent-store.ts";
import { mergeDocuments, type StoredDocument } from "#adapters/cnipa-bulk/store/merge-documents.ts";
import { organizationKey } from "#adapters/cnipa-bulk/store/organization-key.ts";
import type { PatentStore } from "#adapters/cnipa-bulk/store/patent-store.ts";
import { expandRegions } from "#schema/codes/regions.ts";
import type { AgencyCode } from "#schema/ids/agency-code.ts";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import type { Uscc } from "#schema/ids/uscc.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { countPatents, everyPatent } from "./every-patent.ts";
import { importFiles, legalEvent, standardDocument, temporaryFolder, wrapped } from "./xml-parts.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let store: PatentStore;

beforeAll(async () => {
  folder = await temporaryFolder();
  await runImport(folder.path, { kind: "generated", seed: 1, patents: 300 });
  store = createPatentStore(folder.path);
});

afterAll(async () => {
  await store.close();
  await folder[Symbol.asyncDispose]();
});

describe("the story's records", () => {
  test("come back in the order of the keys, null for strangers, A and B under one application", async () => {
    const [granted, stranger, design] = await store.byApplicationNumbers(
      numbers("CN202310123456.6", "CN199912345678.0", "CN202430234567.X"),
    );
    expect(granted).toMatchObject({
      title: "一种低温固化光学胶及其制备方法",
      publications: [{ kind: "A" }, { kind: "B", date: "2024-08-20" }],
      agency: { code: "50990" },
      claimCount: 4,
    });
    expect(granted?.legalEvents.map(({ code }) => code)).toEqual(["PB01", "SE01", "GR01"]);
    expect(stranger).toBeNull();
    expect(design).toMatchObject({ abstract: null, ipc: [], locarno: ["10-05"], claimCount: 0 });
  });

  test("are found by publication with and without kind code", async () => {
    const found = await store.byPublications([
      { office: "CN", number: "116012345", kindCode: "B" },
      { office: "CN", number: "116012345" },
      { office: "CN", number: "116012345", kindCode: "U" },
      { office: "EP", number: "116012345" },
    ]);
    expect(found.map((records) => records.map(({ applicationNumber }) => applicationNumber))).toEqual([
      ["CN202310123456.6"],
      ["CN202310123456.6"],
      [],
      [],
    ]);
  });

  test("know parent and divisional both ways, and the pair of one day as two", async () => {
    const [parent, child, robot, twin] = await store.byApplicationNumbers(
      numbers("CN202210777888.4", "CN202310999000.6", "CN202110444555.5", "CN202120888999.3"),
    );
    expect(parent?.divisionals).toEqual(["CN202310999000.6"]);
    expect(child?.parent).toBe("CN202210777888.4");
    expect(robot?.type).toBe("INVENTION");
    expect(twin?.type).toBe("UTILITY_MODEL");
  });

  test("keep a withheld inventor unnamed", async () => {
    const [robot] = await store.byApplicationNumbers(numbers("CN202110444555.5"));
    expect(robot?.inventors.at(-1)).toEqual({ name: null, sequence: 3, withheld: true });
  });

  test("their organisations are known by code and by name in any brackets, agencies by code", async () => {
    const [optics, unknown] = await store.organizationsByKey(["91510100MA0DEM0A77", "91110108551385082Q"]);
    expect(optics).toMatchObject({ name: "成都示例光电有限公司", regionCode: "510100" });
    expect(unknown).toBeNull();
    const [named] = await store.organizationsByName([" 成都示例光电 有限公司"]);
    expect(named?.map(({ uscc }) => uscc)).toEqual(["91510100MA0DEM0A77"]);
    const [agency, none] = await store.agenciesByCode(["50990", "99999"] as AgencyCode[]);
    expect(agency).toMatchObject({ name: "重庆示例知识产权代理事务所（普通合伙）" });
    expect(none).toBeNull();
  });

  test("say through which day they are known", async () => {
    const [record] = await store.byApplicationNumbers(numbers("CN202310123456.6"));
    const { newestGazetteDate } = await store.stats();
    expect(record?.latestGazetteDate).toBe("2024-08-20");
    expect(record?.knownThrough).toBe(newestGazetteDate);
  });
});

describe("a search of the store", () => {
  const named = (text: string): SearchCondition => ({ kind: "text", fields: ["APPLICANT"], text, match: "PHRASE" });

  test("by regions finds patents of their descendants, no patent twice", async () => {
    const chongqing = expandRegions(["500000"]);
    if (!chongqing.ok) throw new Error("no such region");
    const found = await everyPatent(store, { filter: { kind: "region", codes: [...chongqing.value.codes] } });
    expect(found.length).toBeGreaterThan(10);
    expect(found.every((record) => record.applicants[0]?.regionCode?.startsWith("50"))).toBe(true);
    expect(new Set(found.map(({ applicationNumber }) => applicationNumber)).size).toBe(found.length);
  });

  test("by party's name, part of it and code, by type, words of the title and agency", async () => {
    const optics = await countPatents(store, { kind: "organization", keys: ["91510100MA0DEM0A77"] });
    expect(optics).toBeGreaterThanOrEqual(5);
    expect(await countPatents(store, named("成都示例光电有限公司"))).toBe(optics);
    expect(await countPatents(store, named("示例光电"))).toBeGreaterThanOrEqual(optics);
    const designs: SearchCondition = { kind: "type", types: ["DESIGN"] };
    expect(await countPatents(store, { kind: "and", operands: [designs, named("示例光电")] })).toBeGreaterThanOrEqual(
      1,
    );
    const titled = (text: string): SearchCondition => ({ kind: "text", fields: ["TITLE"], text, match: "PHRASE" });
    expect(await countPatents(store, { kind: "and", operands: [titled("光学胶"), titled("低温")] })).toBe(1);
    expect(await countPatents(store, titled("100%_'; DROP TABLE patents"))).toBe(0);
    expect(await countPatents(store, { kind: "region", codes: [] })).toBe(0);
    expect(await countPatents(store, { kind: "agency", codes: ["50990"] })).toBeGreaterThanOrEqual(7);
  });
});

test("legal events that come before their patent wait for it", async () => {
  await using other = await temporaryFolder();
  await importFiles(other.path, {
    "events.xml": wrapped(legalEvent({ code: "CF01", name: "专利权的终止", date: "20250214" })),
  });
  await importFiles(other.path, { "document.xml": standardDocument({ kind: "B", date: "20240820" }) });
  const own = createPatentStore(other.path);
  const [record] = await own.byApplicationNumbers(numbers("CN202310123456.6"));
  expect(record?.legalEvents).toHaveLength(1);
  expect(record?.latestGazetteDate).toBe("2025-02-14");
  await own.close();
});

test("trap 7: a renamed agency and a moved applicant are told by the newest publication, imported in any order", async () => {
  await using other = await temporaryFolder();
  const agent = (name: string) =>
    `<business:AgentDetails><business:Agent><business:Agency><base:AddressBook><base:OrganizationName>${name} 50990</base:OrganizationName></base:AddressBook></business:Agency></business:Agent></business:AgentDetails>`;
  const code = "91510100MA0DEM0A77";
  const older = standardDocument({
    number: "110000001",
    date: "20200101",
    original: "201910000001",
    organizationCode: code,
    applicant: "旧名有限公司",
    more: agent("旧所"),
  });
  const newer = standardDocument({
    number: "110000002",
    date: "20240101",
    organizationCode: code,
    applicant: "新名有限公司",
    address: "400000 重庆市渝中区示例路2号",
    more: agent("新所"),
  });
  expect(await importFiles(other.path, { "newer.xml": newer, "older.xml": older })).toMatchObject({ imported: 2 });
  const own = createPatentStore(other.path);
  expect(await own.organizationsByKey([code])).toMatchObject([
    { name: "新名有限公司", regionCode: "500103", patentCount: 2 },
  ]);
  expect(await own.agenciesByCode(["50990"] as AgencyCode[])).toMatchObject([{ name: "新所", patentCount: 2 }]);
  const [byOldName] = await own.organizationsByName(["旧名有限公司"]);
  expect(byOldName?.map(({ name }) => name)).toEqual(["新名有限公司"]);
  await own.close();
});

test("a reader sees an import of another thread without being opened again", async () => {
  await using other = await temporaryFolder();
  const own = createPatentStore(other.path);
  expect((await own.stats()).patents).toBe(0);
  await importFiles(other.path, { "document.xml": standardDocument() });
  expect((await own.stats()).patents).toBe(1);
  await own.close();
});

test("a closed store and a full line refuse at once", async () => {
  await using other = await temporaryFolder();
  const own = createPatentStore(other.path);
  const asked = Array.from({ length: 1_050 }, () => own.stats());
  const answers = await Promise.allSettled(asked);
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1_000);
  await own.close();
  expect(await failureOf(own.stats())).toEqual({ kind: "off" });
});

test("the order of import never changes a record", () => {
  const kinds = ["A", "A8", "B", "B8"];
  const documents = kinds.map((kind, index) =>
    storedDocument(kind, `2023-0${index + 1}-01`, index % 2 === 0 ? `名称${index}` : null),
  );
  const [first, ...rest] = documents;
  if (first === undefined) throw new Error("no documents");
  const expected = mergeDocuments([first, ...rest]);
  expect(expected.bibliography.title).toBe("名称2");
  fc.assert(
    fc.property(fc.shuffledSubarray(documents, { minLength: documents.length }), ([head, ...tail]) => {
      if (head !== undefined) expect(mergeDocuments([head, ...tail])).toEqual(expected);
    }),
  );
});

test("organisations are keyed by code, else by name and province; persons by nothing", () => {
  const party = { name: "成都某某有限公司", uscc: null, regionCode: "510100", officeCode: "CN" };
  const key = organizationKey(party);
  expect(key).toMatch(/^n:[0-9a-f]{24}$/);
  expect(organizationKey({ ...party, name: "成都某某 有限公司", regionCode: "510107" })).toBe(key);
  expect(organizationKey({ ...party, regionCode: "500000" })).not.toBe(key);
  expect(organizationKey({ ...party, uscc: "91510100MA0DEM0A77" as Uscc })).toBe("91510100MA0DEM0A77");
  expect(organizationKey({ ...party, name: "张三" })).toBeNull();
  expect(organizationKey({ ...party, name: "Merck & Co., Inc.", officeCode: "US", regionCode: null })).not.toBeNull();
});

function numbers(...texts: readonly string[]): ApplicationNumber[] {
  return texts as readonly string[] as ApplicationNumber[];
}

function storedDocument(kind: string, date: string, title: string | null): StoredDocument {
  return {
    publication: { office: "CN", number: "116012345", kind, date, gazetteNumber: null },
    bibliography: {
      applicationNumber: "CN202310123456.6" as ApplicationNumber,
      type: "INVENTION",
      isPctNationalPhase: false,
      title,
      titleEn: null,
      filingDate: "2023-02-14",
      applicants: [],
      inventors: [],
      agency: null,
      agents: [],
      ipc: kind === "A" ? ["C09J4/02"] : [],
      locarno: [],
      priorities: [],
      pct: null,
      parent: null,
      citations: [],
      images: [],
      abstract: null,
      briefExplanation: null,
    },
    claimCount: 1,
    sourceFile: `${kind}.xml`,
    origin: "import",
    importedAt: 1,
  };
}
