import { buildSubgraphSchema } from "@apollo/subgraph";
import { isEnumType, isIntrospectionType, isObjectType } from "graphql";
import { describe, expect, test } from "vitest";
import { schemasOf } from "#gateway/supergraph/node-schemas.ts";
import { enumLabelsOf } from "#schema/enum-labels.ts";
import type { NodeContext } from "#subgraphs/runtime/define-node.ts";
import { discoverNodes } from "#subgraphs/runtime/discover-nodes.ts";
import { toProvenance } from "#subgraphs/runtime/provenance.ts";
import { joinOutcomes, SourceLedger } from "#subgraphs/runtime/source-report.ts";
import { localisingFieldResolver, valueResolvers } from "#subgraphs/runtime/value-resolvers.ts";
import { smallNode, sourceEvent } from "./small-node.ts";

const schemas = [...schemasOf(await discoverNodes())].map(([code, { whole }]) => ({ code, whole }));
type Resolver = (parent: unknown, args: unknown, context: Pick<NodeContext, "language">) => unknown;

describe.each(schemas)("the values of $code", ({ whole }) => {
  const labels = enumLabelsOf(whole);
  const schema = buildSubgraphSchema({ typeDefs: whole });
  const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));
  const enums = types.filter(isEnumType).filter(({ name }) => !name.includes("__"));
  const resolvers = valueResolvers(whole);

  test("have a Chinese and an English label for every enum value", () => {
    expect(enums.length).toBeGreaterThan(10);
    for (const { name, getValues } of enums.map((type) => ({ name: type.name, getValues: () => type.getValues() }))) {
      for (const value of getValues()) {
        const label = labels[name]?.[value.name];
        expect(label?.zh, `${name}.${value.name}`).toMatch(/\p{Script=Han}/u);
        expect(label?.en, `${name}.${value.name}`).toMatch(/^[\x20-\x7e’–é]+$/);
      }
    }
  });

  test("give the label of the code in the language of the request; of an unknown code, the code", () => {
    const coded = types.filter(isObjectType).filter((type) => {
      const { code, label } = type.getFields();
      return code !== undefined && label !== undefined && String(code.type).replace("!", "") in labels;
    });
    expect(coded.length).toBeGreaterThan(5);
    for (const type of coded) {
      const enumName = String(type.getFields()["code"]?.type).replace("!", "");
      const resolve = resolvers[type.name]?.["label"] as Resolver | undefined;
      for (const [code, { zh, en }] of Object.entries(labels[enumName] ?? {})) {
        expect(resolve?.({ code }, {}, { language: "zh" }), type.name).toBe(zh);
        expect(resolve?.({ code }, {}, { language: "en" }), type.name).toBe(en);
      }
      expect(resolve?.({ code: "NEVER_HEARD" }, {}, { language: "en" })).toBe("NEVER_HEARD");
    }
  });
});

describe("texts", () => {
  const pick = (value: unknown, language: "zh" | "en" = "en") =>
    localisingFieldResolver({ field: value }, {}, { language } as NodeContext, { fieldName: "field" } as never);

  test.each([
    [{ zh: "中", en: "E" }, "E"],
    [
      { zh: "中", en: "E", more: 1 },
      { zh: "中", en: "E", more: 1 },
    ],
    ["plain", "plain"],
    [null, null],
    [undefined, undefined],
    [0, 0],
    [() => "called", "called"],
  ])("%j in English is %j", (value, expected) => {
    expect(pick(value)).toEqual(expected);
  });

  test("are Chinese for who asks in Chinese", () => {
    expect(pick({ zh: "中", en: "E" }, "zh")).toBe("中");
    expect(
      localisingFieldResolver(null, {}, { language: "zh" } as NodeContext, { fieldName: "x" } as never),
    ).toBeUndefined();
  });
});

describe("provenance", () => {
  const name = { zh: "门户", en: "Portal" };
  const licence = {
    code: "L",
    name,
    attribution: { zh: "来源：门户", en: "Source: portal" },
    accessPolicy: "DERIVED_ONLY" as const,
  };
  const source = { code: "portal", name, licence };
  const fetchedAt = Date.UTC(2026, 0, 2, 3, 4, 5);
  const selection =
    "{ books { provenance { source { code name } sourceRecordId sourceUrl fetchedAt sourceUpdatedAt freshness accessPolicy licence { code attribution } } } }";
  const bookWith = (provenance: unknown) =>
    smallNode({ resolvers: { Query: { books: () => [{ id: "1", provenance }] } } });

  test("tells where a record is from, when it was fetched, how fresh it is and under which terms", async () => {
    const { ask } = bookWith(
      toProvenance({ fetchedAt, freshness: "STALE" }, { node: "small", source, recordId: "r1" }),
    );
    const { data, errors } = await ask(selection, {}, { language: "en" });
    expect(errors).toBeUndefined();
    expect(data.books[0].provenance).toEqual({
      source: { code: "portal", name: "Portal" },
      sourceRecordId: "r1",
      sourceUrl: null,
      fetchedAt: "2026-01-02T03:04:05.000Z",
      sourceUpdatedAt: null,
      freshness: "STALE",
      accessPolicy: "DERIVED_ONLY",
      licence: { code: "L", attribution: "Source: portal" },
    });
  });

  test("may be stricter for one record than for its source", async () => {
    const origin = {
      node: "small",
      source,
      recordId: "r1",
      url: "https://example.cn/1",
      updatedAt: fetchedAt,
      accessPolicy: "PRIVATE" as const,
    };
    const { data } = await bookWith(toProvenance({ fetchedAt, freshness: "FRESH" }, origin)).ask(selection);
    expect(data.books[0].provenance).toMatchObject({
      sourceUrl: "https://example.cn/1",
      sourceUpdatedAt: "2026-01-02T03:04:05.000Z",
      accessPolicy: "PRIVATE",
      source: { name: "门户" },
    });
  });
});

describe("the ledger of sources", () => {
  test("adds up the questions to each source: calls and hits in sum, the oldest age, the longest wait", () => {
    const ledger = new SourceLedger("small");
    ledger.record(sourceEvent({ ageMs: 1_999, durationMs: 4.6 }));
    ledger.record(sourceEvent({ upstreamCalls: 0, cacheHits: 1, ageMs: 61_000, durationMs: 1 }));
    ledger.record(sourceEvent({ source: "register", outcome: "TIMEOUT", ttlMs: 0 }));
    expect(ledger.reports).toEqual([
      { node: "small", source: "portal", outcome: "OK", upstreamCalls: 1, cacheHits: 1, ageSeconds: 61, durationMs: 5 },
      {
        node: "small",
        source: "register",
        outcome: "TIMEOUT",
        upstreamCalls: 1,
        cacheHits: 0,
        ageSeconds: 0,
        durationMs: 5,
      },
    ]);
    expect(ledger.ttlMs).toBe(0);
  });

  test.each([
    ["OK", "OK", "OK"],
    ["OK", "STALE", "STALE"],
    ["STALE", "OK", "STALE"],
    ["OK", "TIMEOUT", "PARTIAL"],
    ["TIMEOUT", "OK", "PARTIAL"],
    ["PARTIAL", "UNAVAILABLE", "PARTIAL"],
    ["TIMEOUT", "THROTTLED", "THROTTLED"],
  ] as const)("%s and then %s is %s", (first, then, expected) => {
    expect(joinOutcomes(first, then)).toBe(expected);
  });
});
