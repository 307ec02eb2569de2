import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CnipaBulk } from "#adapters/cnipa-bulk/client.ts";
import { runImport } from "#adapters/cnipa-bulk/import/run-import.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { samplesDir } from "#tests/support/samples.ts";
import { brokenOps, type OpenNational, openNational } from "./open-national.ts";

let national: OpenNational;

beforeAll(async () => {
  national = await openNational();
});

afterAll(() => national[Symbol.asyncDispose]());

const BY_NUMBER = "query ($number: String!) { patent(number: $number) { applicationNumber title } }";

describe("one number", () => {
  test.each([
    "CN202310123456.6",
    "ＺＬ２０２３ １ ０１２３４５６．６",
    "202310123456",
    "102023000123456",
    "CN116012345B",
    "cn 116012345 a",
    "CN116012345",
    "116012345",
  ])("%s names the adhesive", async (number) => {
    const { data } = await national.ask(BY_NUMBER, { variables: { number } });
    expect(data?.["patent"]).toEqual({
      applicationNumber: "CN202310123456.6",
      title: "一种低温固化光学胶及其制备方法",
    });
  });

  test("an unknown number is null without an error", async () => {
    const answer = await national.ask(BY_NUMBER, { variables: { number: "CN199910123456.1" } });
    const unknown = await national.ask(BY_NUMBER, { variables: { number: "CN201610311380.X" } });
    expect(answer.errors?.[0]?.extensions.code).toBe("INVALID_IDENTIFIER");
    expect(unknown).toMatchObject({ data: { patent: null } });
    expect(unknown.errors).toBeUndefined();
  });

  test.each([
    ["202310123456.7", "INVALID_IDENTIFIER", { code: "CHECK_DIGIT_MISMATCH", expected: "6" }],
    ["201640311380.0", "INVALID_IDENTIFIER", { code: "UNKNOWN_TYPE_DIGIT" }],
    ["abc", "INVALID_IDENTIFIER", { code: "INVALID_FORMAT" }],
    ["", "INVALID_IDENTIFIER", { code: "EMPTY" }],
    ["971017654", "AMBIGUOUS_IDENTIFIER", { candidates: expect.arrayContaining(["CN97101765.4"]) }],
  ])("%s is %s with the reason", async (number, code, reason) => {
    const { errors } = await national.ask(BY_NUMBER, { variables: { number } });
    expect(errors).toMatchObject([
      { path: ["patent"], extensions: { code, node: "national", retryable: false, reason } },
    ]);
  });
});

test("the clerk's question is answered in full", async () => {
  const { data, errors } = await national.ask(`{
    patent(number: "CN202310123456.6") {
      id patentNumber patentType { code label } filingDate grantDate
      applicants { name sequence organization { name uscc region { code name } } match { method confidence } }
      inventors { name sequence withheld }
      legalStatus { code label raw reason { code message } effectiveDate knownThrough certainty restorable }
      publications { number kindCode publicationNumber publicationDate office { code label } }
      classifications { scheme symbol }
      agency { code name }
      provenance { hubNode { code } source { code name } sourceRecordId freshness accessPolicy licence { code attribution } }
    }
  }`);
  expect(errors).toBeUndefined();
  expect(data?.["patent"]).toMatchObject({
    patentNumber: "ZL202310123456.6",
    patentType: { code: "INVENTION", label: "发明" },
    filingDate: "2023-02-14",
    grantDate: "2024-08-20",
    applicants: [
      {
        name: "成都示例光电有限公司",
        sequence: 1,
        organization: { uscc: "91510100MA0DEM0A77", region: { code: "510100", name: "成都市" } },
        match: { method: "USCC", confidence: 1 },
      },
    ],
    legalStatus: { code: "IN_FORCE", label: "授权有效", certainty: "INFERRED", effectiveDate: "2024-08-20" },
    publications: [{ kindCode: "A" }, { publicationNumber: "CN116012345B", office: { code: "CN" } }],
    agency: { code: "50990", name: "重庆示例知识产权代理事务所（普通合伙）" },
    provenance: { hubNode: { code: "national" }, source: { code: "cnipa-bulk" }, accessPolicy: "DERIVED_ONLY" },
  });
});

