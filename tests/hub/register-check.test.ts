import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startTestHub, startTestHubOfSubgraphs, type TestHub } from "#tests/support/start-test-hub.ts";
import { moveToWorldToday } from "#tests/support/world-time.ts";

// Hubs start slowly where other tests run beside.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const PAGE = "query Page($first: Int!) { listings(first: $first) { nodes { id } } }";
const CHECKED =
  "query Checked($first: Int!) { listings(first: $first) { nodes { id title registerCheck { verdict findings { code } } } } }";

interface Checked {
  readonly listings: {
    readonly nodes: readonly {
      readonly title: string | null;
      readonly registerCheck: { readonly verdict: string; readonly findings: readonly { readonly code: string }[] };
    }[];
  };
}

describe.each([
  ["in process", startTestHub],
  ["as subgraphs elsewhere", startTestHubOfSubgraphs],
])("with the nodes %s", (_where, start) => {
  let hub: TestHub;
  beforeAll(async () => {
    moveToWorldToday();
    hub = await start();
  });
  afterAll(() => hub.stop());

  const requests = async () =>
    Object.fromEntries(
      await Promise.all(
        ["national", "sichuan", "chongqing"].map(async (node) => [node, await hub.nodeRequests(node)] as const),
      ),
    );

  test("forty offers are checked by one question to the register, without a call to the platforms beyond the list's own", async () => {
    const first = 40;
    await hub.ask(PAGE, { first });
    const upstream = await hub.counts();
    const before = await requests();
    const { data, errors } = await hub.ask<Checked>(CHECKED, { first });
    expect(errors).toEqual([]);
    const after = await requests();
    expect(data?.listings.nodes).toHaveLength(first);
    expect(new Set(data?.listings.nodes.map(({ registerCheck }) => registerCheck.verdict)).size).toBeGreaterThan(1);
    expect((after["national"] ?? 0) - (before["national"] ?? 0)).toBe(1);
    // The list, the facts of its offers, and the fields that were asked for.
    for (const node of ["sichuan", "chongqing"])
      expect((after[node] ?? 0) - (before[node] ?? 0)).toBeLessThanOrEqual(3);
    expect(await hub.counts()).toEqual(upstream);
  });

  test("CN202220765432.1, lapsed and still on offer, is flagged on the platform's own list", async () => {
    const { data } = await hub.ask<Checked>(
      '{ listings(first: 5, filter: { nodes: ["chongqing"], text: "便携式检测支架" }) { nodes { title registerCheck { verdict findings { code } } } } }',
    );
    const told = data?.listings.nodes.find(({ title }) => title === "一种便携式检测支架")?.registerCheck;
    expect(told?.verdict).toBe("CONFLICT");
    expect(told?.findings[0]?.code).toBe("NOT_IN_FORCE");
    const metrics = await (await fetch(`${hub.url}/metrics`)).text();
    expect(metrics).toMatch(/^hub_node_conflicts_total\{node="chongqing",field="registerCheck"\} [1-9]/m);
    expect(metrics).not.toMatch(/hub_node_conflicts_total\{node="national",field="registerCheck"\}/);
  });
});

test("while the register's node is paused, offers are all there and their checks UNKNOWN", async () => {
  moveToWorldToday();
  await using hub = await startTestHub({ patents: 150 });
  hub.hub.states.set("national", "PAUSED");
  const { data } = await hub.ask<Checked>(CHECKED, { first: 10 });
  expect(data?.listings.nodes).toHaveLength(10);
  for (const { title, registerCheck } of data?.listings.nodes ?? []) {
    expect(title).not.toBeNull();
    expect(registerCheck).toEqual({
      verdict: "UNKNOWN",
      findings: [{ code: expect.stringMatching(/REGISTER_UNAVAILABLE|NUMBER_|NOT_A_PATENT/) }],
    });
  }
});
