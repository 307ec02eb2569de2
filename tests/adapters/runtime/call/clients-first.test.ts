import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";

test("clients go before what only the hub itself asks for, such as a harvest", async () => {
  const open: ServerResponse[] = [];
  await using upstream = await startUpstream((_request, response) => void open.push(response));
  await using caller = createTestCaller(upstream, { politeness: { concurrency: 1, tryTimeoutMs: 10_000 } });
  const question = (path: string) => ask(upstream, { url: `${upstream.url}${path}` });
  const harvest = { ...createCallContext(), isRefresh: true };
  const asked = ["/first", "/harvest", "/joined"].map((path) => caller.call(question(path), harvest));
  await upstream.received(1);
  asked.push(caller.call(question("/client"), createCallContext()));
  asked.push(caller.call(question("/joined"), createCallContext()));
  for (let count = 1; count <= 4; count += 1) {
    await upstream.received(count);
    open.shift()?.end("{}");
  }
  await Promise.all(asked);
  expect(upstream.requests.map(({ path }) => path)).toEqual(["/first", "/joined", "/client", "/harvest"]);
});
