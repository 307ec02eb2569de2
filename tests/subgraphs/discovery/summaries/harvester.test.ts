import { describe, expect, test, vi } from "vitest";
import { UNKNOWN_HEALTH } from "#adapters/runtime/unknown-health.ts";
import type { ListedNode } from "#subgraphs/runtime/ports.ts";
import { failed } from "#tests/subgraphs/discovery/open-discovery.ts";
import { nodeSummary } from "#tests/support/node-summary.ts";
import { HOUR, id, listing, openHarvester, platform } from "./open-harvester.ts";

describe("harvesting", () => {
  test("begins some time after the start, reads every kind through, and private ones never", async () => {
    const made = platform(["1", "2", "3"]);
    await using running = await openHarvester(made);
    await running.clock.advance(4_999);
    expect(made.asked).toEqual([]);
    await running.clock.advance(1);
    await running.ended(1);
    expect(running.idsOf()).toEqual(["1", "2", "3"].map((key) => id(key)).toSorted());
    expect(made.asked.map(({ kind, cursor }) => [kind, cursor])).toEqual([
      ["LISTING", null],
      ["LISTING", "2"],
    ]);
    expect(running.engine.coverage()).toMatchObject([{ node: "sichuan", count: 3, isComplete: true }]);
  });

  test("asks for what is new since a day before, and after a day for the whole list", async () => {
    const made = platform(["1"]);
    await using running = await openHarvester(made);
    await running.clock.advance(5_000);
    await running.ended(1);
    await running.clock.advance(6 * HOUR + 60_000);
    await running.ended(2);
    expect(made.asked[1]?.since).toBe("2025-12-31T00:00:00.000Z");
    for (let round = 0; round < 4; round++) {
      await running.clock.advance(6 * HOUR + 60_000);
      await running.ended(3 + round);
    }
    expect(made.asked.slice(2).some(({ since }) => since === null)).toBe(true);
  });

  test("asks a node that tells changes for nothing else, from where it left off", async () => {
    const made = platform(["1", "2"]);
    made.answer = ({ cursor }) =>
      cursor === null
        ? { items: made.records, resume: "r1" }
        : { items: [listing("3")], removed: [id("1")], resume: "r2" };
    await using running = await openHarvester(made);
    await running.clock.advance(5_000);
    await running.ended(1);
    await running.clock.advance(48 * HOUR);
    await vi.waitFor(() => expect(running.writer.states()).toMatchObject([{ resume: "r2", unfinished: null }]));
    expect(made.asked[1]).toMatchObject({ cursor: "r1", since: null });
    expect(running.idsOf()).toEqual([id("2"), id("3")].toSorted());
  });

  test("goes on where a failure stopped it, later", async () => {
    const made = platform(["1", "2", "3"]);
    const whole = made.answer;
    let isDown = true;
    made.answer = (harvest) => {
      if (harvest.cursor !== null && isDown) throw failed("sichuan", "NODE_UNAVAILABLE");
      return whole(harvest);
    };
    await using running = await openHarvester(made);
    await running.clock.advance(5_000);
    await vi.waitFor(() => expect(running.harvester.standings).toMatchObject([{ state: "failed" }]));
    expect(running.idsOf()).toHaveLength(2);
    isDown = false;
    await running.clock.advance(120_000);
    await running.ended(1);
    expect(running.idsOf()).toHaveLength(3);
    expect(made.asked.map(({ cursor }) => cursor)).toEqual([null, "2", "2"]);
  });

  test("begins anew where the node does not know the place any more", async () => {
    const made = platform(["1", "2", "3"]);
    await using running = await openHarvester(made);
    running.writer.begin("sichuan", "LISTING", { mode: "whole", now: 0, anew: false });
    running.writer.put({ node: "sichuan", kind: "LISTING", run: 1, items: [], removed: [], cursor: "old", most: 9 });
    const whole = made.answer;
    made.answer = (harvest) => {
      if (harvest.cursor === "old") throw failed("sichuan", "BAD_CURSOR");
      return whole(harvest);
    };
    await running.clock.advance(5_000);
    await running.ended(1);
    expect(running.idsOf()).toHaveLength(3);
  });

  test("gives up a list that goes in circles", async () => {
    const made = platform(["1"]);
    made.answer = () => ({ items: made.records, cursor: "again" });
    await using running = await openHarvester(made);
    await running.clock.advance(5_000);
    await vi.waitFor(() => expect(running.harvester.standings).toMatchObject([{ state: "failed" }]));
    expect(made.asked).toHaveLength(2);
  });

  test("takes nothing that is not the node's own", async () => {
    const made = platform([]);
    const foreign = nodeSummary({ id: id("9", "Patent"), title: "甲" });
    made.answer = () => ({ items: [listing("1"), foreign, { ...foreign, typeName: "Patent" }] });
    await using running = await openHarvester(made);
    await running.clock.advance(5_000);
    await running.ended(1);
    expect(running.idsOf()).toEqual([id("1")]);
  });
});

