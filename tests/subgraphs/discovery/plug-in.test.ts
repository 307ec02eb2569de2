import { expect, test } from "vitest";
import type { PlugInStanding } from "#subgraphs/runtime/plug-in.ts";
import { listed, openDiscovery } from "./open-discovery.ts";

const STANDING: PlugInStanding = {
  lifecycle: "LIVE",
  plugIn: {
    kind: "MANIFEST",
    version: "1.2.0",
    conformance: { score: 97.5, failed: ["SHOULD-PAGING-STABLE"], checkedAt: "2026-11-28T01:00:00.000Z" },
    history: [
      { changedAt: "2026-11-28T02:00:00.000Z", version: "1.2.0", lifecycle: "LIVE", changedBy: "OPERATOR" },
      { changedAt: "2026-11-28T00:00:00.000Z", version: "1.2.0", lifecycle: "DRAFT", changedBy: "OWNER" },
    ],
  },
};

const QUERY = `{ hubNodes { code lifecycle plugIn {
  kind version conformance { score failed checkedAt } history { changedAt version lifecycle changedBy }
} } }`;

test("a node says how it is joined and how it came to be live; what is part of the hub never was anything else", async () => {
  const { ask } = openDiscovery([listed("sichuan"), listed("shanghai", { standing: STANDING })]);
  const { data, errors } = await ask(QUERY);
  expect(errors).toEqual([]);
  expect(data.hubNodes).toEqual([
    { code: "sichuan", lifecycle: "LIVE", plugIn: { kind: "BUILT_IN", version: null, conformance: null, history: [] } },
    { code: "shanghai", ...STANDING },
  ]);
});

test("a node that this gateway had to quarantine says so, whatever the registry tells of it", async () => {
  const { ask } = openDiscovery([
    listed("sichuan", { state: "QUARANTINED" }),
    listed("shanghai", { standing: STANDING, state: "QUARANTINED" }),
  ]);
  const { data } = await ask("{ hubNodes { lifecycle } }");
  expect(data.hubNodes).toEqual([{ lifecycle: "QUARANTINED" }, { lifecycle: "QUARANTINED" }]);
});
