import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { startTestHub } from "#tests/support/start-test-hub.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

/** For a machine that is busy with other tests: whole hubs are started. */
vi.setConfig({ testTimeout: 120_000 });

const NODES = "{ hubNodes { code state sources { code health } } }";
const PATENT = '{ patent(number: "CN202310123456.6") { title } experts(first: 1) { nodes { name } } }';

test("a node whose store cannot be opened is quarantined: the others answer, and its fields say why they do not", async () => {
  await using folder = await temporaryFolder();
  // Where the store wants a file there is a folder.
  await mkdir(join(folder.path, "cnipa-bulk", "patents.db"), { recursive: true });
  await using hub = await startTestHub({ patents: 100, dataDir: folder.path });
  const { data: listed } = await hub.ask(NODES);
  expect(listed?.["hubNodes"]).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ code: "national", state: "QUARANTINED" }),
      expect.objectContaining({ code: "sichuan", state: "LIVE" }),
      expect.objectContaining({ code: "chongqing", state: "LIVE" }),
    ]),
  );
  const { status, data, errors } = await hub.ask(PATENT);
  expect(status).toBe(200);
  expect(data).toMatchObject({ patent: null, experts: { nodes: [{ name: expect.any(String) }] } });
  expect(errors).toMatchObject([{ path: ["patent"], extensions: { code: "NODE_UNAVAILABLE", node: "national" } }]);
  expect((await fetch(`${hub.url}/health/ready`)).status).toBe(200);
});

test("a data folder that is a file is one clear refusal", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "file");
  await writeFile(file, "");
  await expect(startTestHub({ dataDir: join(file, "data") })).rejects.toThrow(/HUB_DATA_DIR/);
});

test("a start that fails at the last step leaves nothing open, and a stop may be asked for twice", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const before = process.getActiveResourcesInfo().filter((name) => name === "ProcessWrap").length;
  await expect(startTestHub({ patents: 100, env: { PORT: String(port) } })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
  other.close();
  await expect
    .poll(() => process.getActiveResourcesInfo().filter((name) => name === "ProcessWrap").length)
    .toBe(before);
  const hub = await startTestHub({ patents: 100, env: { PORT: String(port) } });
  const sandboxes = [...hub.sandboxes.values()].map(({ url }) => url);
  expect(sandboxes.length).toBeGreaterThan(0);
  await Promise.all([hub.hub.stop(), hub.hub.stop()]);
  await hub.stop();
  for (const url of [hub.url, ...sandboxes]) await expect(fetch(url)).rejects.toThrow();
});
