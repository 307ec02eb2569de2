import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inpadocEventView } from "#subgraphs/national/legal/legal-event-view.ts";
import { type OpenNational, openNational } from "#tests/subgraphs/national/open-national.ts";

let national: OpenNational;
beforeAll(async () => {
  national = await openNational();
});
afterAll(() => national[Symbol.asyncDispose]());

const CLEANER = "CN201810555666.1";

async function patent(fields: string, number = CLEANER, language: "zh" | "en" = "zh"): Promise<unknown> {
  const { data, errors } = await national.ask(`{ patent(number: "${number}") { ${fields} } }`, { language });
  expect(errors).toBeUndefined();
  return data?.["patent"];
}

describe("legal events", () => {
  test("stand in order of the gazette with kind, class and text", async () => {
    const answer = await patent(
      "legalEvents { total { value relation } knownThrough nodes { date code kind { code label } eventClass { code } text office { code } } }",
    );
    expect(answer).toMatchObject({
      legalEvents: {
        total: { value: 5, relation: "EXACT" },
        knownThrough: expect.stringMatching(/^20\d\d-\d\d-\d\d$/),
        nodes: [
          { date: "2018-11-06", kind: { code: "PUBLISHED", label: "公布" }, office: { code: "CN" } },
          { kind: { code: "SUBSTANTIVE_EXAM" } },
          { kind: { code: "GRANTED" } },
          {
            date: "2023-03-28",
            code: "TR01",
            kind: { code: "TRANSFER_PATENT" },
            eventClass: { code: "PARTY_CHANGE" },
            text: "专利权的转移",
          },
          { kind: { code: "PLEDGE" }, eventClass: { code: "TRANSACTION" } },
        ],
      },
    });
  });

  test("are paged and chosen by kind", async () => {
    const first = await patent(
      "legalEvents(first: 1, kinds: [TRANSFER_PATENT, PLEDGE]) { total { value } pageInfo { hasNextPage endCursor } nodes { code } }",
    );
    expect(first).toMatchObject({
      legalEvents: { total: { value: 2 }, pageInfo: { hasNextPage: true }, nodes: [{ code: "TR01" }] },
    });
    const cursor = (first as { legalEvents: { pageInfo: { endCursor: string } } }).legalEvents.pageInfo.endCursor;
    const next = await patent(
      `legalEvents(first: 1, after: "${cursor}", kinds: [TRANSFER_PATENT, PLEDGE]) { pageInfo { hasNextPage } nodes { code } }`,
    );
    expect(next).toMatchObject({ legalEvents: { pageInfo: { hasNextPage: false }, nodes: [{ code: "PE01" }] } });
  });

  test("tell their particulars by type, parties matched with organisations", async () => {
    const answer =
      await patent(`legalEvents(kinds: [TRANSFER_PATENT, PLEDGE]) { nodes { effectiveDate items { label value } details {
      __typename
      ... on TransferDetails { scope { code label } relation { code } effectiveDate before { name organization { uscc } } after { name organization { uscc } } }
      ... on PledgeDetails { registrationNumber pledgors { name } pledgees { name organization { uscc } } }
    } } }`);
    expect(answer).toMatchObject({
      legalEvents: {
        nodes: [
          {
            effectiveDate: "2023-03-10",
            items: expect.arrayContaining([{ label: "登记生效日", value: "20230310" }]),
            details: {
              __typename: "TransferDetails",
              scope: { code: "PATENT", label: "专利权" },
              relation: { code: "UNRELATED" },
              before: [{ name: "成都示例光电有限公司", organization: { uscc: "91510100MA0DEM0A77" } }],
              after: [{ name: "重庆示例新材料有限公司", organization: { uscc: "91500107MA0DEM1B1C" } }],
            },
          },
          {
            effectiveDate: "2024-01-15",
            details: {
              __typename: "PledgeDetails",
              registrationNumber: "Y2024980000015",
              pledgees: [{ name: "重庆示例银行股份有限公司九龙坡支行", organization: null }],
            },
          },
        ],
      },
    });
  });
});

