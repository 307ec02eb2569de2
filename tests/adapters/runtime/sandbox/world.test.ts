import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LATEST_GAZETTE_DAY, toDay } from "#adapters/runtime/sandbox/world/calendar.ts";
import { coarseStatus } from "#adapters/runtime/sandbox/world/coarse-status.ts";
import { itemDate } from "#adapters/runtime/sandbox/world/gazette.ts";
import { DEFAULT_WORLD_SIZE, generatePatents, generateWorld } from "#adapters/runtime/sandbox/world/generate-world.ts";
import { indexWorld } from "#adapters/runtime/sandbox/world/index-world.ts";
import type { World } from "#adapters/runtime/sandbox/world/types.ts";
import { regionOf } from "#schema/codes/regions.ts";
import { parseAgencyCode } from "#schema/ids/agency-code.ts";
import { parseApplicationNumber, patentTypeOf } from "#schema/ids/application-number.ts";
import { parsePublicationNumber } from "#schema/ids/publication-number.ts";
import { parseUscc } from "#schema/ids/uscc.ts";

const world = generateWorld(DEFAULT_WORLD_SIZE);
const index = indexWorld(world);

describe("the invented world", () => {
  test("has the sizes that the default promises", () => {
    expect(world.patents).toHaveLength(2_000);
    expect(world.agencies.length).toBeGreaterThanOrEqual(300);
    expect(world.offers.length).toBeGreaterThanOrEqual(400);
    expect(world.offers.filter((offer) => offer.node === "sichuan").length).toBeGreaterThanOrEqual(200);
    expect(world.offers.filter((offer) => offer.node === "chongqing").length).toBeGreaterThanOrEqual(200);
    for (const list of [world.experts, world.demands, world.organizations, world.cases]) {
      expect(list.length).toBeGreaterThan(10);
    }
  });

  test("is the same for the same seed and size, and another for another seed", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 20, max: 120 }), (seed, patents) => {
        const first = generateWorld({ seed, patents });
        expect(generateWorld({ seed, patents })).toEqual(first);
        expect(generateWorld({ seed: seed + 1, patents }).patents).not.toEqual(first.patents);
      }),
      { numRuns: 8 },
    );
  });

  test("grows with its size", () => {
    const larger = generateWorld({ seed: 2026, patents: 4_000 });
    expect(larger.patents).toHaveLength(4_000);
    expect(larger.offers.length).toBeGreaterThan(world.offers.length * 1.8);
    expect(larger.agencies.length).toBeGreaterThan(world.agencies.length * 1.8);
    expect(generateWorld({ seed: 2026, patents: 50 }).patents).toHaveLength(50);
  });

  test("streams the patents that the whole has", () => {
    expect([...generatePatents(DEFAULT_WORLD_SIZE)]).toEqual(world.patents);
  });

  test("is made in an instant", () => {
    const startedAt = performance.now();
    generateWorld(DEFAULT_WORLD_SIZE);
    expect(performance.now() - startedAt).toBeLessThan(1_500);
  });
});

describe("its numbers", () => {
  test("are application numbers of the right type with a right check character, each once", () => {
    for (const patent of world.patents) {
      const parsed = parseApplicationNumber(patent.applicationNumber);
      expect(parsed).toEqual({ ok: true, value: patent.applicationNumber });
      if (parsed.ok) expect(patentTypeOf(parsed.value)).toBe(patent.type);
    }
    expectUnique(world.patents.map((patent) => patent.applicationNumber));
  });

  test("are publications that parse, each number and kind once", () => {
    const printed = world.patents.flatMap((patent) => patent.publications.map((one) => `CN${one.number}${one.kind}`));
    for (const number of printed) expect(parsePublicationNumber(number), number).toMatchObject({ ok: true });
    expectUnique(printed);
  });

  test("are credit codes with both check characters, each once", () => {
    const codes = [...world.organizations, ...world.agencies].map((party) => party.uscc);
    for (const code of codes) expect(parseUscc(code), code).toEqual({ ok: true, value: code });
    expectUnique(codes);
  });

  test("are agency codes, each once, a few outside the provinces", () => {
    const codes = world.agencies.map((agency) => agency.code);
    for (const code of codes) expect(parseAgencyCode(code)).toEqual({ ok: true, value: code });
    expectUnique(codes);
    expect(codes.some((code) => regionOf(code.slice(0, 2)) === null)).toBe(true);
  });

  test("are ids that a double cannot hold on the Chongqing platform, short ones on the Sichuan portal", () => {
    for (const record of [...world.offers, ...world.experts, ...world.demands]) {
      if (record.node === "sichuan") expect(record.id.length).toBeLessThanOrEqual(8);
      else expect(record.id).toMatch(/^\d{18}$/);
    }
    const ids = world.offers.filter((offer) => offer.node === "chongqing").map((offer) => offer.id);
    expect(new Set(ids.map(Number)).size).toBeLessThan(ids.length);
    expectUnique([...world.offers, ...world.experts, ...world.demands, ...world.cases].map((record) => record.id));
  });

  test("are regions of GB/T 2260, mostly of the cluster, some elsewhere", () => {
    const regions = world.organizations.map((organization) => regionOf(organization.region));
    expect(regions).not.toContain(null);
    const inCluster = regions.filter((region) => region?.inCluster).length;
    expect(inCluster / regions.length).toBeGreaterThan(0.7);
    expect(inCluster).toBeLessThan(regions.length);
    const cities = new Set(regions.filter((region) => region?.inCluster).map((region) => region?.code.slice(0, 4)));
    expect(cities.size).toBeGreaterThanOrEqual(10);
  });
});

