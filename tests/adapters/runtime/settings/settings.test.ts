import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { duration, flag, httpUrl, list } from "#adapters/runtime/settings/fields.ts";
import { loadSettings } from "#adapters/runtime/settings/load-settings.ts";
import { readSettings } from "#adapters/runtime/settings/read-settings.ts";
import { SettingsError } from "#adapters/runtime/settings/settings-error.ts";

const HUB = z.object({
  port: z.coerce.number().int().min(0).max(65_535).default(4_000),
  host: z.string().default("127.0.0.1"),
  dataDir: z.string().default("data"),
  adminToken: z.string().min(16).optional(),
});
const PORTAL = z.object({
  baseUrl: httpUrl().optional(),
  isOn: flag().default(true),
  patience: duration().default(1_000),
  hosts: list().default([]),
  politeness: z.object({ burst: z.coerce.number().optional() }).default({}),
});

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return expect.fail("expected a SettingsError");
}

describe("settings", () => {
  test("come from variables, from the file, and from defaults, in that order", () => {
    const settings = readSettings({
      env: {
        PORT: "4100",
        HUB_DATA_DIR: "/var/hub",
        HUB_SICHUAN_PORTAL_BASE_URL: "https://portal.example.cn/",
        HUB_SICHUAN_PORTAL_IS_ON: "off",
        HUB_SICHUAN_PORTAL_HOSTS: "a.cn, b.cn",
        HUB_SICHUAN_PORTAL_POLITENESS_BURST: "3",
        PATH: "/bin",
      },
      file: { hub: { host: "0.0.0.0", port: 1 }, "sichuan-portal": { patience: "10min", baseUrl: "http://file.cn" } },
    });
    expect(settings.slice("hub", HUB)).toEqual({ port: 4_100, host: "0.0.0.0", dataDir: "/var/hub" });
    expect(settings.slice("sichuan-portal", PORTAL)).toEqual({
      baseUrl: "https://portal.example.cn",
      isOn: false,
      patience: 600_000,
      hosts: ["a.cn", "b.cn"],
      politeness: { burst: 3 },
    });
    expect(() => settings.assertAllUsed()).not.toThrow();
  });

  test("an empty variable is not set", () => {
    expect(readSettings({ env: { PORT: "" }, file: null }).slice("hub", HUB).port).toBe(4_000);
  });

  test("a section may be sliced by several", () => {
    const settings = readSettings({ env: { PORT: "1", HUB_DATA_DIR: "x" }, file: { hub: { host: "h" } } });
    settings.slice("hub", HUB.pick({ port: true }));
    expect(() => settings.assertAllUsed()).toThrow(SettingsError);
    settings.slice("hub", HUB.pick({ dataDir: true, host: true }));
    expect(() => settings.assertAllUsed()).not.toThrow();
  });

  test.each([
    [{ HUB_DATADIR: "x" }, null, /Unknown setting HUB_DATADIR; did you mean HUB_DATA_DIR\?/],
    [{ HUB_PORT: "1" }, null, /Unknown setting HUB_PORT; did you mean PORT\?/],
    [{ HUB_ZZZZZZZZZZZ: "x" }, null, /Unknown setting HUB_ZZZZZZZZZZZ$/],
    [{}, { hub: { prot: 1 } }, /Unknown setting hub.prot \(hub.yaml\); did you mean hub.port\?/],
    [
      {},
      { "sichaun-portal": { baseUrl: "http://x" } },
      /sichaun-portal.baseUrl \(hub.yaml\); did you mean sichuan-portal.baseUrl\?/,
    ],
    [{}, { "sichuan-portal": { politeness: { brust: 1 } } }, /sichuan-portal.politeness.brust/],
    [{}, { hub: 4_000 }, /Unknown setting hub /],
  ])("what nobody declares stops the start: %j %j", (env, file, message) => {
    const settings = readSettings({ env, file, fileName: "hub.yaml" });
    settings.slice("hub", HUB);
    settings.slice("sichuan-portal", PORTAL);
    const text = messageOf(() => settings.assertAllUsed());
    expect(text).toMatch(message);
    expect(text).toMatch(/^未知设置/);
    expect(text).not.toContain("\n");
  });

  test.each([
    ["hub", { PORT: "abc" }, null, /PORT="abc": .*number/],
    ["hub", { PORT: "70000" }, null, /PORT="70000"/],
    ["hub", {}, { hub: { port: "x" } }, /hub.port \(PORT\)="x"/],
    ["sichuan-portal", { HUB_SICHUAN_PORTAL_IS_ON: "maybe" }, null, /IS_ON="maybe": expected true\/false/],
    ["sichuan-portal", { HUB_SICHUAN_PORTAL_BASE_URL: "ftp://x" }, null, /BASE_URL="ftp:\/\/x": expected an address/],
    ["sichuan-portal", { HUB_SICHUAN_PORTAL_PATIENCE: "soon" }, null, /PATIENCE="soon": expected a duration/],
  ])("a bad value stops the start and is shown: %s %j %j", (section, env, file, message) => {
    const text = messageOf(() => readSettings({ env, file }).slice(section, section === "hub" ? HUB : PORTAL));
    expect(text).toMatch(message);
    expect(text).toMatch(/^设置无效.* \/ Bad setting: /);
  });

  test("the value of a secret is never shown", () => {
    const env = { HUB_ADMIN_TOKEN: "short-secret" };
    const text = messageOf(() => readSettings({ env, file: null }).slice("hub", HUB));
    expect(text).toContain("HUB_ADMIN_TOKEN: ");
    expect(text).not.toContain("short-secret");
  });

  test("the names of inherited properties are no settings", () => {
    const settings = readSettings({ env: {}, file: JSON.parse('{"hub":{"__proto__":{"port":1}}}') });
    expect(settings.slice("hub", HUB).port).toBe(4_000);
    expect(() => settings.assertAllUsed()).toThrow(/__proto__/);
  });
});

describe("settings file", () => {
  async function load(text: string | null) {
    const folder = await mkdtemp(join(tmpdir(), "hub-settings-"));
    const fileName = join(folder, "hub.yaml");
    try {
      if (text !== null) await writeFile(fileName, text);
      return await loadSettings({ HUB_SETTINGS_FILE: fileName });
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  test("is read where HUB_SETTINGS_FILE names one", async () => {
    const settings = await load("hub:\n  port: 4200\nsichuan-portal:\n");
    expect(settings.slice("hub", HUB).port).toBe(4_200);
    expect(() => settings.assertAllUsed()).not.toThrow();
    expect((await load("")).slice("hub", HUB).port).toBe(4_000);
    expect((await loadSettings({})).slice("hub", HUB).port).toBe(4_000);
  });

  test("one that is missing, broken or no mapping is one clear line", async () => {
    await expect(load(null)).rejects.toThrow(/Cannot read the settings file .*hub.yaml.*ENOENT/);
    await expect(load("hub: [secret-value")).rejects.toThrow(/not valid YAML \(1:\d+\)$/);
    await expect(load("hub: [secret-value")).rejects.not.toThrow(/secret-value/);
    await expect(load("- 1\n- 2")).rejects.toThrow(/must consist of sections/);
  });
});
