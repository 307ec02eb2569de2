import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningOps, startOps } from "#tests/adapters/epo-ops/start-ops.ts";
import { brokenOps, type OpenNational, openNational } from "#tests/subgraphs/national/open-national.ts";
import { replayOps } from "#tests/subgraphs/national/replay-ops.ts";
import { samplesDir } from "#tests/support/samples.ts";
import { answerBody, answerStatus } from "#tests/support/upstream-faults.ts";

const FAMILIES = `families {
  kind familyNumber
  members(first: 10) { total { value relation } pageInfo { hasNextPage } nodes { office { code label } publicationNumber publicationDate } }
}`;

let national: OpenNational;
beforeAll(async () => {
  national = await openNational(100);
});
afterAll(() => national[Symbol.asyncDispose]());

describe("with the stand-in", () => {
  let ops: RunningOps;
  let ask: OpenNational["ask"];
  beforeAll(async () => {
    ops = await startOps();
    ask = national.with({ ops: ops.client });
  });
  afterAll(() => ops[Symbol.asyncDispose]());

  test("an imported Chinese patent has both families, and one question tells both", async () => {
    await ops.sandbox.resetCounts();
    const { data, errors } = await ask(`{ patent(number: "CN202310123456.6") { title ${FAMILIES} } }`);
    expect(errors).toBeUndefined();
    const families = familiesOf(data);
    expect(families.map(({ kind }) => kind)).toEqual(["SIMPLE", "INPADOC"]);
    expect(families[0]?.familyNumber).toMatch(/^\d+$/);
    expect(families[1]?.familyNumber).toBeNull();
    for (const { members } of families) {
      expect(members.total).toEqual({ value: 5, relation: "EXACT" });
      expect(members.nodes.map(({ office }) => office.code)).toEqual(["CN", "CN", "WO", "EP", "US"]);
      expect(members.nodes.at(1)).toMatchObject({
        publicationNumber: "CN116012345B",
        publicationDate: "2024-08-20",
        office: { label: "中国" },
      });
    }
    expect(await ops.sandbox.counts()).toMatchObject({ family: 1 });
    expect(Object.keys(await ops.sandbox.counts())).not.toContain("equivalents");
  });

  test("members lead to their own patents, asked for together", async () => {
    const { data, errors } = await ask(`{
      patent(number: "CN202310123456.6") {
        families(kinds: [INPADOC]) { members { nodes { applicationNumber docdbApplicationNumber patent { id applicationNumber titleEn: title(lang: EN) } } } }
      }
    }`);
    expect(errors).toBeUndefined();
    const nodes = familiesOf(data)[0]?.members.nodes ?? [];
    expect(nodes.map(({ applicationNumber }) => applicationNumber)).toEqual([
      "CN202310123456.6",
      "CN202310123456.6",
      null,
      null,
      null,
    ]);
    expect(nodes.map(({ docdbApplicationNumber }) => docdbApplicationNumber?.slice(0, 3))).toEqual([
      "CN.",
      "CN.",
      "CN.",
      "EP.",
      "US.",
    ]);
    expect(nodes.every(({ patent }) => patent !== null)).toBe(true);
    expect(new Set(nodes.map(({ patent }) => patent?.id)).size).toBe(4);
  });

  test("the simple family alone costs the cheaper question and tells numbers", async () => {
    await ops.sandbox.resetCounts();
    ops.runtime.clearCache();
    const { data } = await ask(`{
      patent(number: "CN202310123456.6") { families(kinds: [SIMPLE]) { kind members { total { relation } nodes { publicationNumber kindCode publicationDate } } } }
    }`);
    expect(familiesOf(data)).toMatchObject([{ kind: "SIMPLE", members: { total: { relation: "AT_LEAST" } } }]);
    expect(familiesOf(data)[0]?.members.nodes).toContainEqual({
      publicationNumber: "CN116012345B",
      kindCode: "B",
      publicationDate: null,
    });
    expect(await ops.sandbox.counts()).toMatchObject({ equivalents: 1 });
    expect(Object.keys(await ops.sandbox.counts())).not.toContain("family");
  });

  test("a member that was taken down is left out of the families of others", async () => {
    const query = `{ patent(number: "CN202310123456.6") { families(kinds: [INPADOC]) { members { nodes { publicationNumber patent { id } } edges { cursor } } } } }`;
    const { data } = await ask(query);
    const members = familiesOf(data)[0]?.members.nodes ?? [];
    const taken = members.find(({ publicationNumber }) => publicationNumber.startsWith("US"))?.patent?.id;
    const askWithout = national.with({ ops: ops.client }, { size: 1, has: (id) => id === taken });
    const hidden = familiesOf((await askWithout(query)).data)[0]?.members.nodes ?? [];
    expect(hidden).toEqual(members.filter(({ patent }) => patent?.id !== taken));
    expect(hidden).toHaveLength(members.length - 1);
  });

  test("pages of members follow one another without repeats", async () => {
    const page = (after: string | null) => `{ patent(number: "CN202310123456.6") {
      families(kinds: [INPADOC]) { members(first: 2${after === null ? "" : `, after: "${after}"`}) { pageInfo { endCursor hasNextPage } nodes { publicationNumber } } } } }`;
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { data } = await ask(page(after));
      const members = familiesOf(data)[0]?.members;
      seen.push(...(members?.nodes.map(({ publicationNumber }) => publicationNumber) ?? []));
      after = members?.pageInfo.endCursor ?? null;
      more = members?.pageInfo.hasNextPage === true && seen.length < 20;
    }
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });

  test("a case that OPS does not have has no families and no error", async () => {
    const { data, errors } = await ask(`{ patent(number: "CN202430234567.X") { title ${FAMILIES} } }`);
    expect(errors).toBeUndefined();
    expect(data?.["patent"]).toEqual({ title: expect.any(String), families: [] });
  });
});

