import { afterAll, beforeAll, expect, test } from "vitest";
import type { EpoOpsClient } from "#adapters/epo-ops/client/epo-ops-client.ts";
import type { DocdbReference } from "#adapters/epo-ops/docdb-reference.ts";
import type { OpsDocument } from "#adapters/epo-ops/ops-document.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { type OpenNational, openNational } from "./open-national.ts";

let national: OpenNational;

beforeAll(async () => {
  national = await openNational(100);
});

afterAll(() => national[Symbol.asyncDispose]());

const EP = [document("EP", "1000000", "A1", "99203729"), document("EP", "1000000", "B1", "99203729")];
const CN = [document("CN", "101911042", "A", "200880123456"), document("CN", "101911042", "B", "200880123456")];
const FIELDS =
  "id applicationNumber patentNumber title zh: title(lang: ZH) en: title(lang: EN) grantDate legalStatus { code reason { code } certainty } publications { publicationNumber } provenance { source { code } sourceUrl }";

test("a foreign document is one patent with all its publications, known by its application", async () => {
  const ops = opsOf(EP);
  const { data, errors } = await national.with({ ops })(`{ patent(number: "EP1000000A1") { ${FIELDS} } }`);
  expect(errors).toBeUndefined();
  expect(data?.["patent"]).toMatchObject({
    id: encodeNodeId("Patent", "EP.99203729.A"),
    applicationNumber: null,
    patentNumber: null,
    title: "Title in English",
    zh: null,
    legalStatus: { code: "UNKNOWN", reason: { code: "NOT_IN_SOURCE" }, certainty: "UNKNOWN" },
    publications: [{ publicationNumber: "EP1000000A1" }, { publicationNumber: "EP1000000B1" }],
    provenance: {
      source: { code: "epo-ops" },
      sourceUrl: "https://worldwide.espacenet.com/patent/search?q=pn%3DEP1000000B1",
    },
  });
  const { data: again } = await national.with({ ops })(
    "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Patent { title } } }",
    { variables: { r: [{ __typename: "Patent", id: encodeNodeId("Patent", "EP.99203729.A") }] } },
  );
  expect(again?.["_entities"]).toEqual([{ title: "Title in English" }]);
});

test("a foreign patent tells its own application, and a reason for every field that is null", async () => {
  const { docdbApplicationNumber, absences, ...fields } = await toldOf("EP1000000A1", EP);
  expect(docdbApplicationNumber).toBe("EP.99203729.A");
  const told = absences.map(({ field }) => field);
  expect(told).toEqual(expect.arrayContaining(emptyOf(fields)));
  expect(told.length).toBe(new Set(told).size);
  expect(absences).toContainEqual({
    field: "applicationNumber",
    reason: { code: "NOT_APPLICABLE", message: expect.stringContaining("docdbApplicationNumber") },
  });
  expect(absences).toContainEqual({ field: "images", reason: { code: "UNKNOWN", message: "Not in the source" } });
});

test.each(["CN202310123456.6", "CN202220765432.1", "CN202430234567.X", "CN202310999000.6", "CN101911042B"])(
  "%s has a reason for every field that is null",
  async (number) => {
    const { absences, ...fields } = await toldOf(number, CN);
    expect(absences.map(({ field }) => field)).toEqual(expect.arrayContaining(emptyOf(fields)));
  },
);

const NULLABLE = `applicationNumber patentNumber patentType { code } title abstract filingDate grantDate
  agency { code } agencyAtFiling { name } agents pct { internationalApplicationNumber } images { total { value } }
  claims { total { value } } descriptionParagraphs { total { value } } citations { total { value } }
  currentOwners { name } encumbrances { sinceDate } briefExplanation hagueRegistrationNumber
  expiryDate annuities { patentYear }`;

type Told = Readonly<Record<string, unknown>> & {
  readonly docdbApplicationNumber?: string;
  readonly absences: readonly { readonly field: string }[];
};

async function toldOf(number: string, documents: readonly OpsDocument[]): Promise<Told> {
  const { data, errors } = await national.with({ ops: opsOf(documents) })(
    `{ patent(number: "${number}") { docdbApplicationNumber ${NULLABLE} absences { field reason { code message } } } }`,
    { language: "en" },
  );
  expect(errors).toBeUndefined();
  return data?.["patent"] as Told;
}

function emptyOf(fields: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(fields).filter((field) => fields[field] === null);
}

test("a Chinese patent that is not imported comes from OPS under its own number", async () => {
  const { data, errors } = await national.with({ ops: opsOf(CN) })(`{
    byPublication: patent(number: "CN101911042B") { ${FIELDS} }
    byApplication: patent(number: "200880123456") { applicationNumber provenance { source { code } } }
  }`);
  expect(errors).toBeUndefined();
  const found = data?.["byPublication"] as { applicationNumber: string };
  expect(found).toMatchObject({ title: "中文名称", zh: "中文名称", en: "Title in English", grantDate: "2012-01-04" });
  expect(found.applicationNumber).toMatch(/^CN200880123456\.[\dX]$/);
  expect(data?.["byApplication"]).toEqual({
    applicationNumber: found.applicationNumber,
    provenance: { source: { code: "epo-ops" } },
  });
});