describe("its references", () => {
  test("lead from patents to organisations, agencies and their agents", () => {
    for (const patent of world.patents) {
      expect(patent.applicants.length).toBeGreaterThan(0);
      for (const party of [...patent.applicants, ...patent.owners]) expect(index.organization(party)).toBeDefined();
      if (patent.agencyCode === null) continue;
      const names = index.agency(patent.agencyCode)?.agents.map((agent) => agent.name);
      expect(names).toEqual(expect.arrayContaining([...patent.agents]));
    }
  });

  test("lead from offers, demands and cases to patents and parties", () => {
    for (const offer of world.offers) {
      expect(index.partyName(offer.seller)).not.toBe(offer.seller);
      if (offer.patent !== null) expect(index.patent(offer.patent)?.title).toBe(offer.title);
    }
    for (const demand of world.demands) expect(index.organization(demand.publisher)?.region).toBe(demand.region);
    for (const docket of world.cases) {
      expect(index.patent(docket.patent)).toBeDefined();
      expect(index.organization(docket.client)).toBeDefined();
    }
  });

  test("give the first twenty offers of each platform a patent, the newest first", () => {
    for (const node of ["sichuan", "chongqing"] as const) {
      const offers = world.offers.filter((offer) => offer.node === node);
      expect(offers.slice(0, 20).every((offer) => offer.patent !== null)).toBe(true);
      const days = offers.map((offer) => offer.publishedAt.slice(0, 10));
      expect(days).toEqual(days.toSorted().reverse());
    }
  });

  test("keep the cases of the two users apart", () => {
    const clients = (user: string) => world.cases.filter((docket) => docket.user === user).map((one) => one.client);
    expect(new Set(clients("demo"))).toEqual(new Set(["91510100MA0DEM0A77"]));
    expect(clients("other")).not.toContain("91510100MA0DEM0A77");
    expect(clients("other").length).toBeGreaterThan(0);
  });
});

describe("its gazette", () => {
  test("appears on Tuesdays and Fridays, in order, and not after the latest one", () => {
    for (const patent of world.patents) {
      const dates = [...patent.legalEvents, ...patent.publications].map((entry) => entry.date);
      for (const date of dates) {
        expect([2, 5]).toContain(new Date(date).getUTCDay());
        expect(toDay(date)).toBeLessThanOrEqual(LATEST_GAZETTE_DAY);
        expect(date >= patent.filingDate).toBe(true);
      }
      const events = patent.legalEvents.map((entry) => entry.date);
      expect(events).toEqual(events.toSorted());
    }
  });

  test("tells a lapse ten months and more after the right ended, on an anniversary of the filing", () => {
    const lapses = entriesOf(world, "CF01");
    expect(lapses.length).toBeGreaterThan(100);
    for (const { patent, entry } of lapses) {
      const ended = itemDate(entry, "终止日期") ?? "";
      expect(ended.slice(5)).toBe(patent.filingDate.slice(5).replace("02-29", ended.slice(5)));
      expect(toDay(entry.date) - toDay(ended)).toBeGreaterThan(290);
      expect(entry.items).toContainEqual(["终止原因", "未缴年费专利权终止"]);
    }
  });

  test("grants before it transfers, pledges or ends, and publishes a grant with it", () => {
    for (const patent of world.patents) {
      const codes = patent.legalEvents.map((entry) => entry.code);
      const grant = codes.indexOf("GR01");
      const later = codes.findIndex((code) => /^(?:TR|PE|EE|CF|CX|PP|OL|IP)/.test(code));
      if (later >= 0) expect(grant).toBeLessThan(later);
      expect(patent.publications.some((one) => one.kind !== "A")).toBe(grant >= 0);
    }
  });

  test("registers nothing on a right after its end", () => {
    for (const { patent, entry } of [...entriesOf(world, "CF01"), ...entriesOf(world, "CX01")]) {
      const ended = itemDate(entry, "终止日期") ?? "";
      const registered = patent.legalEvents.flatMap(
        (one) => itemDate(one, "登记生效日") ?? itemDate(one, "质押登记日") ?? [],
      );
      expect(registered.filter((date) => date > ended)).toEqual([]);
    }
  });

  test("moves the owner with the transfer", () => {
    const transfers = entriesOf(world, "TR01");
    expect(transfers.length).toBeGreaterThan(20);
    for (const { patent, entry } of transfers) {
      const [owner = ""] = patent.owners;
      expect(entry.items).toContainEqual(["变更后权利人", index.partyName(owner)]);
      expect(patent.applicants).not.toEqual(patent.owners);
    }
  });

  test("has every kind of fate among its patents", () => {
    expect(new Set(world.patents.map(coarseStatus))).toEqual(new Set(["在审", "有效", "失效"]));
    for (const code of ["RJ01", "WD01", "CX01", "PE01", "PC01", "EE01", "OL01", "PP01", "IP01"]) {
      expect(entriesOf(world, code).length, code).toBeGreaterThan(0);
    }
    expect(world.patents.some((patent) => patent.pct !== null)).toBe(true);
    expect(world.patents.some((patent) => patent.applicationNumber.length === 12)).toBe(true);
  });
});

function entriesOf({ patents }: World, code: string) {
  return patents.flatMap((patent) =>
    patent.legalEvents.filter((entry) => entry.code === code).map((entry) => ({ patent, entry })),
  );
}

function expectUnique(values: readonly string[]): void {
  const seen = new Set<string>();
  expect(values.filter((value) => seen.has(value) || !seen.add(value))).toEqual([]);
}
