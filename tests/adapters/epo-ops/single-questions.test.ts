import { describe, expect, test } from "vitest";
import type { SpelledNumber } from "#adapters/epo-ops/ops-conversion.ts";
import type { OpsHit } from "#adapters/epo-ops/ops-search.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { type RunningOps, startOps } from "./start-ops.ts";

const ADHESIVE = { office: "CN", number: "116012345", kind: "B" };
const UNKNOWN = { office: "CN", number: "199999999", kind: "A" };

describe("a search", () => {
  test("pages through all hits, each once, and remembers its pages", async () => {
    await using ops = await startOps();
    const hits = await searchAll(ops, "pn = CN");
    const pages = (await ops.sandbox.counts())["search"];
    expect(pages).toBeGreaterThan(3);
    expect(new Set(hits.map(toText)).size).toBe(hits.length);
    expect(hits.every(({ publication }) => publication.office === "CN")).toBe(true);
    expect(await searchAll(ops, "pn = CN")).toEqual(hits);
    expect(await ops.sandbox.counts()).toMatchObject({ search: pages });
  });

  test.each([
    ["pn = CN116012345", ["CN116012345A", "CN116012345B"]],
    ['ap = "CN202310123456" and pn = US', []],
    ['pn = CN116012345B and pd within "20000101 20301231"', ["CN116012345B"]],
    ["pn = CN116012345 not pd > 2000", "CLIENT.CQL"],
    ['pn = CN116012345 and pd within "19000101,19991231"', []],
    ["(pn = CN116012345B or pn = XX) and in = 张示例", ["CN116012345B"]],
    ['pn = CN116012345B and in all "SHILI zhang"', ["CN116012345B"]],
    ["pn = CN116012345B and pa = 成都示例光电有限公司", ["CN116012345B"]],
    ["pn = CN116012345 not ta any adhesive", []],
    ["colour = green", "CLIENT.CQL"],
    ["ti =", "CLIENT.CQL"],
    ["(ti = a", "CLIENT.CQL"],
  ])("for %s gives %j", async (cql, expected) => {
    await using ops = await startOps();
    const asked = ops.client.search({ cql }, createCallContext());
    if (typeof expected === "string") {
      expect(await failureOf(asked)).toEqual({ kind: "rejected", status: 400, reason: expected });
    } else {
      expect((await asked).value.hits.map(toText)).toEqual(expected);
    }
  });

  test("trap 11: without a hit is an empty page with an exact total of none", async () => {
    await using ops = await startOps();
    const { value } = await ops.client.search({ cql: 'ti = "no such words"' }, createCallContext());
    expect(value).toEqual({ total: { value: 0, relation: "EXACT" }, hits: [], nextOffset: null });
  });

  test("behind the last hit claims no total", async () => {
    await using ops = await startOps();
    const { value } = await ops.client.search({ cql: "pn = CN116012345", offset: 100 }, createCallContext());
    expect(value).toEqual({ total: null, hits: [], nextOffset: null });
  });

  test("asks for no more than OPS serves", async () => {
    await using ops = await startOps();
    const { client } = ops;
    for (const search of [{ limit: 101 }, { limit: 0 }, { offset: 2_000 }, { offset: -1 }, { offset: 0.5 }]) {
      await expect(client.search({ cql: "pn = CN", ...search }, createCallContext())).rejects.toThrow(RangeError);
    }
    const last = await client.search({ cql: "pn = CN", offset: 1_950, limit: 100 }, createCallContext());
    expect(last.value.hits).toEqual([]);
    expect(await ops.sandbox.counts()).toEqual({ "access-token": 1, search: 1 });
  });

  test("is counted in a class of its own", async () => {
    await using ops = await startOps({ allowances: { retrieval: 2_000, search: 1 } });
    await ops.client.search({ cql: "pn = CN" }, createCallContext());
    const refused = await failureOf(ops.client.search({ cql: "pn = US" }, createCallContext()));
    expect(refused).toMatchObject({ kind: "rate-limited" });
    expect((await ops.client.equivalents(ADHESIVE, createCallContext())).value).not.toBeNull();
  });
});

describe("equivalents", () => {
  test("are the simple family, asked for once", async () => {
    await using ops = await startOps();
    const first = await ops.client.equivalents(ADHESIVE, createCallContext());
    const numbers = first.value?.map(({ epodoc }) => epodoc) ?? [];
    expect(numbers).toContain("CN116012345B");
    expect(numbers.map((number) => number?.slice(0, 2))).toEqual(["CN", "CN", "WO", "EP", "US"]);
    expect(await ops.client.equivalents(ADHESIVE, createCallContext())).toEqual(first);
    expect(await ops.sandbox.counts()).toEqual({ "access-token": 1, equivalents: 1 });
  });

  test("of what is not there are null", async () => {
    await using ops = await startOps();
    expect((await ops.client.equivalents(UNKNOWN, createCallContext())).value).toBeNull();
    expect((await ops.client.equivalents({ office: "x", number: "?" }, createCallContext())).value).toBeNull();
    expect(await ops.sandbox.counts()).toEqual({ "access-token": 1, equivalents: 1 });
  });
});

describe("number conversion", () => {
  const filed: SpelledNumber = { format: "original", office: "CN", number: "202310123456.6", kind: null, date: null };

  test("goes round all three spellings of a Chinese application", async () => {
    await using ops = await startOps();
    const convert = async (number: SpelledNumber, to: SpelledNumber["format"]) => {
      const { value } = await ops.client.convertNumber({ type: "application", number, to }, createCallContext());
      if (value === null) throw new Error("not converted");
      expect(value.messages).toEqual([]);
      return value.number;
    };
    const docdb = await convert(filed, "docdb");
    expect(docdb).toMatchObject({ format: "docdb", office: "CN", number: "202310123456", kind: "A" });
    const epodoc = await convert(docdb, "epodoc");
    expect(epodoc).toMatchObject({ format: "epodoc", office: null, number: "CN202310123456" });
    expect(await convert(epodoc, "original")).toMatchObject({ office: "CN", number: "202310123456.6" });
  });

  test("says when it could not be done", async () => {
    await using ops = await startOps();
    const number = { ...filed, number: "199910000000.1" };
    const { value } = await ops.client.convertNumber({ type: "application", number, to: "docdb" }, createCallContext());
    expect(value).toMatchObject({
      number: { number: "199910000000.1" },
      messages: [{ code: "pBRE999", severity: "ERROR" }],
    });
  });

  test("of what is no number asks nobody, and the same is asked once", async () => {
    await using ops = await startOps();
    const ask = (number: string) =>
      ops.client.convertNumber({ type: "application", number: { ...filed, number }, to: "docdb" }, createCallContext());
    expect((await ask("1/../X")).value).toBeNull();
    expect(await ops.sandbox.counts()).toEqual({});
    await Promise.all([ask(filed.number), ask(filed.number)]);
    await ask(filed.number);
    expect(await ops.sandbox.counts()).toEqual({ "access-token": 1, "convert-number": 1 });
  });
});

async function searchAll(ops: RunningOps, cql: string): Promise<readonly OpsHit[]> {
  const hits: OpsHit[] = [];
  for (let offset: number | null = 0; offset !== null; ) {
    const { value } = await ops.client.search({ cql, offset, limit: 100 }, createCallContext());
    hits.push(...value.hits);
    offset = value.nextOffset;
  }
  return hits;
}

function toText({ publication: { office, number, kind } }: OpsHit): string {
  return `${office}${number}${kind}`;
}

async function failureOf(asked: Promise<unknown>): Promise<unknown> {
  const error = await asked.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof UpstreamError ? error.failure : error;
}
