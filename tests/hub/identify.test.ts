import { expect, test, vi } from "vitest";
import { journeyNamed } from "#tests/journeys/read-journeys.ts";
import { startTestHub } from "#tests/support/start-test-hub.ts";

vi.setConfig({ testTimeout: 60_000 });

test("pasted numbers take one question to each node, and one call for each register that has numbers to look up", async () => {
  await using hub = await startTestHub();
  const { query, variables, headers } = journeyNamed("discovery", "identify");
  await hub.resetCounts();
  const before = await hub.nodeRequests("national");
  const { errors } = await hub.ask(query, variables, headers);
  expect(errors).toEqual([]);
  expect((await hub.nodeRequests("national")) - before).toBe(1);
  expect(await hub.nodeRequests("sichuan")).toBe(0);
  expect(await hub.counts()).toEqual({
    "national-registers": {
      "POST /openapi/ip/LayoutDesign/ListByNo": 1,
      "POST /openapi/ip/SoftwareCopyright/ListByNo": 1,
      "POST /openapi/ip/Trademark/ListByNo": 1,
    },
  });
});
