import { expect, vi } from "vitest";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { Harvester } from "#subgraphs/discovery/summaries/harvester.ts";
import type { NodeHarvest } from "#subgraphs/runtime/define-node.ts";
import type { NodeSummary } from "#subgraphs/runtime/node-summary.ts";
import type { ListedNode, NodeBatch, NodeCaller } from "#subgraphs/runtime/ports.ts";
import type { TakeDown } from "#subgraphs/runtime/take-downs.ts";
import { listed } from "#tests/subgraphs/discovery/open-discovery.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { nodeSummary } from "#tests/support/node-summary.ts";
import { openEngine } from "./open-engine.ts";

export const HOUR = 3_600_000;
export const id = (key: string, typeName = "SichuanListing") => encodeNodeId(typeName, key);
export const listing = (key: string) => nodeSummary({ id: id(key), title: `光学胶${key}` });

interface Platform {
  node: ListedNode;
  records: readonly NodeSummary[];
  readonly asked: NodeHarvest[];
  exist: (ids: readonly string[]) => readonly boolean[];
  answer: (harvest: NodeHarvest) => Partial<NodeBatch>;
}

/** A platform whose list is given two at a time. */
export function platform(keys: readonly string[], parts: Partial<ListedNode> = {}): Platform {
  const made: Platform = {
    node: listed("sichuan", parts, ["LISTING", "CASE"]),
    records: keys.map(listing),
    asked: [],
    exist: (ids) => ids.map((one) => made.records.some((record) => record.id === one)),
    answer: ({ cursor }) => {
      const offset = Number(cursor ?? 0);
      const isEnd = offset + 2 >= made.records.length;
      return { items: made.records.slice(offset, offset + 2), cursor: isEnd ? null : String(offset + 2) };
    },
  };
  return made;
}

export async function openHarvester(made: Platform) {
  const opened = await openEngine();
  const clock = new ManualClock();
  const taken = new Set<string>();
  const listeners = new Set<(record: TakeDown) => void>();
  const nobody = () => Promise.reject(new Error("not asked here"));
  const caller: NodeCaller = {
    search: nobody,
    serviceModules: nobody,
    account: nobody,
    entities: nobody,
    hasCredential: () => false,
    exist: async (_node, _type, ids) => made.exist(ids),
    harvest: async (_node, harvest) => {
      made.asked.push(harvest);
      const asked = [{ source: "portal", upstreamCalls: 0 }];
      return { items: [], removed: [], cursor: null, resume: null, asked, ...made.answer(harvest) };
    },
  };
  const harvester = new Harvester({
    writer: opened.asyncWriter,
    others: { directory: { list: () => [made.node], ownerOf: () => undefined }, callerFor: () => caller },
    timer: clock,
    logger: SILENT_LOGGER,
    takeDowns: {
      has: (one) => taken.has(one),
      list: () => [],
      onChange: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    most: 1_000,
    times: { startAfter: 5_000, every: 6 * HOUR, wholeEvery: 24 * HOUR },
    manners: { pause: 1_000, quotaShare: 0.5 },
  });
  harvester.start();
  const ended = async (times: number) => {
    await vi.waitFor(() => {
      const [state] = opened.writer.states();
      expect(state?.unfinished ?? null).toBeNull();
      expect(made.asked.filter(({ cursor }) => cursor === null).length).toBeGreaterThanOrEqual(times);
      expect(harvester.standings).toEqual([]);
    });
  };
  return {
    ...opened,
    clock,
    harvester,
    ended,
    takeDown: (one: string) => {
      taken.add(one);
      const record = { id: one, typeName: "SichuanListing", key: one, reason: "x", at: 0 };
      for (const listener of listeners) listener(record);
    },
    [Symbol.asyncDispose]: async () => {
      await harvester.stop();
      await opened[Symbol.asyncDispose]();
    },
  };
}
