import { randomUUID } from "node:crypto";
import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import { openRegistry } from "#gateway/registry/node-registry.ts";
import type { RegistryAct } from "#gateway/registry/registry-event.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

function register(version: string): RegistryAct {
  return { act: "register", version, kind: "MANIFEST", digest: "a".repeat(64), hosts: ["http://127.0.0.1:1"] };
}

async function openAt(dataDir: string, timer = new ManualClock()) {
  const registry = await openRegistry({ dataDir, timer, logger: SILENT_LOGGER });
  registry.follow();
  return { timer, registry };
}

test("what is registered is there after a restart, with when and by whom", async () => {
  await using folder = await temporaryFolder();
  const { registry } = await openAt(folder.path);
  await registry.write("shanghai", "OPERATOR", () => register("1.0.0"));
  registry.close();
  const { registry: again } = await openAt(folder.path);
  expect(again.of("shanghai")?.releases).toMatchObject([
    { version: "1.0.0", stage: "DRAFT", registeredBy: "OPERATOR", registeredAt: "2026-01-01T00:00:00.000Z" },
  ]);
  again.close();
});

test("what cannot happen is not written", async () => {
  await using folder = await temporaryFolder();
  const { registry } = await openAt(folder.path);
  expect(await registry.write("shanghai", "OPERATOR", () => ({ act: "promote", version: "1.0.0" }))).toBeUndefined();
  await registry.write("shanghai", "OPERATOR", () => register("1.0.0"));
  expect(await registry.write("shanghai", "OPERATOR", () => ({ act: "promote", version: "1.0.0" }))).toBeUndefined();
  expect((await readFile(join(folder.path, "registry", "events.jsonl"), "utf8")).split("\n").length).toBe(2);
  registry.close();
});

test("several gateways write at once: no act is lost, none counts twice, and all see the same", async () => {
  await using folder = await temporaryFolder();
  const opened = await Promise.all([openAt(folder.path), openAt(folder.path), openAt(folder.path)]);
  const written = await Promise.all(
    opened.flatMap(({ registry }, gateway) =>
      Array.from({ length: 10 }, (_, index) =>
        registry.write("shanghai", "OWNER", () => register(`${gateway}.${index}.0`)),
      ),
    ),
  );
  expect(written.every((entry) => entry !== undefined)).toBe(true);
  for (const { registry, timer } of opened) {
    await timer.advance(1_000);
    await vi.waitFor(() => expect(registry.of("shanghai")?.releases.length).toBe(30));
  }
  const [first, ...others] = opened.map(({ registry }) => JSON.stringify(registry.entries));
  for (const other of others) expect(other).toBe(first);
  for (const { registry } of opened) registry.close();
});

test("a change by one gateway is told to the others within a second of their clock", async () => {
  await using folder = await temporaryFolder();
  const [one, other] = [await openAt(folder.path), await openAt(folder.path)];
  const told: string[] = [];
  other.registry.onChange((codes) => told.push(...codes));
  await one.registry.write("fujian", "OPERATOR", () => register("1.0.0"));
  expect(told).toEqual([]);
  await other.timer.advance(1_000);
  await vi.waitFor(() => expect(told).toEqual(["fujian"]));
  for (const { registry } of [one, other]) registry.close();
});

test("what a crash left of a line is passed over, and the next act is written whole", async () => {
  await using folder = await temporaryFolder();
  const { registry } = await openAt(folder.path);
  await registry.write("fujian", "OPERATOR", () => register("1.0.0"));
  await appendFile(join(folder.path, "registry", "events.jsonl"), '{"seq":2,"id":"');
  expect((await registry.write("fujian", "OPERATOR", () => register("1.1.0")))?.releases.length).toBe(2);
  registry.close();
  const { registry: again } = await openAt(folder.path);
  expect(again.of("fujian")?.releases.map(({ version }) => version)).toEqual(["1.0.0", "1.1.0"]);
  again.close();
});

test("a file that lacks an event stops the start: who left must not come back", async () => {
  await using folder = await temporaryFolder();
  const { registry } = await openAt(folder.path);
  for (const version of ["1.0.0", "1.1.0", "1.2.0"])
    await registry.write("fujian", "OPERATOR", () => register(version));
  registry.close();
  const path = join(folder.path, "registry", "events.jsonl");
  const lines = (await readFile(path, "utf8")).split("\n");
  await writeFile(path, lines.with(1, '{"seq":2}').join("\n"));
  await expect(openAt(folder.path)).rejects.toThrow(/events\.jsonl.*event 2 is missing/);
});