describe("the status on a day", () => {
  const STATUS = "code effectiveDate certainty knownThrough reason { code message }";

  test("counts a lapse from the day on which the right ended", async () => {
    const answer = await patent(
      `before: legalStatus(asOf: "2024-04-05") { ${STATUS} } after: legalStatus(asOf: "2024-04-06") { ${STATUS} }`,
      "CN202220765432.1",
    );
    expect(answer).toMatchObject({
      before: { code: "IN_FORCE" },
      after: { code: "LAPSED_FEE", effectiveDate: "2024-04-06", certainty: "GAZETTED", reason: null },
    });
  });

  test("is nothing before the filing, and says so where the gazette is not loaded that far", async () => {
    const answer = await patent(
      `early: legalStatus(asOf: "2018-05-31") { ${STATUS} } far: legalStatus(asOf: "2030-01-01") { ${STATUS} }`,
      CLEANER,
      "en",
    );
    expect(answer).toMatchObject({
      early: { code: "UNKNOWN", reason: { code: "NOT_YET_FILED" } },
      far: {
        code: "IN_FORCE",
        certainty: "INFERRED",
        reason: { code: "NO_LOSS_GAZETTED", message: expect.stringContaining("2030-01-01") },
      },
    });
  });

  test.each(["2026-02-30", "0001-01-01", "1799-12-31", "10000-01-01", "2026-1-1", ""])(
    "the day %j is BAD_USER_INPUT, with the days that can be asked about",
    async (asOf) => {
      for (const field of ["legalStatus", "encumbrances", "annuities"]) {
        const { errors } = await national.ask(
          `{ patent(number: "${CLEANER}") { ${field}(asOf: "${asOf}") { __typename } } }`,
          { language: "en" },
        );
        expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", reason: { code: "asOf" } } }]);
        expect(JSON.stringify(errors)).toContain("from 1800-01-01 to 9999-12-31");
      }
    },
  );

  test.each(["1800-01-01", "9999-12-31"])("the day %s is answered", async (asOf) => {
    const { errors } = await national.ask(
      `{ patent(number: "${CLEANER}") { legalStatus(asOf: "${asOf}") { code } encumbrances(asOf: "${asOf}") { sinceDate } annuities(asOf: "${asOf}") { patentYear } } }`,
    );
    expect(errors).toBeUndefined();
  });
});

test("what burdens a right on a day, with the entry that set it up", async () => {
  const answer = await patent(
    `now: encumbrances { kind { code label } sinceDate event { code details { ... on PledgeDetails { registrationNumber } } } } before: encumbrances(asOf: "2024-01-14") { sinceDate }`,
    CLEANER,
    "en",
  );
  expect(answer).toMatchObject({
    now: [
      {
        kind: { code: "PLEDGED", label: "Pledged" },
        sinceDate: "2024-01-15",
        event: { code: "PE01", details: { registrationNumber: "Y2024980000015" } },
      },
    ],
    before: [],
  });
});

describe("owners", () => {
  const OWNERS =
    "currentOwners { name organization { uscc } match { method confidence } sinceDate certainty reason { code } }";

  test("are those after the transfer, matched by name to the organisation that has a code", async () => {
    expect(await patent(OWNERS)).toEqual({
      currentOwners: [
        {
          name: "重庆示例新材料有限公司",
          organization: { uscc: "91500107MA0DEM1B1C" },
          match: { method: "NAME", confidence: 0.6 },
          sinceDate: "2023-03-10",
          certainty: "GAZETTED",
          reason: null,
        },
      ],
    });
  });

  test("without a transfer are the applicants, by their codes, since the grant", async () => {
    expect(await patent(OWNERS, "CN202310123456.6")).toMatchObject({
      currentOwners: [
        {
          organization: { uscc: "91510100MA0DEM0A77" },
          match: { method: "USCC", confidence: 1 },
          sinceDate: "2024-08-20",
          certainty: "INFERRED",
        },
      ],
    });
  });
});

test("INPADOC codes of China have a kind, padded or not; of other offices only the class of their letter", () => {
  const event = { date: "2013-01-02", effectiveDate: null, text: "", items: [] };
  expect(inpadocEventView({ ...event, office: "CN", code: "C06 " })).toMatchObject({
    code: "C06",
    kind: { code: "PUBLISHED" },
    eventClass: { code: "PUBLICATION" },
  });
  expect(inpadocEventView({ ...event, office: "EP", code: "17P ", classLetter: "D" })).toMatchObject({
    kind: { code: "OTHER" },
    eventClass: { code: "EXAMINATION" },
  });
  expect(inpadocEventView({ ...event, office: "EP", code: "PE01" }).kind.code).toBe("OTHER");
});
