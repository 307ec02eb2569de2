import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCnipaBulk } from "#adapters/cnipa-bulk/client.ts";
import { createPatentStore } from "#adapters/cnipa-bulk/store/create-patent-store.ts";
import { makeApplicationNumber } from "#schema/ids/application-number.ts";
import { importFiles, standardDocument, wrapped } from "#tests/adapters/cnipa-bulk/xml-parts.ts";
import { type OpenNational, openNational } from "./open-national.ts";

const LONG = "CN202110991218.8";

let national: OpenNational;
beforeAll(async () => {
  national = await openNational();
  const description = Array.from({ length: 45 }, (_, index) => `第${index + 1}段。`);
  const agent = (name: string) =>
    `<business:Parties><business:AgentDetails><business:Agent><business:Agency><base:AddressBook><base:OrganizationName>${name}</base:OrganizationName></base:AddressBook></business:Agency><base:AddressBook><base:Name>李示范</base:Name></base:AddressBook></business:Agent></business:AgentDetails></business:Parties>`;
  const common = { original: "202110991218.8", number: "113991218", filingDate: "20210827" };
  await importFiles(national.dataDir, {
    "delivery.xml": wrapped(
      standardDocument({
        original: "202010123456.2",
        number: "111555666",
        date: "20200512",
        more: agent("成都旧示例事务所（普通合伙） 51299"),
      }),
      standardDocument({
        ...common,
        description,
        claims: ["旧权利要求。"],
        more: agent("成都旧示例事务所（普通合伙） 51299"),
      }),
      standardDocument({
        ...common,
        kind: "B",
        date: "20230512",
        claims: ["一种示例装置。", "根据权利要求1所述的示例装置。"],
        more: agent("成都新示例代理有限公司 51299"),
      }),
    ),
  });
});
afterAll(() => national[Symbol.asyncDispose]());

async function patent(fields: string, number = LONG, language: "zh" | "en" = "zh"): Promise<unknown> {
  const { data, errors } = await national.ask(`{ patent(number: "${number}") { ${fields} } }`, { language });
  expect(errors).toBeUndefined();
  return data?.["patent"];
}

describe("claims", () => {
  test("are those of the newest text, with the publication told", async () => {
    const fields =
      "claims(first: 1) { total { value } publication { publicationNumber } reason { code } pageInfo { hasNextPage } nodes { number text independent dependsOn } }";
    expect(await patent(fields)).toEqual({
      claims: {
        total: { value: 2 },
        publication: { publicationNumber: "CN113991218B" },
        reason: null,
        pageInfo: { hasNextPage: true },
        nodes: [{ number: 1, text: "一种示例装置。", independent: true, dependsOn: [] }],
      },
    });
  });

  test("a design has none, with the reason", async () => {
    expect(
      await patent(
        "claims { total { value } reason { code message } } descriptionParagraphs { reason { code } }",
        "CN202430234567.X",
        "en",
      ),
    ).toMatchObject({
      claims: {
        total: { value: 0 },
        reason: { code: "NOT_APPLICABLE", message: expect.stringContaining("brief explanation") },
      },
      descriptionParagraphs: { reason: { code: "NOT_APPLICABLE" } },
    });
  });
});

describe("the description", () => {
  test("is read page by page to its end, of the publication that has one", async () => {
    const seen: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < 5; page += 1) {
      const cursor: string = after === null ? "" : `, after: "${after}"`;
      const answer = (await patent(
        `descriptionParagraphs(first: 20${cursor}) { total { value } publication { kindCode } pageInfo { hasNextPage endCursor } nodes { text } }`,
      )) as Pages;
      const part = answer.descriptionParagraphs;
      expect(part).toMatchObject({ total: { value: 45 }, publication: { kindCode: "A" } });
      seen.push(...part.nodes.map(({ text }) => text));
      if (!part.pageInfo.hasNextPage) break;
      after = part.pageInfo.endCursor;
    }
    expect(seen).toEqual(Array.from({ length: 45 }, (_, index) => `第${index + 1}段。`));
  });

  test("is never given in bulk: more than twenty paragraphs a page are refused", async () => {
    const { errors } = await national.ask(
      `{ patent(number: "${LONG}") { descriptionParagraphs(first: 21) { total { value } } } }`,
    );
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", reason: { code: "first" } } }]);
  });

  test("that no publication brought is none, with the reason", async () => {
    expect(
      await patent("descriptionParagraphs { total { value } nodes { text } reason { code } }", "CN202310123456.6"),
    ).toEqual({
      descriptionParagraphs: { total: { value: 0 }, nodes: [], reason: { code: "UNKNOWN" } },
    });
  });
});

