import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { POLITE_DEFAULTS } from "#adapters/runtime/politeness.ts";
import { defineSource } from "#adapters/runtime/source.ts";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import { stallNode } from "#tests/support/stall-node.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";

let hub: TestHub;

beforeAll(async () => {
  hub = await startTestHub({ env: { HUB_NODE_OPEN_TIMEOUT: "500ms" } });
});

afterAll(() => hub.stop());

/** A platform whose source opens when told to. */
function slowStall(code: string, opened: Promise<void>, onClose: () => void): NodeDefinition {
  const source = defineSource({
    code: `${code}-files`,
    name: { zh: "文件", en: "Files" },
    kind: "BULK",
    licence: {
      code: "OPEN",
      name: { zh: "公开", en: "Open" },
      attribution: { zh: "测试", en: "Test" },
      accessPolicy: "PUBLIC",
    },
    settings: z.object({}),
    politeness: POLITE_DEFAULTS,
    create: async (runtime) => {
      await opened;
      runtime.onClose(onClose);
      return {};
    },
  });
  return { ...stallNode(code), sources: { files: source } };
}

test("a node that does not open is refused after its time, and the next one joins", async () => {
  const opening = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  const slow = hub.hub.graph.apply([{ kind: "put", definition: slowStall("slow", opening.promise, closed.resolve) }]);
  const next = hub.hub.graph.apply([{ kind: "put", definition: stallNode("near") }]);
  expect(await slow).toMatchObject({
    kind: "refused",
    problems: [
      {
        node: "slow",
        code: "CANNOT_OPEN",
        message: { zh: "节点无法打开：500 毫秒内未打开", en: "the node cannot be opened: not open after 500 ms" },
        suggestion: { en: expect.stringContaining("HUB_NODE_OPEN_TIMEOUT") },
      },
    ],
  });
  expect(await next).toMatchObject({ kind: "served" });
  const { data } = await hub.ask<{ readonly hubNodes: readonly { readonly code: string }[] }>("{ hubNodes { code } }");
  const codes = data?.hubNodes.map(({ code }) => code);
  expect(codes).toContain("near");
  expect(codes).not.toContain("slow");
  opening.resolve();
  await closed.promise;
});
