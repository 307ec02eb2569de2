import { expect, test } from "vitest";
import type { CallContext } from "#adapters/runtime/source.ts";
import { switchedClient } from "#subgraphs/runtime/switched-client.ts";
import { createCallContext } from "#tests/support/call-context.ts";

class Store {
  readonly size = 3;
  readonly #records = new Map([["a", 1]]);

  async read(key: string, _context?: CallContext): Promise<number | null> {
    return this.#records.get(key) ?? null;
  }
}

test("a store answers while it is on, and every question fails with off while it is not", async () => {
  let isOff = false;
  const client = switchedClient("store", new Store(), () => isOff) as Store;
  const context = createCallContext();
  expect(await client.read("a", context)).toBe(1);
  isOff = true;
  await expect(client.read("a", context)).rejects.toMatchObject({ source: "store", failure: { kind: "off" } });
  await expect(client.read("a")).rejects.toMatchObject({ failure: { kind: "off" } });
  expect(context.events).toMatchObject([{ source: "store", operation: "read", outcome: "SKIPPED", upstreamCalls: 0 }]);
  expect(client.size).toBe(3);
  isOff = false;
  expect(await client.read("b")).toBeNull();
});