interface Pages {
  readonly descriptionParagraphs: {
    readonly nodes: readonly { readonly text: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}

test("the agency at filing stands apart from the agency now, its former names with the latter", async () => {
  expect(
    await patent(
      "agents agencyAtFiling { code name agency { name } } agency { code name formerNames { name untilDate evidence { code label } } }",
    ),
  ).toEqual({
    agents: ["李示范"],
    agencyAtFiling: { code: "51299", name: "成都旧示例事务所（普通合伙）", agency: { name: "成都新示例代理有限公司" } },
    agency: {
      code: "51299",
      name: "成都新示例代理有限公司",
      formerNames: [
        {
          name: "成都旧示例事务所（普通合伙）",
          untilDate: "2020-05-12",
          evidence: { code: "PUBLICATION", label: "公布文本" },
        },
      ],
    },
  });
});

test("the pair of one day are two patents that name each other", async () => {
  const fields = "applicationNumber relations { kind applicationNumber patent { patentType { code } } }";
  expect(await patent(fields, "CN202110444555.5")).toMatchObject({
    relations: [
      {
        kind: "SAME_DAY_UTILITY_MODEL",
        applicationNumber: "CN202120888999.3",
        patent: { patentType: { code: "UTILITY_MODEL" } },
      },
    ],
  });
  expect(await patent(fields, "CN202120888999.3")).toMatchObject({
    relations: [{ kind: "SAME_DAY_INVENTION", applicationNumber: "CN202110444555.5" }],
  });
});

test("a design has its brief explanation; what it or another patent has not is told in absences", async () => {
  const fields = "briefExplanation hagueRegistrationNumber absences { field reason { code } }";
  expect(await patent(fields, "CN202430234567.X")).toMatchObject({
    briefExplanation: "本外观设计的设计要点在于形状。",
    hagueRegistrationNumber: null,
    absences: expect.arrayContaining([
      { field: "claims", reason: { code: "NOT_APPLICABLE" } },
      { field: "hagueRegistrationNumber", reason: { code: "UNKNOWN" } },
    ]),
  });
  expect(await patent(fields, "CN202310123456.6")).toMatchObject({
    briefExplanation: null,
    absences: expect.arrayContaining([{ field: "briefExplanation", reason: { code: "NOT_APPLICABLE" } }]),
  });
});

describe("images and citations", () => {
  test("a design has its views, others their abstract figure and drawings", async () => {
    const fields = "images { total { value } nodes { kind label } } absences { field }";
    const design = await patent(fields, "CN202430234567.X");
    const views = ["主视图", "后视图", "左视图", "右视图", "俯视图", "仰视图", "立体图"];
    expect(design).toMatchObject({
      images: { total: { value: 7 }, nodes: views.map((label) => ({ kind: "VIEW", label })) },
      absences: expect.not.arrayContaining([{ field: "images" }]),
    });
    expect(await patent(fields, "CN202220765432.1")).toMatchObject({
      images: {
        nodes: expect.arrayContaining([
          { kind: "ABSTRACT", label: null },
          { kind: "DRAWING", label: "图1" },
        ]),
      },
    });
    expect(await patent(fields, LONG)).toMatchObject({
      images: { total: { value: 0 } },
      absences: expect.arrayContaining([{ field: "images" }]),
    });
  });

  const number = makeApplicationNumber(2020, 1, 654_321);
  beforeAll(async () => {
    const figure = `<business:Drawings><business:Figure figureLabels="图1"><base:Image file="delivery/HDA00011.JPG"/></business:Figure></business:Drawings>`;
    const cited = `<business:ReferencesCited><business:Citation><business:ApplicationCitation><business:PublicationReference><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>116012345</base:DocNumber><base:Kind>B</base:Kind></base:DocumentID></business:PublicationReference></business:ApplicationCitation></business:Citation></business:ReferencesCited>`;
    const document = standardDocument({
      original: number.slice(2),
      number: "111123456",
      filingDate: "20200210",
      more: cited,
    });
    await importFiles(national.dataDir, {
      "figures.xml": wrapped(
        document.replace("</business:PatentDocumentAndRelated>", `${figure}</business:PatentDocumentAndRelated>`),
      ),
    });
  });

  test("without a server of the operator's an image has no address, with the reason", async () => {
    expect(await patent("images { total { value } nodes { kind label url urlReason { code } } }", number)).toEqual({
      images: {
        total: { value: 1 },
        nodes: [{ kind: "DRAWING", label: "图1", url: null, urlReason: { code: "NO_IMAGE_SERVER" } }],
      },
    });
  });

  test("a cited patent document has its number and, where it is held, the patent", async () => {
    expect(
      await patent(
        "citations { total { value relation } nodes { category publicationNumber nonPatentText office { code } patent { title } } }",
        number,
      ),
    ).toMatchObject({
      citations: {
        total: { value: 1, relation: "EXACT" },
        nodes: [
          {
            publicationNumber: "CN116012345B",
            nonPatentText: null,
            office: { code: "CN" },
            patent: { title: "一种低温固化光学胶及其制备方法" },
          },
        ],
      },
    });
  });

  test("with one it stands below its address by the file's name", async () => {
    const store = createPatentStore(national.dataDir);
    const bulk = createCnipaBulk(store, { now: Date.now }, "https://images.example.cn/cnipa/");
    const { data } = await national.with({ bulk })(
      `{ patent(number: "${number}") { images { nodes { url urlReason { code } } } } }`,
    );
    expect(data?.["patent"]).toEqual({
      images: { nodes: [{ url: "https://images.example.cn/cnipa/HDA00011.JPG", urlReason: null }] },
    });
    await store.close();
  });
});
