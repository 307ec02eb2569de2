import { describe, expect, test } from "vitest";
import { PLANTED_SECRET } from "#adapters/runtime/sandbox/apply-fault.ts";
import type { FaultMode, RunningSandbox } from "#adapters/runtime/sandbox/sandbox-module.ts";
import { serveSandbox } from "#adapters/runtime/sandbox/serve-sandbox.ts";
import { generateWorld } from "#adapters/runtime/sandbox/world/generate-world.ts";
import * as echo from "#tests/support/echo-sandbox.ts";

const options = { world: generateWorld({ seed: 1, patents: 20 }), settings: {}, clock: { now: () => 0 } };

describe("a sandbox in this process", () => {
  test("says in every answer that it is a stand-in", async () => {
    await using sandbox = await serve();
    for (const path of ["/", "/broken", "/__sandbox/counts", "/__sandbox/unknown"]) {
      expect((await fetch(sandbox.url + path)).headers.get("x-sandbox")).toBe("stand-in");
    }
  });

  test("counts requests by operation, ids apart, and forgets them on request", async () => {
    await using sandbox = await serve();
    for (const path of ["/expert/5a1e0001/view", "/expert/5a1e1000/view?page=2", "/list"])
      await fetch(sandbox.url + path);
    expect(await sandbox.counts()).toEqual({ "GET /expert/{id}/view": 2, "GET /list": 1 });
    expect(await (await fetch(`${sandbox.url}/__sandbox/counts`)).json()).toEqual(await sandbox.counts());
    await fetch(`${sandbox.url}/__sandbox/reset`, { method: "POST" });
    expect(await sandbox.counts()).toEqual({});
  });

  test("counts by the names that its module gives", async () => {
    const module = { ...echo, operationOf: ({ url }: { readonly url: URL }) => url.searchParams.get("method") ?? "?" };
    await using sandbox = await serve(module);
    await fetch(`${sandbox.url}/router?method=list`);
    expect(await sandbox.counts()).toEqual({ list: 1 });
  });

  test("answers 500 where its handler breaks, and goes on", async () => {
    await using sandbox = await serve();
    expect((await fetch(`${sandbox.url}/broken`)).status).toBe(500);
    expect((await fetch(sandbox.url)).status).toBe(200);
  });

  test.each<[FaultMode, number, string]>([
    ["error", 500, PLANTED_SECRET],
    ["garbage", 200, PLANTED_SECRET],
    ["login", 200, "用户登录"],
    ["rate-limit", 429, "频繁"],
  ])("can be spoilt: %s", async (mode, status, text) => {
    await using sandbox = await serve();
    const response = await spoil(sandbox, { mode });
    expect(response.status).toBe(200);
    const spoilt = await fetch(sandbox.url);
    expect(spoilt.status).toBe(status);
    expect(await spoilt.text()).toContain(text);
    await spoil(sandbox, { mode: "none" });
    expect(await (await fetch(sandbox.url)).json()).toMatchObject({ patents: 20 });
  });

  test.each<FaultMode>(["hang", "drip", "truncate"])(
    "can be spoilt so that no whole answer comes: %s",
    async (mode) => {
      await using sandbox = await serve();
      await spoil(sandbox, { mode });
      const signal = AbortSignal.timeout(300);
      await expect(fetch(sandbox.url, { signal }).then((response) => response.text())).rejects.toThrow();
    },
  );

  test("spoils only the paths that it is told to", async () => {
    await using sandbox = await serve();
    await spoil(sandbox, { mode: "error", path: "/offers" });
    expect((await fetch(`${sandbox.url}/offers/list`)).status).toBe(500);
    expect((await fetch(`${sandbox.url}/experts`)).status).toBe(200);
  });

  test("refuses an unknown fault", async () => {
    await using sandbox = await serve();
    expect((await spoil(sandbox, { mode: "explode" })).status).toBe(400);
  });
});

async function serve(module: Parameters<typeof serveSandbox>[0] = echo): Promise<RunningSandbox & AsyncDisposable> {
  const sandbox = await serveSandbox(module, options);
  return { ...sandbox, [Symbol.asyncDispose]: sandbox.stop };
}

function spoil(sandbox: RunningSandbox, fault: object): Promise<Response> {
  return fetch(`${sandbox.url}/__sandbox/fault`, { method: "POST", body: JSON.stringify(fault) });
}