describe("without OPS", () => {
  test.each([
    ["off", null, "NODE_OFF"],
    ["down", brokenOps(), "NODE_TIMEOUT"],
  ])("%s, families are null with their own error and the rest stands", async (_state, ops, code) => {
    const { data, errors } = await national.with({ ops })(
      `{ patent(number: "CN202310123456.6") { title ${FAMILIES} } }`,
    );
    expect(data?.["patent"]).toEqual({ title: "一种低温固化光学胶及其制备方法", families: null });
    expect(errors).toMatchObject([{ path: ["patent", "families"], extensions: { code, source: "epo-ops" } }]);
  });
});

describe.skipIf(samplesDir === null)("with recorded answers (skipped without the samples)", () => {
  test("EP2400812: one family of five publications, simple and extended alike", async () => {
    await using ops = await replayOps();
    const { data, errors } = await national.with({ ops: ops.client })(
      `{ patent(number: "EP2400812A1") { ${FAMILIES} } }`,
    );
    expect(errors).toBeUndefined();
    const [simple, extended] = familiesOf(data);
    expect(simple).toMatchObject({
      kind: "SIMPLE",
      familyNumber: "43088294",
      members: { total: { value: 5, relation: "EXACT" } },
    });
    expect(extended).toMatchObject({
      kind: "INPADOC",
      familyNumber: null,
      members: { total: { value: 5, relation: "EXACT" } },
    });
    expect(extended?.members.nodes[0]).toEqual({
      office: { code: "EP", label: "欧洲专利局" },
      publicationNumber: "EP2400812A1",
      publicationDate: "2011-12-28",
    });
    expect(ops.asked().filter((question) => question.includes("family/"))).toHaveLength(1);
  });

  test("EP2400812's equivalents, asked by themselves, are three numbers", async () => {
    await using ops = await replayOps();
    const { data, errors } = await national.with({ ops: ops.client })(
      `{ patent(number: "EP2400812A1") { families(kinds: [SIMPLE]) { members { total { value relation } nodes { publicationNumber office { code } } } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(familiesOf(data)).toEqual([
      {
        members: {
          total: { value: 3, relation: "AT_LEAST" },
          nodes: [
            { publicationNumber: "EP2400812", office: { code: "EP" } },
            { publicationNumber: "US2012057518", office: { code: "US" } },
            { publicationNumber: "CA2744162", office: { code: "CA" } },
          ],
        },
      },
    ]);
  });

  test("EP1537878, whose answer was cut to three of 65 members, says so", async () => {
    await using ops = await replayOps({ "/biblio EP.1537878.A1": BIBLIO, "/biblio EP.03741154.A": BIBLIO });
    const { data, errors } = await national.with({ ops: ops.client })(
      `{ patent(number: "EP1537878A1") { ${FAMILIES} } }`,
    );
    expect(errors).toBeUndefined();
    const [simple, extended] = familiesOf(data);
    expect(simple).toMatchObject({ familyNumber: "30117379", members: { total: { value: 3, relation: "AT_LEAST" } } });
    expect(extended?.members).toMatchObject({
      total: { value: 65, relation: "EXACT" },
      pageInfo: { hasNextPage: false },
    });
    expect(extended?.members.nodes).toHaveLength(3);
    // What the extended family's answer did not hold was asked of the service of simple families, which had nothing either.
    expect(ops.asked().filter((question) => question.includes("equivalents"))).toHaveLength(1);
  });

  test("an extended family that is refused costs itself alone", async () => {
    await using ops = await replayOps({
      "family/": answerStatus(403, {}, "<error><code>403</code><message/></error>"),
    });
    const { data, errors } = await national.with({ ops: ops.client })(
      `{ patent(number: "EP2400812A1") { title ${FAMILIES} } }`,
    );
    expect(familiesOf(data).map(({ kind }) => kind)).toEqual(["SIMPLE"]);
    expect(errors).toMatchObject([{ path: ["patent", "families"], extensions: { code: "NODE_REJECTED" } }]);
  });
});

interface Family {
  readonly kind: string;
  readonly familyNumber: string | null;
  readonly members: {
    readonly total: { readonly value: number; readonly relation: string };
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly nodes: readonly {
      readonly office: { readonly code: string };
      readonly publicationNumber: string;
      readonly applicationNumber?: string | null;
      readonly docdbApplicationNumber?: string | null;
      readonly patent?: { readonly id: string } | null;
    }[];
  };
}

function familiesOf(data: Readonly<Record<string, unknown>> | null | undefined): readonly Family[] {
  return (data?.["patent"] as { readonly families: readonly Family[] } | null)?.families ?? [];
}

/** The bibliography of that case was not recorded: the little that names its application. */
const BIBLIO = answerBody(
  `<?xml version="1.0"?><world-patent-data xmlns="http://www.epo.org/exchange"><exchange-documents>
    <exchange-document family-id="30117379" country="EP" doc-number="1537878" kind="A1"><bibliographic-data>
      <publication-reference><document-id document-id-type="docdb"><country>EP</country><doc-number>1537878</doc-number><kind>A1</kind><date>20050608</date></document-id></publication-reference>
      <application-reference><document-id document-id-type="docdb"><country>EP</country><doc-number>03741154</doc-number><kind>A</kind></document-id></application-reference>
    </bibliographic-data></exchange-document></exchange-documents></world-patent-data>`,
  "application/xml",
);