describe("what is gone", () => {
  test("is asked for where a whole harvest did not meet it, and removed where the node has it no more", async () => {
    const made = platform(["1", "2", "3"]);
    await using running = await openHarvester(made);
    await running.clock.advance(5_000);
    await running.ended(1);
    made.records = [listing("1")];
    made.exist = (ids) => ids.map((one) => one !== id("2"));
    await running.clock.advance(25 * HOUR);
    await vi.waitFor(() => expect(running.idsOf()).toEqual([id("1"), id("3")].toSorted()));
  });

  test("stays while the node cannot tell, until two whole harvests have not met it", async () => {
    const made = platform(["1", "2"]);
    await using running = await openHarvester(made);
    await running.clock.advance(5_000);
    await running.ended(1);
    made.records = [listing("1")];
    made.exist = () => {
      throw failed("sichuan", "NODE_UNAVAILABLE");
    };
    const wholes = () => made.asked.filter(({ since }) => since === null).length;
    await running.clock.advance(25 * HOUR);
    await vi.waitFor(() => expect(wholes()).toBe(2));
    await running.ended(2);
    expect(running.idsOf()).toHaveLength(2);
    await running.clock.advance(25 * HOUR);
    await vi.waitFor(() => expect(running.idsOf()).toEqual([id("1")]));
  });

  test("by its owner's order is gone at once, and does not come back", async () => {
    const made = platform(["1", "2"]);
    await using running = await openHarvester(made);
    await running.clock.advance(5_000);
    await running.ended(1);
    running.takeDown(id("1"));
    await vi.waitFor(() => expect(running.idsOf()).toEqual([id("2")]));
    await running.clock.advance(25 * HOUR);
    await running.ended(2);
    expect(running.idsOf()).toEqual([id("2")]);
  });

  test("with the leave to harvest it goes from the index", async () => {
    const made = platform(["1"]);
    await using running = await openHarvester(made);
    await running.clock.advance(5_000);
    await running.ended(1);
    made.node = { ...made.node, kinds: made.node.kinds.map((kind) => ({ ...kind, harvest: false })) };
    await running.clock.advance(60_000);
    await vi.waitFor(() => expect(running.idsOf()).toEqual([]));
  });
});

describe("manners", () => {
  const source = (health: Partial<ReturnType<ListedNode["sources"][number]["health"]>>) => {
    const name = { zh: "门户", en: "Portal" };
    const licence = { code: "L", name, attribution: name, accessPolicy: "PUBLIC" as const };
    return { code: "portal", name, kind: "PORTAL" as const, licence, health: () => ({ ...UNKNOWN_HEALTH, ...health }) };
  };

  test.each([
    ["has given half of its daily quota", { quotaUsed: 50, dailyQuota: 100 }],
    ["wants to be left alone", { pausedUntil: Date.UTC(2026, 0, 2) }],
    ["has an open breaker", { breaker: "OPEN" as const }],
  ])("a source that %s is left alone after the batch that showed it", async (_what, health) => {
    const made = platform(["1", "2", "3"], { sources: [source(health)] });
    await using running = await openHarvester(made);
    await running.clock.advance(5_000);
    await vi.waitFor(() => expect(running.harvester.standings).toMatchObject([{ state: "waiting", met: 2 }]));
    await running.clock.advance(60_000);
    expect(made.asked).toHaveLength(1);
  });

  test("an upstream that had to answer gets a rest for every call, longer while others stand in line", async () => {
    const made = platform(["1", "2", "3"], { sources: [source({ queueDepth: 1 })] });
    const whole = made.answer;
    made.answer = (harvest) => ({ ...whole(harvest), asked: [{ source: "portal", upstreamCalls: 3 }] });
    await using running = await openHarvester(made);
    await running.clock.advance(5_000);
    await vi.waitFor(() => expect(running.clock.delays).toContain(12_000));
    await running.clock.advance(12_000);
    await running.ended(1);
  });

  test("a node that is paused is not asked", async () => {
    const made = platform(["1"], { state: "PAUSED" });
    await using running = await openHarvester(made);
    await running.clock.advance(60_000);
    expect(made.asked).toEqual([]);
  });
});

test("a rebuild forgets everything and reads it anew", async () => {
  const made = platform(["1", "2", "3"]);
  await using running = await openHarvester(made);
  await running.clock.advance(5_000);
  await running.ended(1);
  made.records = [listing("4")];
  await running.harvester.rebuild();
  await running.ended(2);
  expect(running.idsOf()).toEqual([id("4")]);
});