test("an imported patent takes its English texts from OPS, in one question for all", async () => {
  const adhesive = document("CN", "116012345", "A", "202310123456");
  const ops = opsOf([adhesive]);
  const { data } = await national.with({ ops })(`{
    a: patent(number: "CN202310123456.6") { en: title(lang: EN) applicants { name en: name(lang: EN) } }
    b: patent(number: "CN202220765432.1") { en: title(lang: EN) }
  }`);
  expect(data).toEqual({
    a: { en: "Title in English", applicants: [{ name: "成都示例光电有限公司", en: "EXAMPLE CO" }] },
    b: { en: null },
  });
  expect(ops.asked).toBe(1);
});

test("a foreign number without a kind that several applications bear names them, and each is found with its kind", async () => {
  const ops = opsOf([document("DE", "10000000", "A1", "10000000"), document("DE", "10000000", "U1", "20000001")]);
  const ask = national.with({ ops });
  const { data, errors } = await ask(`{ patent(number: "DE10000000") { id } }`);
  expect(data).toEqual({ patent: null });
  expect(errors).toMatchObject([
    {
      extensions: {
        code: "AMBIGUOUS_IDENTIFIER",
        reason: { candidates: ["DE.10000000.A1", "DE.10000000.U1"] },
      },
    },
  ]);
  const one = await ask(`{ patent(number: "DE10000000U1") { id publications { publicationNumber } } }`);
  expect(one.data?.["patent"]).toEqual({
    id: encodeNodeId("Patent", "DE.20000001.A"),
    publications: [{ publicationNumber: "DE10000000U1" }],
  });
});

test.each([
  ["JP", ["en", "ja"], "ja"],
  ["DE", ["en", "de"], "de"],
  ["EP", ["de", "en", "fr"], "en"],
  ["FR", ["fr"], "fr"],
  ["US", ["en"], "en"],
])("the original title of a document of %s in %j is the one in %s", async (office, languages, original) => {
  const titles = languages.map((lang) => ({ lang, text: `title in ${lang}` }));
  const ops = opsOf([{ ...document(office, "1234567", "A1", "7654321"), titles }]);
  const { data } = await national.with({ ops })(
    `{ patent(number: "${office}1234567A1") { title en: title(lang: EN) zh: title(lang: ZH) } }`,
  );
  const english = languages.includes("en") ? "title in en" : null;
  expect(data?.["patent"]).toEqual({ title: `title in ${original}`, en: english, zh: null });
});

/** OPS that holds these documents and counts its questions. */
function opsOf(documents: readonly OpsDocument[]): EpoOpsClient & { readonly asked: number } {
  let asked = 0;
  const sourced = <T>(value: T) => ({ value, fetchedAt: Date.now(), freshness: "FRESH" as const });
  const fits = (have: DocdbReference | null, want: DocdbReference) =>
    have?.office === want.office && have.number === want.number && (want.kind === undefined || have.kind === want.kind);
  const notAsked = () => {
    throw new Error("not asked here");
  };
  return {
    get asked() {
      return asked;
    },
    documentsByPublications: async (references) => {
      asked += 1;
      return references.map((want) => sourced(documents.filter(({ publication }) => fits(publication, want))));
    },
    biblioByApplications: async (references) => {
      asked += 1;
      return references.map((want) => sourced(documents.filter(({ application }) => fits(application.docdb, want))));
    },
    family: () => Promise.resolve(sourced(null)),
    equivalents: notAsked,
    convertNumber: notAsked,
    search: notAsked,
    usage: notAsked,
  };
}

function document(office: string, number: string, kind: string, application: string): OpsDocument {
  const texts = [
    { lang: "en", text: "Title in English" },
    ...(office === "CN" ? [{ lang: "ol", text: "中文名称" }] : []),
  ];
  return {
    publication: { office, number, kind, date: kind.startsWith("B") ? "2012-01-04" : "2010-12-08" },
    publicationEpodoc: null,
    familyId: "1",
    application: {
      docdb: { office, number: application, kind: "A", date: "2008-12-30" },
      epodoc: null,
      original: null,
      date: "2008-12-30",
    },
    titles: texts,
    abstracts: [],
    applicants: [{ sequence: 1, name: "EXAMPLE CO", nativeName: null, country: "NL" }],
    inventors: [],
    ipc: ["F16K11/074"],
    cpc: [],
    priorities: [],
    citations: [],
  };
}
