import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeApplicationNumber } from "#schema/ids/application-number.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { makeUscc } from "#schema/ids/uscc.ts";
import { organizationKindOf } from "#subgraphs/national/party/organization-kind.ts";
import { importFiles, legalEvent, standardDocument, wrapped } from "#tests/adapters/cnipa-bulk/xml-parts.ts";
import { type OpenNational, openNational } from "./open-national.ts";

const HONG_KONG = makeApplicationNumber(2021, 1, 10_001);
const NAMESAKE = makeApplicationNumber(2021, 1, 20_001);
const PERSON = makeApplicationNumber(2021, 1, 30_001);
const RENAMED = makeApplicationNumber(2021, 1, 40_001);
const STRANGER = makeApplicationNumber(2021, 1, 50_001);
const OPTICS = "91510100MA0DEM0A77";

let national: OpenNational;
beforeAll(async () => {
  national = await openNational();
  const own = (number: string, over: object) =>
    standardDocument({ original: number.slice(2), number: number.slice(5, 14), ...over });
  await importFiles(national.dataDir, {
    "delivery.xml": wrapped(
      own(HONG_KONG, { address: "香港九龙示例道1号" }).replace(
        "<base:WIPOST3Code>CN</base:WIPOST3Code><base:Text>",
        "<base:WIPOST3Code>HK</base:WIPOST3Code><base:Text>",
      ),
      own(NAMESAKE, { address: "510000 广东省广州市天河区示例路1号" }),
      own(PERSON, { applicant: "张示例" }),
      own(RENAMED, { applicant: "成都旧名光电有限公司", organizationCode: OPTICS, date: "20220104" }),
      own(STRANGER, { applicant: "重庆示例新材料有限公司", address: "610000 四川省成都市高新区示例路1号" }),
      legalEvent({
        original: RENAMED.slice(2),
        code: "CP01",
        name: "专利权人的姓名或者名称、地址的变更",
        date: "20220301",
        information: "变更事项：专利权人\n变更前：成都旧名光电有限公司\n变更后：成都示例光电有限公司",
      }),
    ),
  });
});
afterAll(() => national[Symbol.asyncDispose]());

const APPLICANT =
  "applicants { name office { code label } organization { id uscc organizationKind { code } office { label } } match { method confidence } }";

async function applicantOf(number: string) {
  const { data, errors } = await national.ask(`{ patent(number: "${number}") { ${APPLICANT} } }`);
  expect(errors).toBeUndefined();
  const patent = data?.["patent"] as { readonly applicants: readonly Applicant[] } | undefined;
  return patent?.applicants[0];
}

interface Organization {
  readonly patents: { readonly nodes: readonly { readonly applicants: readonly Applicant[] }[] };
}

interface Applicant {
  readonly organization: { readonly id: string; readonly uscc: string | null } | null;
  readonly match: { readonly confidence: number } | null;
}

describe("an applicant", () => {
  test("of Hong Kong is not the mainland company of the same name, and its label is 中国香港", async () => {
    expect(await applicantOf(HONG_KONG)).toMatchObject({
      office: { code: "HK", label: "中国香港" },
      organization: { uscc: null, organizationKind: { code: "FOREIGN" }, office: { label: "中国香港" } },
      match: { method: "NAME", confidence: 0.5 },
    });
  });

  test("of the same name in another province stands alone, below the threshold", async () => {
    expect(await applicantOf(NAMESAKE)).toMatchObject({
      organization: { uscc: null },
      match: { method: "NAME_AND_REGION", confidence: 0.5 },
    });
    expect(await applicantOf(STRANGER)).toMatchObject({ organization: { uscc: null } });
  });

  test("that is a natural person is no organisation", async () => {
    expect(await applicantOf(PERSON)).toMatchObject({ organization: null, match: null });
  });
});

test("an organisation has its former names, kind, office and patents", async () => {
  const { data, errors } = await national.ask(
    `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Organization {
      uscc name organizationKind { code label } office { code } region { code }
      formerNames { name untilDate evidence { code label } }
      patents(first: 2) { total { value relation } pageInfo { hasNextPage } nodes { applicants { organization { uscc } } } }
    } } }`,
    { variables: { r: [{ __typename: "Organization", uscc: OPTICS }] } },
  );
  expect(errors).toBeUndefined();
  const [organization] = (data?.["_entities"] ?? []) as readonly Organization[];
  expect(organization).toMatchObject({
    name: "成都示例光电有限公司",
    organizationKind: { code: "ENTERPRISE", label: "企业" },
    office: { code: "CN" },
    formerNames: [
      { name: "成都旧名光电有限公司", untilDate: "2022-03-01", evidence: { code: "NAME_CHANGE", label: "更名公告" } },
    ],
    patents: { total: { relation: "EXACT" }, pageInfo: { hasNextPage: true } },
  });
  const nodes = organization?.patents.nodes ?? [];
  expect(nodes).toHaveLength(2);
  for (const { applicants } of nodes)
    expect(applicants.map(({ organization }) => organization?.uscc)).toContain(OPTICS);
});

test("two organisations with different codes are never one, however alike their names", async () => {
  const part = fc.constantFrom("成都", "示例", "光电", "有限公司", "（", "）", "(", ")", " ", "集团", "股份");
  const name = fc.array(part, { minLength: 2, maxLength: 6 }).map((parts) => `${parts.join("")}公司`);
  const serial = fc.integer({ min: 0, max: 99_999 });
  await fc.assert(
    fc.asyncProperty(name, name, serial, serial, async (one, other, a, b) => {
      fc.pre(a !== b);
      const codes = [a, b].map((number) => makeUscc("91510100", `MA8${String(number).padStart(5, "0")}`));
      const numbers = [a, b].map((number, index) =>
        makeApplicationNumber(2020, 1, 1_000_000 + index * 100_000 + number),
      );
      const documents = [one, other].map((applicant, index) =>
        standardDocument({
          original: numbers[index]?.slice(2) ?? "",
          number: numbers[index]?.slice(5, 14) ?? "",
          applicant,
          organizationCode: codes[index] ?? "",
        }),
      );
      await importFiles(national.dataDir, { [`pair-${a}-${b}.xml`]: wrapped(...documents) });
      const found = await Promise.all(numbers.map(applicantOf));
      expect(found.map((applicant) => applicant?.organization?.uscc)).toEqual(codes);
      expect(found[0]?.organization?.id).toBe(encodeNodeId("Organization", codes[0] ?? ""));
      expect(found[0]?.organization?.id).not.toBe(found[1]?.organization?.id);
    }),
    { numRuns: 12 },
  );
});

test.each([
  ["四川大学", "12510000450718765X", "CN", "UNIVERSITY"],
  ["四川示例研究院", null, "CN", "RESEARCH_INSTITUTE"],
  ["成都市某某局", "11510100MB0000001X", "CN", "GOVERNMENT"],
  ["四川示例学会", "51510000MJX173672F", "CN", "SOCIAL_ORGANIZATION"],
  ["四川示例医院", null, "CN", "HOSPITAL"],
  ["成都示例五金经营部", "92510100MA00000000", "CN", "INDIVIDUAL"],
  ["三星电子株式会社", null, "KR", "FOREIGN"],
  ["成都示例光电有限公司", null, null, "ENTERPRISE"],
] as const)("%s is %4$s", (name, uscc, officeCode, kind) => {
  expect(organizationKindOf({ name, uscc: uscc as never, officeCode })).toBe(kind);
});
