import { describe, expect, test } from "vitest";
import type { AgencyRegister } from "#adapters/cnipa-agencies/records.ts";
import * as sandboxModule from "#adapters/cnipa-agencies/sandbox/create-sandbox.ts";
import { source } from "#adapters/cnipa-agencies/source.ts";
import { serveSandbox } from "#adapters/runtime/sandbox/serve-sandbox.ts";
import { startSandbox } from "#adapters/runtime/sandbox/start-sandbox.ts";
import { generateWorld } from "#adapters/runtime/sandbox/world/generate-world.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { createTestRuntime } from "#tests/support/source-runtime.ts";

const world = generateWorld({ seed: 2026, patents: 2_000 });
const ofChongqing = world.agencies.filter(({ code, region }) => region.startsWith("50") && !code.startsWith("72"));
const LIST = "GET /prod-api/agency/list";
const BY_CODES = "POST /prod-api/agency/listByCodes";

describe("looking up agencies by code", () => {
  test("gives the well-known agency as the register has it, its telephone masked", async () => {
    await using bench = await startBench();
    const [answer] = await bench.register.byCodes(["50990"], createCallContext());
    if (answer === undefined || answer instanceof UpstreamError) throw new Error("no answer");
    expect(answer.value).toEqual({
      code: "50990",
      name: "重庆示例知识产权代理事务所（普通合伙）",
      uscc: "91500000MA0DEM2C68",
      type: { code: "GENERAL_PARTNERSHIP", raw: "普通合伙" },
      status: { code: "ACTIVE", raw: "正常" },
      region: "500103",
      address: "重庆市渝中区创新示例路66号8层1号",
      phone: "023-****",
      foundedDate: "2011-06-08",
      agentCount: 3,
      businessScope: "专利代理；专业领域：新材料、装备制造、测量检测",
      branches: [
        {
          name: "重庆示例知识产权代理事务所（普通合伙）成都分所",
          region: "510107",
          address: "四川省成都市武侯区科园示例路12号3层5号",
        },
      ],
      updatedAt: Date.parse("2026-10-30T17:20:05+08:00"),
    });
  });

  test("keeps the order, repeats repeats, and has null for unknown codes and for what is no code", async () => {
    await using bench = await startBench();
    const codes = ["99999", "50990", "abc", "50990", "51201"];
    const answers = await bench.register.byCodes(codes, createCallContext());
    expect(answers.map(codeOf)).toEqual([null, "50990", null, "50990", "51201"]);
    expect(await bench.counts()).toEqual({ [BY_CODES]: 1 });
  });

  test("asks for fifty codes at a time, and not again for what it knows", async () => {
    await using bench = await startBench();
    const codes = world.agencies.slice(0, 120).map((agency) => agency.code);
    const answers = await bench.register.byCodes(codes, createCallContext());
    expect(answers.map(codeOf)).toEqual(codes);
    expect(await bench.counts()).toEqual({ [BY_CODES]: 3 });
    const context = createCallContext();
    await bench.register.byCodes(codes, context);
    expect(await bench.counts()).toEqual({ [BY_CODES]: 3 });
    expect(context.events).toEqual([expect.objectContaining({ outcome: "OK", upstreamCalls: 0, cacheHits: 120 })]);
  });

  test("fails the codes of the question that failed, and not those at hand", async () => {
    await using bench = await startBench();
    await bench.register.byCodes(["50990"], createCallContext());
    await bench.setFault({ mode: "error" });
    const answers = await bench.register.byCodes(["50990", "51201"], createCallContext());
    expect(answers.map(codeOf)).toEqual(["50990", "rejected"]);
  });
});