/** As a hub of a later version might write it. */
function newer(seq: number, more: object = {}): string {
  const head = { seq, id: randomUUID(), at: "2027-01-01T00:00:00.000Z", by: "OWNER", code: "fujian" };
  return `${JSON.stringify({ ...head, what: { act: "hand-over", to: "xiamen" }, ...more })}\n`;
}

async function withNewer(dataDir: string, more?: object): Promise<void> {
  const { registry } = await openAt(dataDir);
  await registry.write("fujian", "OPERATOR", () => register("1.0.0"));
  registry.close();
  await appendFile(join(dataDir, "registry", "events.jsonl"), newer(2, more));
}

test.each([
  [
    "of an unknown act",
    { needs: "1.4.0" },
    /第 2 条记录（节点 fujian，hand-over）.*需要 1\.4\.0.* \/ .*version 1\.4\.0 of the hub/,
  ],
  ["that does not say what it needs", {}, /本版本不认识.* \/ .*the version of the hub that wrote it or a later one/],
  [
    "with a key that is not known",
    { needs: "0.3.0", what: { act: "promote", version: "1.0.0", share: 10 } },
    /event 2 of the registry \(promote of node fujian\).*version 0\.3\.0/,
  ],
])("an event of a newer hub %s stops the start, and says which version is needed", async (_which, more, message) => {
  await using folder = await temporaryFolder();
  await withNewer(folder.path, more);
  await expect(openAt(folder.path)).rejects.toThrow(message);
});

test("one that says that it may be passed over is told and passed over, and the next ones count", async () => {
  await using folder = await temporaryFolder();
  await withNewer(folder.path, { needs: "1.4.0", passable: true });
  const warnings: object[] = [];
  const logger = { ...SILENT_LOGGER, warn: (fields: object) => void warnings.push(fields) };
  const registry = await openRegistry({ dataDir: folder.path, timer: new ManualClock(), logger });
  expect(warnings).toEqual([{ seq: 2, node: "fujian", act: "hand-over", needs: "1.4.0" }]);
  expect((await registry.write("fujian", "OPERATOR", () => register("1.1.0")))?.releases.length).toBe(2);
  const lines = (await readFile(join(folder.path, "registry", "events.jsonl"), "utf8")).trim().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual([1, 2, 3]);
  registry.close();
});

test("what is known is read whatever version it needs", async () => {
  await using folder = await temporaryFolder();
  await withNewer(folder.path, { needs: "0.3.0", what: register("1.1.0") });
  const { registry } = await openAt(folder.path);
  expect(registry.of("fujian")?.releases.length).toBe(2);
  registry.close();
});

test("a hub that runs when a newer one writes what it does not know goes on with what it knew, says so once and writes nothing", async () => {
  await using folder = await temporaryFolder();
  const errors: unknown[] = [];
  const logger = { ...SILENT_LOGGER, error: (fields: object) => void errors.push(fields) };
  const timer = new ManualClock();
  const registry = await openRegistry({ dataDir: folder.path, timer, logger });
  registry.follow();
  await registry.write("fujian", "OPERATOR", () => register("1.0.0"));
  const path = join(folder.path, "registry", "events.jsonl");
  await appendFile(path, newer(2, { needs: "1.4.0" }));
  await timer.advance(1_000);
  await vi.waitFor(() => expect(registry.broken?.en).toContain("version 1.4.0"));
  await timer.advance(3_000);
  const before = await readFile(path, "utf8");
  await expect(registry.write("fujian", "OPERATOR", () => register("1.1.0"))).rejects.toThrow(/1\.4\.0/);
  expect(await readFile(path, "utf8")).toBe(before);
  expect(registry.of("fujian")?.releases.map(({ version }) => version)).toEqual(["1.0.0"]);
  expect(errors).toHaveLength(1);
  registry.close();
});

test("a manifest is kept as it was registered; one that was changed since is refused", async () => {
  await using folder = await temporaryFolder();
  const { registry } = await openAt(folder.path);
  const digest = await registry.texts.keep("manifest: 1\n# 上海\n");
  expect(await registry.texts.read(digest)).toBe("manifest: 1\n# 上海\n");
  await mkdir(join(folder.path, "registry"), { recursive: true });
  await writeFile(join(folder.path, "registry", "manifests", `${digest}.yaml`), "manifest: 1\n");
  await expect(registry.texts.read(digest)).rejects.toThrow(/not what was registered/);
  registry.close();
});
