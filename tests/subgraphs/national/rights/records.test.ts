import { afterAll, beforeAll, expect, test } from "vitest";
import { OPTICS, type OpenRights, openRights, RIGHTS_WORLD as world } from "./open-rights.ts";

let rights: OpenRights;
beforeAll(async () => {
  rights = await openRights();
});
afterAll(() => rights[Symbol.asyncDispose]());

const ask: OpenRights["ask"] = (query, options) => rights.ask(query, options);
const data: OpenRights["data"] = (query) => rights.data(query);

const MARK = `number name isMadrid registrationDate validUntil agencyName region { code }
  trademarkKind { code label raw } applicants { name organization { uscc } match { method confidence } }
  classes { niceClass status { code label raw } statusDate sourceCodes goods { text similarGroup } flows { date text } }
  splitFrom { number } splitParts { number } warnings { code } absences { field reason { code message } }
  provenance { source { code } sourceRecordId accessPolicy }`;

test("a mark is one record whose classes each have goods, steps and a state from the latest dated step about itself", async () => {
  const { trademark } = await data(`{ trademark(number: "第６８０１２３４５号") { ${MARK} } }`);
  expect(trademark).toMatchObject({
    number: "68012345",
    isMadrid: false,
    region: { code: "510100" },
    trademarkKind: { code: "ORDINARY", label: "一般商标", raw: "一般" },
    applicants: [
      {
        name: OPTICS,
        organization: { uscc: "91510100MA0DEM0A77" },
        match: { method: "NAME_AND_REGION", confidence: 0.9 },
      },
    ],
    validUntil: "2033-05-20",
    warnings: [],
    absences: [],
    splitFrom: null,
    splitParts: [],
    provenance: {
      source: { code: "national-registers" },
      sourceRecordId: expect.stringMatching(/^\d{19}$/),
      accessPolicy: "PUBLIC",
    },
  });
  const { classes } = trademark as { readonly classes: readonly Record<string, unknown>[] };
  const registered = { code: "REGISTERED", label: "已注册", raw: "商标注册申请注册公告排版完成" };
  // A later application for a transfer stands in class 42; it is a step, and says nothing of the mark's own state.
  expect(classes).toMatchObject([
    { niceClass: 9, status: registered, statusDate: "2023-05-21", sourceCodes: ["2", expect.any(String)] },
    { niceClass: 42, status: registered, statusDate: "2023-05-21", flows: expect.objectContaining({ length: 4 }) },
  ]);
});

test("what was split off on a partial refusal is a mark of its own, related both ways, each with its own state", async () => {
  const answer = await data(`{
    rest: trademark(number: "68054321") { ${MARK} }
    part: trademark(number: "68054321a") { ${MARK} }
  }`);
  expect(answer["rest"]).toMatchObject({
    splitFrom: null,
    splitParts: [{ number: "68054321A" }],
    registrationDate: null,
    validUntil: null,
    classes: [{ niceClass: 1, status: { code: "REFUSAL_REVIEW", label: "驳回复审中" } }],
    absences: [
      { field: "registrationDate", reason: { code: "NOT_APPLICABLE", message: "尚未核准注册" } },
      { field: "validUntil", reason: { code: "NOT_APPLICABLE" } },
    ],
  });
  expect(answer["part"]).toMatchObject({
    splitFrom: { number: "68054321" },
    splitParts: [],
    registrationDate: "2023-09-14",
    // The register prints no term for it.
    validUntil: "2033-09-13",
    warnings: [{ code: "VALID_UNTIL_RECKONED" }],
    classes: [{ niceClass: 1, status: { code: "REGISTERED" } }],
  });
});

test("a Madrid designation keeps its G, and its foreign owner, whose name has commas, is one and matches nobody", async () => {
  const { trademark } = await data(`{ trademark(number: "g 1799001") { ${MARK} } }`);
  expect(trademark).toMatchObject({
    number: "G1799001",
    isMadrid: true,
    region: null,
    applicants: [{ name: "Lumenia Optics & Co., Inc.", organization: null, match: null }],
    splitParts: [],
    agencyName: null,
  });
});

test("labels and reasons are told in English where it is asked for", async () => {
  const { data: answer } = await ask(
    `{ trademark(number: "68054321") { classes { status { label } } absences { reason { message } } }
       geographicalIndication(number: "2019年第990号") { system { label } region { name } } }`,
    { language: "en" },
  );
  expect(answer).toMatchObject({
    trademark: {
      classes: [{ status: { label: "Refusal under review" } }],
      absences: [{ reason: { message: "Not registered" } }, {}],
    },
    geographicalIndication: { system: { label: "Protected product" } },
  });
});