test("labels follow the language of the request", async () => {
  const query = `{ patent(number: "CN202220765432.1") { patentType { label } legalStatus { code label effectiveDate } } }`;
  const { data } = await national.ask(query, { language: "en" });
  expect(data?.["patent"]).toEqual({
    patentType: { label: "Utility model" },
    legalStatus: { code: "LAPSED_FEE", label: "Lapsed for unpaid fee", effectiveDate: "2024-04-06" },
  });
});

test("a divisional and its parent know each other, the pair of one day stays two", async () => {
  const { data } = await national.ask(`{
    child: patent(number: "CN202310999000.6") { relations { kind patent { applicationNumber } } grantDate absences { field reason { code } } }
    parent: patent(number: "CN202210777888.4") { relations { kind patent { applicationNumber } } }
    robot: patent(number: "CN202110444555.5") { legalStatus { code } }
    twin: patent(number: "CN202120888999.3") { legalStatus { code } inventors { name withheld } }
  }`);
  expect(data).toMatchObject({
    child: {
      relations: [{ kind: "DIVIDED_FROM", patent: { applicationNumber: "CN202210777888.4" } }],
      grantDate: null,
      absences: expect.arrayContaining(
        ["patentNumber", "grantDate", "expiryDate", "annuities"].map((field) => ({
          field,
          reason: { code: "NOT_APPLICABLE" },
        })),
      ),
    },
    parent: { relations: [{ kind: "DIVISIONAL", patent: { applicationNumber: "CN202310999000.6" } }] },
    robot: { legalStatus: { code: "IN_FORCE" } },
    twin: { legalStatus: { code: "ABANDONED_DOUBLE" }, inventors: [{}, {}, { name: null, withheld: true }] },
  });
});

test("a design has no abstract in any language: null with the reason, no error", async () => {
  const { data, errors } = await national.with({ ops: brokenOps() })(`{
    patent(number: "CN202430234567.X") { abstract en: abstract(lang: EN) classifications { scheme symbol } absences { field reason { code message } } }
  }`);
  expect(errors).toBeUndefined();
  expect(data?.["patent"]).toMatchObject({
    abstract: null,
    en: null,
    classifications: [{ scheme: "LOCARNO", symbol: "10-05" }],
    absences: expect.arrayContaining([
      { field: "abstract", reason: { code: "NOT_APPLICABLE", message: expect.any(String) } },
    ]),
  });
});

