import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type StartSandboxOptions, startSandbox } from "#adapters/runtime/sandbox/start-sandbox.ts";

const definition = { module: new URL("../../../support/echo-sandbox.ts", import.meta.url) };
const size = { seed: 3, patents: 40 };

describe("a sandbox in a process of its own", () => {
  test("generates the world of its size and takes its settings", async () => {
    await using sandbox = await start({ ...size, settings: { quota: 3 } });
    expect(sandbox.pid).not.toBe(process.pid);
    expect(await (await fetch(sandbox.url)).json()).toEqual({ patents: 40, seed: 3, settings: { quota: 3 } });
  });

  test("is counted, reset and spoilt over its channel", async () => {
    await using sandbox = await start(size);
    await fetch(sandbox.url);
    expect(await sandbox.counts()).toEqual({ "GET /": 1 });
    await sandbox.resetCounts();
    expect(await sandbox.counts()).toEqual({});
    await sandbox.setFault({ mode: "error" });
    expect((await fetch(sandbox.url)).status).toBe(500);
  });

  test("is gone after stop, even while an answer hangs", async () => {
    const sandbox = await startSandbox(definition, size);
    await sandbox.setFault({ mode: "hang" });
    const hanging = fetch(sandbox.url).catch((error: unknown) => error);
    await expect.poll(() => sandbox.counts()).toEqual({ "GET /": 1 });
    await sandbox.stop();
    await sandbox.exited;
    expect(await hanging).toBeInstanceOf(Error);
    await sandbox.stop();
    await expect(sandbox.counts()).rejects.toThrow("gone");
  });

  test("says in one line why it cannot start", async () => {
    await using first = await start(size);
    const port = Number(new URL(first.url).port);
    await expect(startSandbox(definition, { ...size, port })).rejects.toThrow(/sandbox did not start: .*EADDRINUSE/);
    const missing = { module: new URL("./no-such-file.ts", import.meta.url) };
    await expect(startSandbox(missing, size)).rejects.toThrow(/sandbox did not start/);
  });

  test("dies with its parent, however that ends", async () => {
    const parent = spawn(
      process.execPath,
      [fileURLToPath(new URL("../../../support/sandbox-parent.ts", import.meta.url))],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const [line] = (await once(parent.stdout, "data")) as [Buffer];
    const url = line.toString().trim();
    expect((await fetch(url)).status).toBe(200);
    parent.kill("SIGKILL");
    await expect
      .poll(
        () =>
          fetch(url).then(
            () => "alive",
            () => "gone",
          ),
        { timeout: 5_000 },
      )
      .toBe("gone");
  });
});

async function start(options: StartSandboxOptions) {
  const sandbox = await startSandbox(definition, options);
  return { ...sandbox, [Symbol.asyncDispose]: sandbox.stop };
}