test("software: registration and certificate are two numbers; owners are printed and matched", async () => {
  const { softwareCopyright } = await data(`{ softwareCopyright(number: "2023ｓｒ0123456") {
    registrationNumber certificateNumber name shortName version classificationCode completionDate firstPublicationDate
    owners { name organization { name } match { method confidence } } absences { field reason { code } } } }`);
  expect(softwareCopyright).toEqual({
    registrationNumber: "2023SR0123456",
    certificateNumber: "软著登字第10990001号",
    name: "光学胶固化监控软件",
    shortName: null,
    version: "V1.0",
    classificationCode: "30200-0000",
    completionDate: "2022-10-31",
    firstPublicationDate: null,
    owners: [{ name: OPTICS, organization: { name: OPTICS }, match: { method: "NAME_AND_REGION", confidence: 0.9 } }],
    absences: [{ field: "firstPublicationDate", reason: { code: "UNKNOWN" } }],
  });
});

test("works: the category is the register's word, the province that of its register", async () => {
  const { registeredWork, registeredWorks } = await data(`{
    registeredWork(number: "渝作登字－2024－F－09900001") {
      name workCategory { code label raw } categoryLetter registerRegion { code name } absences { field }
    }
    registeredWorks(first: 50) { nodes { registrationNumber registerRegion { code } absences { field reason { code } } } }
  }`);
  expect(registeredWork).toMatchObject({
    workCategory: { code: "FINE_ART", label: "美术", raw: "美术" },
    categoryLetter: "F",
    registerRegion: { code: "500000", name: "重庆市" },
  });
  const nodes = (registeredWorks as { readonly nodes: readonly WorkNode[] }).nodes;
  const ofTheNation = nodes.filter(({ registrationNumber }) => registrationNumber.startsWith("国"));
  expect(ofTheNation.length).toBeGreaterThan(0);
  for (const { registerRegion, absences } of ofTheNation) {
    expect(registerRegion).toBeNull();
    expect(absences).toContainEqual({ field: "registerRegion", reason: { code: "NOT_APPLICABLE" } });
  }
});

interface WorkNode {
  readonly registrationNumber: string;
  readonly registerRegion: object | null;
  readonly absences: readonly object[];
}

const INDICATION =
  "number name system { code label } trademark { number trademarkKind { code } } holders { name } absences { field reason { code } }";

test("the three systems of indications stay apart; one protected as a mark is joined with that mark", async () => {
  const answer = await data(`{
    product: geographicalIndication(number: "2019年第０990号") { ${INDICATION} }
    mark: geographicalIndication(number: "96900001") { ${INDICATION} }
    agricultural: geographicalIndication(number: "agi99001") { ${INDICATION} }
  }`);
  expect(answer).toMatchObject({
    product: {
      name: "示例柑橘",
      system: { code: "PRODUCT" },
      trademark: null,
      absences: [{ field: "trademark", reason: { code: "NOT_APPLICABLE" } }],
    },
    mark: {
      name: "拟例榨菜",
      system: { code: "TRADEMARK", label: "地理标志集体商标、证明商标" },
      trademark: { number: "96900001", trademarkKind: { code: "CERTIFICATION" } },
      absences: [],
    },
    agricultural: { name: "拟例竹笋", system: { code: "AGRICULTURAL" }, holders: [{ name: "雅安市拟例竹业协会" }] },
  });
});

test("an announcement of two products is ambiguous without a name, and two records in a list", async () => {
  const { errors } = await ask(`{ geographicalIndication(number: "2021年第991号") { name } }`);
  expect(errors).toMatchObject([
    { extensions: { code: "AMBIGUOUS_IDENTIFIER", reason: { candidates: ["拟例花椒", "拟例青花椒"] } } },
  ]);
  const answer = await data(`{
    one: geographicalIndication(number: "2021年第991号", name: "拟例青花椒") { id name }
    both: geographicalIndications(filter: { numbers: ["2021年第991号"] }) { total { value } nodes { id name } }
  }`);
  expect(answer["one"]).toMatchObject({ name: "拟例青花椒" });
  const { nodes } = answer["both"] as { readonly nodes: readonly { readonly id: string }[] };
  expect(new Set(nodes.map(({ id }) => id)).size).toBe(2);
});

test("a layout design's doubtful digit is a warning, its end the earliest of the three rules", async () => {
  const { layoutDesign } = await data(`{ layoutDesign(number: "BS235001230") {
    registrationNumber filingDate creationDate firstExploitationDate expiryDate warnings { code message } } }`);
  expect(layoutDesign).toEqual({
    registrationNumber: "BS.235001230",
    filingDate: "2023-01-10",
    creationDate: "2022-06-30",
    firstExploitationDate: "2022-11-18",
    expiryDate: "2032-11-18",
    warnings: [{ code: "CHECK_DIGIT_DOUBTFUL", message: expect.stringContaining("应为 6") }],
  });
});

test("plant varieties name the ministry that numbers them", async () => {
  const [variety] = world.rights.plantVarieties;
  const { plantVariety } = await data(`{ plantVariety(number: "${variety?.number}") {
    number name species authority { code label } holders { name } filingDate } }`);
  const label = variety?.authority === "AGRICULTURE" ? "农业农村部" : "国家林业和草原局";
  expect(plantVariety).toMatchObject({
    number: variety?.number,
    species: variety?.species,
    authority: { code: variety?.authority, label },
    filingDate: variety?.filingDate,
  });
});
