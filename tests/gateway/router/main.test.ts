import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import { startHubProcess } from "#tests/support/start-hub-process.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";
import { serveFederation } from "./serve-federation.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

async function runMain(...args: readonly string[]) {
  const child = spawn(process.execPath, ["gateway/main.ts", ...args], {
    cwd: ROOT,
    env: { PATH: process.env["PATH"], HUB_LOG_LEVEL: "silent" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = once(child, "close");
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await closed) as [number];
  return { code, out, err };
}

describe("node gateway/main.ts", () => {
  test("serves a supergraph named by SUPERGRAPH_FILE until it is stopped", async () => {
    const up = { sdl: "type Query { up: Int }", resolvers: { Query: { up: () => 1 } } };
    await using graph = await serveFederation({ up });
    await using folder = await temporaryFolder();
    const file = join(folder.path, "supergraph.graphql");
    await writeFile(file, graph.supergraphSdl);
    await using router = await startHubProcess({ env: { SUPERGRAPH_FILE: file } });
    expect(await router.ask("{ up }")).toMatchObject({ data: { up: 1 } });
    expect(await router.stop()).toEqual({ code: 0, signal: null });
  });

  test("reads the supergraph again when it is told SIGHUP", async () => {
    const before = { sdl: "type Query { up: Int }", resolvers: { Query: { up: () => 1 } } };
    const after = { sdl: "type Query { up: Int more: Int }", resolvers: { Query: { up: () => 2, more: () => 3 } } };
    await using graph = await serveFederation({ one: before });
    await using other = await serveFederation({ one: after });
    await using folder = await temporaryFolder();
    const file = join(folder.path, "supergraph.graphql");
    await writeFile(file, graph.supergraphSdl);
    await using router = await startHubProcess({ env: { SUPERGRAPH_FILE: file } });
    expect(await router.ask("{ up }")).toMatchObject({ data: { up: 1 } });
    await writeFile(file, other.supergraphSdl);
    process.kill(router.pid, "SIGHUP");
    await vi.waitFor(async () => expect(await router.ask("{ up more }")).toMatchObject({ data: { up: 2, more: 3 } }), {
      timeout: 20_000,
    });
  });

  test("tells how it is used", async () => {
    const { code, out } = await runMain("--help");
    expect(code).toBe(0);
    expect(out).toContain("--supergraph FILE");
  });

  test.each([
    [["--supergraf", "x"], "--supergraf"],
    [["--port"], "--port"],
    [["supergraph.graphql"], "supergraph.graphql"],
  ])("ends with code 2 for %s", async (args, named) => {
    const { code, err } = await runMain(...args);
    expect(code).toBe(2);
    expect(err).toContain(named);
    expect(err).toContain("Usage");
  });

  test.each([
    [["--supergraph", "/nowhere/supergraph.graphql"], "/nowhere/supergraph.graphql"],
    [["--supergraph", "package.json"], "package.json"],
    [["--supergraph", "package.json", "--port", "x"], "PORT"],
  ])("ends with code 1 and one line for %s", async (args, named) => {
    const { code, err } = await runMain(...args);
    expect(code).toBe(1);
    expect(err).toContain(named);
    expect(err.trim().split("\n")).toHaveLength(1);
  });
});