describe("many numbers", () => {
  test("come back in order, each with its answer or its problem", async () => {
    const numbers = ["CN202310123456.6", "202220765432", "202310123456.7", "CN113783949A", "abc", "971017654", "ZZ1"];
    const { data, errors } = await national.ask(
      "query ($numbers: [String!]!) { patentsByNumber(numbers: $numbers) { input patent { applicationNumber } problem { code expected candidates } } }",
      { variables: { numbers } },
    );
    expect(errors).toBeUndefined();
    expect(data?.["patentsByNumber"]).toMatchObject([
      { input: numbers[0], patent: { applicationNumber: "CN202310123456.6" }, problem: null },
      { patent: { applicationNumber: "CN202220765432.1" }, problem: null },
      { patent: null, problem: { code: "INVALID_IDENTIFIER", expected: "6" } },
      { patent: null, problem: null },
      { patent: null, problem: { code: "INVALID_IDENTIFIER" } },
      { patent: null, problem: { code: "AMBIGUOUS_IDENTIFIER", candidates: expect.arrayContaining(["CN97101765.4"]) } },
      { patent: null, problem: { code: "INVALID_IDENTIFIER" } },
    ]);
  });

  test("a failed source stands as the problem of its own number", async () => {
    const { data, errors } = await national.with({ ops: brokenOps() })(
      `{ patentsByNumber(numbers: ["CN202310123456.6", "EP1000000A1"]) { patent { title } problem { code message } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data?.["patentsByNumber"]).toMatchObject([
      { problem: null },
      { patent: null, problem: { code: "NODE_TIMEOUT" } },
    ]);
  });

  test("more than a hundred is BAD_USER_INPUT", async () => {
    const numbers = Array.from({ length: 101 }, () => "CN202310123456.6");
    const { errors } = await national.ask(
      "query ($numbers: [String!]!) { patentsByNumber(numbers: $numbers) { input } }",
      {
        variables: { numbers },
      },
    );
    expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  });

  test("a hundred numbers cost the store one question of each kind", async () => {
    const counted = new Map<string, number>();
    const bulk = new Proxy(national.bulk, {
      get: (target, method: keyof CnipaBulk) => {
        counted.set(method, (counted.get(method) ?? 0) + 1);
        return target[method];
      },
    });
    const numbers = Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? "CN202310123456.6" : "CN217654321U"));
    const { errors } = await national.with({ bulk })(
      "query ($numbers: [String!]!) { patentsByNumber(numbers: $numbers) { patent { title applicants { organization { name } } agency { name } } } }",
      { variables: { numbers } },
    );
    expect(errors).toBeUndefined();
    expect(Object.fromEntries(counted)).toMatchObject({
      byApplicationNumbers: 1,
      byPublications: 1,
      agenciesByCode: 1,
    });
    expect(counted.get("organizationsByKey")).toBeLessThanOrEqual(2);
  });
});

test("a dead OPS costs the English title alone", async () => {
  const { data, errors } = await national.with({ ops: brokenOps() })(
    `{ patent(number: "CN202310123456.6") { title en: title(lang: EN) } }`,
  );
  expect(data?.["patent"]).toEqual({ title: "一种低温固化光学胶及其制备方法", en: null });
  expect(errors).toMatchObject([
    { path: ["patent", "en"], extensions: { code: "NODE_TIMEOUT", source: "epo-ops", retryable: true } },
  ]);
});

test("a source that is off is reported as skipped", async () => {
  const { data, errors, extensions } = await national.ask(`{ patent(number: "EP1000000A1") { title } }`);
  expect(data).toEqual({ patent: null });
  expect(errors).toBeUndefined();
  expect(extensions.hub.sources).toMatchObject([{ source: "epo-ops", outcome: "SKIPPED" }]);
});

test("entities answer by id and by number in order, null for strangers and junk", async () => {
  const id = encodeNodeId("Patent", "CN202310123456.6");
  const { data, errors } = await national.ask(
    "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Patent { applicationNumber title } ... on Organization { name } } }",
    {
      variables: {
        r: [
          { __typename: "Patent", applicationNumber: "CN202220765432.1" },
          { __typename: "Patent", id },
          { __typename: "Patent", applicationNumber: "CN201610311380.X" },
          { __typename: "Patent", id: "junk" },
          { __typename: "Organization", uscc: "91500107MA0DEM1B1C" },
          { __typename: "Organization", uscc: "91110108551385082Q" },
        ],
      },
    },
  );
  expect(errors).toBeUndefined();
  expect(data?.["_entities"]).toEqual([
    { applicationNumber: "CN202220765432.1", title: "一种便携式检测支架" },
    { applicationNumber: "CN202310123456.6", title: "一种低温固化光学胶及其制备方法" },
    null,
    null,
    { name: "重庆示例新材料有限公司" },
    null,
  ]);
});

test.skipIf(samplesDir === null)("real documents are found by any spelling of their numbers", async () => {
  await using own = await openNational(100);
  const paths = ["cnipa_xml_standard", "cnipa_xml_legacy"].map((name) => join(samplesDir ?? "", name));
  await runImport(own.dataDir, { kind: "paths", paths });
  const spellings: readonly (readonly [string, string])[] = [
    ["ZL202111286633.X", "CN202111286633.X"],
    ["CN202111286633X", "CN202111286633.X"],
    ["２０２１１１２８６６３３．ｘ", "CN202111286633.X"],
    ["102021001286633", "CN202111286633.X"],
    ["CN113783949A", "CN202110991218.8"],
    ["CN104223352A", "CN201410408762.5"],
    ["PCT/JP2014/059529", "CN201480000788.4"],
  ];
  const { data } = await own.ask(
    "query ($numbers: [String!]!) { patentsByNumber(numbers: $numbers) { patent { applicationNumber legalStatus { code knownThrough } } } }",
    { variables: { numbers: spellings.map(([spelling]) => spelling) } },
  );
  const found = data?.["patentsByNumber"] as readonly { patent: { applicationNumber: string } }[];
  expect(found.map(({ patent }) => patent.applicationNumber)).toEqual(spellings.map(([, number]) => number));
  // Only their own gazettes are known of: the generated feed's days say nothing about them.
  expect(found[0]?.patent).toMatchObject({ legalStatus: { code: "PUBLISHED", knownThrough: "2021-12-10" } });
});
