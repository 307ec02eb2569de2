import { expect, test, vi } from "vitest";
import type { NodeDesk } from "#gateway/registry/node-desk.ts";
import { openDesk, told } from "./open-desk.ts";

const OPERATOR = { code: "fujian", by: "OPERATOR" } as const;
const OWNER = { code: "fujian", by: "OWNER" } as const;
const SIGNAL = AbortSignal.timeout(60_000);

async function goLive(desk: NodeDesk): Promise<void> {
  await desk.register(OPERATOR, told({ code: "fujian", version: "1.0.0" }));
  await desk.check(OPERATOR, "1.0.0", SIGNAL);
  expect(await desk.promote(OPERATOR, "1.0.0")).toMatchObject({ lifecycle: "LIVE" });
}

test("a node that leaves while it is not in the graph, having been quarantined at the start, leaves no records either", async () => {
  await using opened = await openDesk();
  await goLive(opened.desk);
  await opened.registry.write("fujian", "HUB", () => ({
    act: "quarantine",
    version: "1.0.0",
    reason: "cannot be made",
  }));
  await opened.keeper.stop();
  opened.registry.close();
  const again = await opened.open();
  await again.desk.retire(OWNER, "moving");
  await vi.waitFor(() => expect(opened.forgotten).toContain("fujian"));
  await again.keeper.stop();
  again.registry.close();
});

test("nothing is deleted of a node that comes, nor of one that came again before another gateway saw it leave", async () => {
  await using opened = await openDesk();
  const other = await opened.open();
  await goLive(opened.desk);
  await other.registry.readOn();
  await other.keeper.exclusive(async () => {});
  expect(opened.graph).toEqual(["+ fujian 1.0.0", "+ fujian 1.0.0"]);
  expect(opened.forgotten).toEqual([]);
  await opened.desk.retire(OPERATOR, "moving");
  expect(opened.forgotten.splice(0)).toContain("fujian");
  await opened.desk.register(OPERATOR, told({ code: "fujian", version: "1.1.0" }));
  await other.registry.readOn();
  await other.keeper.exclusive(async () => {});
  expect(opened.graph.at(-1)).toBe("- fujian");
  expect(opened.forgotten).toEqual([]);
  await other.keeper.stop();
  other.registry.close();
});
