import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OpenNational, openNational } from "#tests/subgraphs/national/open-national.ts";
import { recorded, replayOps } from "#tests/subgraphs/national/replay-ops.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { samplesDir } from "#tests/support/samples.ts";
import { answerBody, answerStatus, inTurn } from "#tests/support/upstream-faults.ts";

const FIELDS = `id applicationNumber title titleZh: title(lang: ZH) titleEn: title(lang: EN) abstract filingDate
  applicants { name office { code } } inventors { name }
  publications { publicationNumber publicationDate } classifications { scheme symbol }
  priorities { number date } provenance { source { code } accessPolicy sourceRecordId }`;

/** What was recorded of OPS, through the real adapter and node to the graph. */
describe.skipIf(samplesDir === null)("recorded answers of OPS (skipped without the samples)", () => {
  let national: OpenNational;
  beforeAll(async () => {
    national = await openNational(50);
  });
  afterAll(() => national[Symbol.asyncDispose]());

  test("trap 9: EP1000000A1 has each applicant and inventor once, and both publications of its application", async () => {
    await using ops = await replayOps();
    const { data, errors } = await national.with({ ops: ops.client })(
      `{ patent(number: "EP1000000A1") { ${FIELDS} } }`,
    );
    expect(errors).toBeUndefined();
    expect(data?.["patent"]).toMatchObject({
      applicationNumber: null,
      title: "Apparatus for manufacturing green bricks for the brick manufacturing industry",
      titleZh: null,
      filingDate: "1999-11-08",
      publications: [
        { publicationNumber: "EP1000000A1", publicationDate: "2000-05-17" },
        { publicationNumber: "EP1000000B1" },
      ],
      provenance: { source: { code: "epo-ops" }, accessPolicy: "PUBLIC", sourceRecordId: "EP.1000000.B1" },
    });
    const { applicants = [], inventors = [] } = (data?.["patent"] ?? {}) as Partial<Parties>;
    expect(applicants.length * inventors.length).toBeGreaterThan(0);
    expect(new Set(applicants.map(({ name }) => name)).size).toBe(applicants.length);
    expect(applicants[0]?.office).toEqual({ code: "NL" });
    expect(new Set(inventors.map(({ name }) => name)).size).toBe(inventors.length);
    expect(ops.asked()).toEqual([
      "POST published-data/publication/docdb/biblio EP.1000000.A1",
      "POST published-data/application/docdb/biblio EP.99203729.A",
    ]);
  });

  test("an EPODOC number without a kind is every publication of that number, one application, one patent", async () => {
    await using ops = await replayOps();
    const { data, errors } = await national.with({ ops: ops.client })(
      `{ a: patent(number: "EP1000000") { id publications { publicationNumber } } b: patent(number: "EP 1000000 A1") { id } }`,
    );
    expect(errors).toBeUndefined();
    const { a, b } = data as { readonly a: { readonly id: string }; readonly b: { readonly id: string } };
    expect(a.id).toBe(b.id);
    expect(a).toMatchObject({
      publications: [{ publicationNumber: "EP1000000A1" }, { publicationNumber: "EP1000000B1" }],
    });
  });

  test("WO2020081771: an international publication, filed under its receiving office", async () => {
    await using ops = await replayOps();
    const { data, errors } = await national.with({ ops: ops.client })(
      `{ patent(number: "WO2020081771A1") { ${FIELDS} } }`,
    );
    expect(errors).toBeUndefined();
    expect(data?.["patent"]).toMatchObject({
      filingDate: "2019-10-17",
      publications: [{ publicationNumber: "WO2020081771A1", publicationDate: "2020-04-23" }],
      priorities: [{ number: expect.any(String), date: "2018-10-17" }],
    });
  });

  test("three documents of two applications come in one question and go to their own numbers", async () => {
    await using ops = await replayOps();
    const { data, errors } = await national.with({ ops: ops.client })(
      `{ patentsByNumber(numbers: ["EP2533477B1", "EP9999999A1", "EP2400812A1", "EP2533477A1"]) { input patent { id publications { publicationNumber } } problem { code } } }`,
    );
    expect(errors).toBeUndefined();
    const found = data?.["patentsByNumber"] as readonly Lookup[];
    expect(
      found.map(({ patent }) => patent?.publications.map(({ publicationNumber }) => publicationNumber) ?? null),
    ).toEqual([["EP2533477A1", "EP2533477B1"], null, ["EP2400812A1"], ["EP2533477A1", "EP2533477B1"]]);
    expect(found[0]?.patent?.id).toBe(found[3]?.patent?.id);
    expect(found.every(({ problem }) => problem === null)).toBe(true);
    expect(ops.asked()).toHaveLength(2);
  });

  test("trap 12: an expired token, recorded as 400, is renewed once without a word", async () => {
    const expired = answerStatus(
      400,
      { "content-type": "application/xml" },
      recorded("error_400_invalid_access_token.xml"),
    );
    const document = answerBody(recorded("biblio_EP1000000A1.xml"), "application/xml");
    await using ops = await replayOps({ "/biblio": inTurn(expired, document) });
    const { data, errors } = await national.with({ ops: ops.client })(
      `{ patent(number: "EP1000000A1") { titleEn: title(lang: EN) } }`,
    );
    expect(errors).toBeUndefined();
    expect(data?.["patent"]).toMatchObject({ titleEn: expect.stringContaining("green bricks") });
    expect(ops.upstream.requests.filter(({ path }) => path.endsWith("/auth/accesstoken"))).toHaveLength(2);
  });

  test("trap 12: fair use is NODE_THROTTLED where the header says so, a refusal where it does not", async () => {
    const body = recorded("error_403_fair_use.xml");
    for (const [headers, code] of [
      [{ "X-Rejection-Reason": "RegisteredQuotaPerWeek" }, "NODE_THROTTLED"],
      [{}, "NODE_REJECTED"],
    ] as const) {
      await using ops = await replayOps({ "/biblio": answerStatus(403, headers, body) });
      const { data, errors } = await national.with({ ops: ops.client })(`{ patent(number: "EP1000000A1") { id } }`);
      expect(data).toEqual({ patent: null });
      expect(errors).toMatchObject([{ path: ["patent"], extensions: { code, node: "national", source: "epo-ops" } }]);
    }
  });

  test("trap 11: a recorded 404 is an unknown document here and no hit there, never an error", async () => {
    await using ops = await replayOps();
    const { data, errors } = await national.with({ ops: ops.client })(
      `{ patent(number: "EP4444444A1") { id } worldPatents(query: "nothing of the kind") { total { value relation } nodes { number } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ patent: null, worldPatents: { total: { value: 0, relation: "EXACT" }, nodes: [] } });
  });

  test("trap 15: a throttling header that stands twice, in any letter case, is kept to", async () => {
    const control = "idle (images=green:200, inpadoc=green:60, other=green:1000, retrieval=green:200, search=green:30)";
    await using ops = await replayOps({
      search: (_request, response) => {
        response.setHeader("x-throttling-control", [control, control]);
        response.setHeader("X-INDIVIDUALQUOTAPERHOUR-USED", "17114891");
        response.setHeader("x-registeredquotaperweek-used", "502219423");
        response.writeHead(404).end(recorded("error_404_entity_not_found.xml"));
      },
    });
    await national.with({ ops: ops.client })(`{ worldPatents(query: "nothing") { total { value } } }`);
    expect(ops.client.usage()).toMatchObject({
      system: "idle",
      services: { search: { colour: "green", requestsPerMinute: 30 }, inpadoc: { requestsPerMinute: 60 } },
      hourBytesUsed: 17_114_891,
      weekBytesUsed: 502_219_423,
    });
  });

  test("numbers are converted, with what OPS had to assume", async () => {
    await using ops = await replayOps();
    const convert = (number: Parameters<typeof ops.client.convertNumber>[0]) =>
      ops.client.convertNumber(number, createCallContext());
    const european = { format: "docdb", office: "EP", number: "2400812", kind: "A1", date: null } as const;
    const japanese = {
      format: "original",
      office: "JP",
      number: "2006-147056",
      kind: "A",
      date: "2006-05-26",
    } as const;
    const international = {
      format: "original",
      office: null,
      number: "PCT/GB02/04635",
      kind: null,
      date: "2002-10-11",
    } as const;
    expect((await convert({ type: "publication", number: european, to: "epodoc" })).value?.number.number).toBe(
      "EP2400812",
    );
    expect((await convert({ type: "application", number: japanese, to: "docdb" })).value?.number.number).toBe(
      "2006147056",
    );
    expect((await convert({ type: "application", number: international, to: "docdb" })).value).toMatchObject({
      number: { office: "GB", number: "0204635", kind: "W" },
      messages: [{ code: "pBRE002" }, { code: "pBRE015" }],
    });
  });
});

interface Parties {
  readonly applicants: readonly { readonly name: string; readonly office: { readonly code: string } | null }[];
  readonly inventors: readonly { readonly name: string }[];
}

interface Lookup {
  readonly patent: {
    readonly id: string;
    readonly publications: readonly { readonly publicationNumber: string }[];
  } | null;
  readonly problem: object | null;
}