describe("searching the register", () => {
  test("finds the agencies of a province, counted, by code, and primes look-ups by code", async () => {
    await using bench = await startBench();
    const { value } = await bench.register.search({ regions: ["500000"], offset: 0, limit: 10 }, createCallContext());
    expect(value.total).toEqual({ value: ofChongqing.length, relation: "EXACT" });
    const codes = value.items.map((agency) => agency.code);
    expect(codes).toEqual(codesInOrder().slice(0, 10));
    await bench.register.byCodes(codes, createCallContext());
    expect(await bench.counts()).toEqual({ [LIST]: 1 });
  });

  test("reads windows across pages, each page once", async () => {
    await using bench = await startBench();
    const search = (offset: number, limit: number) =>
      bench.register.search({ regions: ["50"], offset, limit }, createCallContext());
    expect((await search(45, 10)).value.items.map((agency) => agency.code)).toEqual(codesInOrder().slice(45, 55));
    expect((await search(0, 100)).value.items.map((agency) => agency.code)).toEqual(codesInOrder().slice(0, 100));
    expect(await bench.counts()).toEqual({ [LIST]: Math.min(2, Math.ceil(ofChongqing.length / 50)) });
  });

  test("trap 26: has nothing beyond the end, though the register repeats its last page there", async () => {
    await using bench = await startBench();
    const { value } = await bench.register.search({ regions: ["500107"], offset: 500, limit: 10 }, createCallContext());
    expect(value.items).toEqual([]);
    expect(value.total.value).toBeGreaterThan(0);
    const { length } = ofChongqing;
    const last = await bench.register.search(
      { regions: ["500000"], offset: length - 3, limit: 10 },
      createCallContext(),
    );
    expect(last.value.items.map((agency) => agency.code)).toEqual(codesInOrder().slice(-3));
  });

  test("filters by text and status", async () => {
    await using bench = await startBench();
    const named = await bench.register.search({ text: " 示例知识产权 ", offset: 0, limit: 5 }, createCallContext());
    expect(named.value.items.map((agency) => agency.code)).toEqual(["50990"]);
    const cancelled = await bench.register.search({ status: "CANCELLED", offset: 0, limit: 100 }, createCallContext());
    expect(cancelled.value.items.length).toBeGreaterThan(0);
    expect(new Set(cancelled.value.items.map((agency) => agency.status.code))).toEqual(new Set(["CANCELLED"]));
    expect(cancelled.value.items.every((agency) => agency.agentCount === 0)).toBe(true);
  });

  test("reads both kinds of brackets, branches, and codes of no province", async () => {
    await using bench = await startBench();
    const pages = await Promise.all(
      [0, 100, 200, 300].map((offset) => bench.register.search({ offset, limit: 100 }, createCallContext())),
    );
    const agencies = pages.flatMap((page) => page.value.items);
    expect(agencies).toHaveLength(world.agencies.length);
    expect(agencies.some((agency) => agency.name.includes("（普通合伙）"))).toBe(true);
    expect(agencies.some((agency) => agency.name.includes("(普通合伙)"))).toBe(true);
    expect(agencies.some((agency) => agency.branches.length === 2)).toBe(true);
    expect(agencies.filter((agency) => agency.type.code === "UNKNOWN" || agency.status.code === "UNKNOWN")).toEqual([]);
    const foreignRelated = agencies.filter((agency) => agency.code.startsWith("72"));
    expect(foreignRelated.length).toBeGreaterThan(0);
    for (const agency of foreignRelated) expect([agency.uscc, agency.region]).toEqual([null, null]);
    expect(agencies.filter((agency) => agency.phone !== null && !/^0\d{2,3}-\*{4}$/.test(agency.phone))).toEqual([]);
  });
});

describe("the agents of an agency", () => {
  test("have qualification numbers and masked names", async () => {
    await using bench = await startBench();
    const { value } = await bench.register.agents("50990", { offset: 0, limit: 10 }, createCallContext());
    expect(value.total).toEqual({ value: 3, relation: "EXACT" });
    expect(value.items[0]).toEqual({
      qualificationNumber: "5000901",
      name: "李**",
      agencyCode: "50990",
      sinceDate: "2011-06-08",
    });
    expect((await bench.register.agents("99999", { offset: 0, limit: 10 }, createCallContext())).value.items).toEqual(
      [],
    );
  });
});

describe("the source", () => {
  test("is off without an address, and lets its sandbox stand in", () => {
    const runtime = createTestRuntime(source.code, "http://127.0.0.1:1");
    expect(source.create(runtime, {})).toBeNull();
    expect(source.sandbox?.isWanted({})).toBe(true);
    expect(source.sandbox?.isWanted({ baseUrl: "https://register.example.cn" })).toBe(false);
    return runtime.close();
  });

  test("has a sandbox that runs in a process of its own", async () => {
    if (source.sandbox === undefined) throw new Error("no sandbox");
    const sandbox = await startSandbox(source.sandbox, { seed: 2026, patents: 100 });
    const response = await fetch(`${source.sandbox.pointAt(sandbox.url, {}).baseUrl}/agent/list?agencyCode=50990`);
    expect(await response.json()).toMatchObject({ code: 200, total: 3 });
    await sandbox.stop();
  });
});

function codesInOrder(): readonly string[] {
  return ofChongqing.map((agency) => agency.code).toSorted();
}

function codeOf(answer: Awaited<ReturnType<AgencyRegister["byCodes"]>>[number]): string | null {
  return answer instanceof UpstreamError ? answer.failure.kind : (answer.value?.code ?? null);
}

async function startBench() {
  const sandbox = await serveSandbox(sandboxModule, { world, settings: {}, clock: { now: Date.now } });
  const runtime = createTestRuntime(source.code, sandbox.url);
  const settings = source.sandbox?.pointAt(sandbox.url, {}) ?? {};
  const register = await source.create(runtime, settings);
  if (register === null) throw new Error("the source is off");
  return {
    register,
    counts: sandbox.counts,
    setFault: sandbox.setFault,
    [Symbol.asyncDispose]: async () => {
      await runtime.close();
      await sandbox.stop();
    },
  };
}
