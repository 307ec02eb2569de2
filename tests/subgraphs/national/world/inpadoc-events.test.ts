import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningOps, startOps } from "#tests/adapters/epo-ops/start-ops.ts";
import { brokenOps, type OpenNational, openNational } from "#tests/subgraphs/national/open-national.ts";
import { replayOps } from "#tests/subgraphs/national/replay-ops.ts";
import { samplesDir } from "#tests/support/samples.ts";

const EVENTS =
  "total { value relation } knownThrough nodes { office { code } date effectiveDate code kind { code } eventClass { code } text items { label value } }";
const BY_OFFICE = `inpadocEvents { office { code label } events(first: 100) { ${EVENTS} } }`;

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

  test("trap 16: codes come without the padding of the wire", async () => {
    const { data, errors } = await ask(`{ patent(number: "EP9912345") { ${BY_OFFICE} } }`);
    expect(errors).toBeUndefined();
    const codes = officesOf(data).flatMap(({ events }) => events.nodes.map(({ code }) => code));
    expect(codes).toContain("17P");
    expect(codes.every((code) => code === code.trim())).toBe(true);
  });

  test("events are apart for each country they are about, whoever recorded them", async () => {
    const { data } = await ask(`{ patent(number: "EP9912345") { ${BY_OFFICE} } }`, { language: "zh" });
    const offices = officesOf(data);
    expect(offices.map(({ office }) => office)).toEqual([
      { code: "EP", label: "欧洲专利局" },
      { code: "DE", label: "德国" },
    ]);
    expect(offices[1]?.events).toMatchObject({ total: { value: 1, relation: "EXACT" }, knownThrough: null });
    expect(offices[1]?.events.nodes).toMatchObject([{ office: { code: "EP" }, code: "REG", kind: { code: "OTHER" } }]);
  });

  test("trap 17: a grant has the events that hang on its first publication", async () => {
    const [byApplication, byGrant] = await Promise.all(
      ["CN202310123456.6", "CN116012345B"].map((number) => ask(`{ patent(number: "${number}") { ${BY_OFFICE} } }`)),
    );
    expect(officesOf(byGrant?.data)).toEqual(officesOf(byApplication?.data));
    expect(officesOf(byGrant?.data)[0]?.events.nodes.map(({ code, kind }) => [code, kind.code])).toEqual([
      ["PB01", "PUBLISHED"],
      ["SE01", "SUBSTANTIVE_EXAM"],
      ["GR01", "GRANTED"],
    ]);
  });

  test("a patent that was not imported has its legal events from INPADOC, in the question that tells its families", async () => {
    await ops.sandbox.resetCounts();
    ops.runtime.clearCache();
    const { data, errors } = await ask(
      `{ patent(number: "EP9912345A1") { legalEvents(first: 2) { total { value } nodes { code } pageInfo { hasNextPage } } families { kind } ${BY_OFFICE} } }`,
    );
    expect(errors).toBeUndefined();
    expect(data?.["patent"]).toMatchObject({
      legalEvents: { total: { value: 3 }, nodes: [{ code: "AK" }, { code: "17P" }], pageInfo: { hasNextPage: true } },
    });
    expect(await ops.sandbox.counts()).toMatchObject({ family: 1 });
  });

  test("an imported patent keeps the gazette's events", async () => {
    const { data } = await ask(
      `{ patent(number: "CN202310123456.6") { legalEvents { nodes { text } knownThrough } } }`,
    );
    expect(data?.["patent"]).toMatchObject({ legalEvents: { knownThrough: expect.any(String) } });
  });
});

test("trap 18: preservation, which freezes a right and is marked +, is no status", async () => {
  const ops = {
    ...brokenOps(),
    family: async () => ({ value: PRESERVED, fetchedAt: Date.now(), freshness: "FRESH" as const }),
  };
  const { data, errors } = await national.with({ ops })(`{ patent(number: "CN202310123456.6") { ${BY_OFFICE} } }`);
  expect(errors).toBeUndefined();
  const [event] = officesOf(data)[0]?.events.nodes ?? [];
  expect(event).toMatchObject({ code: "PP01", kind: { code: "PRESERVATION" }, eventClass: { code: "PROCEDURE" } });
  expect(JSON.stringify(event)).not.toContain("+");
});

test.each([
  ["off", null, "NODE_OFF"],
  ["down", brokenOps(), "NODE_TIMEOUT"],
])("with OPS %s they are null with an error of their own", async (_state, ops, code) => {
  const { data, errors } = await national.with({ ops })(
    `{ patent(number: "CN202310123456.6") { applicationNumber ${BY_OFFICE} } }`,
  );
  expect(data?.["patent"]).toEqual({ applicationNumber: "CN202310123456.6", inpadocEvents: null });
  expect(errors).toMatchObject([{ path: ["patent", "inpadocEvents"], extensions: { code } }]);
});

describe.skipIf(samplesDir === null)("with recorded answers (skipped without the samples)", () => {
  test("EP2400812: 69 events of the European application, apart for the countries they are about", async () => {
    await using ops = await replayOps();
    const { data, errors } = await national.with({ ops: ops.client })(
      `{ patent(number: "EP2400812A1") { ${BY_OFFICE} } }`,
    );
    expect(errors).toBeUndefined();
    const offices = officesOf(data);
    expect(offices.reduce((sum, { events }) => sum + events.total.value, 0)).toBe(69);
    expect(offices.length).toBeGreaterThan(5);
    expect(new Set(offices.map(({ office }) => office.code)).size).toBe(offices.length);
    const lapsed = offices.filter(({ events }) => events.nodes.some(({ code }) => code === "PG25"));
    expect(lapsed.length).toBeGreaterThan(3);
  });

  test("EP1000000: 50 events, 19 of them lapses in one state each; an answer of one of six members says at least", async () => {
    await using ops = await replayOps();
    const { data, errors } = await national.with({ ops: ops.client })(
      `{ patent(number: "EP1000000A1") { legalEvents(first: 100) { ${EVENTS} } ${BY_OFFICE} } }`,
    );
    expect(errors).toBeUndefined();
    const patent = data?.["patent"] as { readonly legalEvents: Events } | undefined;
    expect(patent?.legalEvents.total).toEqual({ value: 50, relation: "AT_LEAST" });
    expect(patent?.legalEvents.nodes.filter(({ code }) => code === "PG25")).toHaveLength(19);
    const states = officesOf(data).filter(({ events }) => events.nodes.some(({ code }) => code === "PG25"));
    expect(states.length).toBeGreaterThan(5);
  });
});

interface Events {
  readonly total: { readonly value: number; readonly relation: string };
  readonly nodes: readonly { readonly code: string; readonly kind: { readonly code: string } }[];
}

function officesOf(data: Readonly<Record<string, unknown>> | null | undefined) {
  const patent = data?.["patent"] as
    | { readonly inpadocEvents: readonly { readonly office: { readonly code: string }; readonly events: Events }[] }
    | undefined;
  return patent?.inpadocEvents ?? [];
}

const NUMBER = { office: "CN", number: "202310123456", kind: "A", date: "2023-02-14" };
const PRESERVED = {
  total: 1,
  members: [
    {
      publication: { office: "CN", number: "116012345", kind: "A", date: "2023-05-02" },
      simpleFamilyId: "1",
      applicationKey: "CN.202310123456.A",
      priorities: [],
    },
  ],
  applications: [
    {
      key: "CN.202310123456.A",
      application: NUMBER,
      representative: true,
      events: [
        {
          code: "PP01",
          description: "PRESERVATION OF PATENT RIGHT",
          influence: "+" as const,
          office: "CN",
          concernedOffice: "CN",
          gazetteDate: "2025-01-03",
          effectiveDate: null,
          details: [],
        },
      ],
    },
  ],
};
