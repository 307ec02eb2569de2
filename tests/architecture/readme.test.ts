import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { POLITENESS_SETTINGS } from "#adapters/runtime/politeness-settings.ts";
import { settingNames } from "#adapters/runtime/settings/setting-names.ts";
import { CACHE_SETTINGS } from "#gateway/cache/cache-settings.ts";
import { GUARD_SETTINGS } from "#gateway/guard/guard-settings.ts";
import { LOAD_SETTINGS } from "#gateway/guard/load-settings.ts";
import { FRONT_SETTINGS } from "#gateway/http/front-settings.ts";
import { HUB_SETTINGS, NODE_SETTINGS } from "#gateway/hub-settings.ts";
import { SECRET_SETTINGS } from "#gateway/registry/node-secrets.ts";
import { LOG_SETTINGS } from "#gateway/report/logger.ts";
import { ERROR_CODES } from "#schema/error-codes.ts";
import { discoverNodes } from "#subgraphs/runtime/discover-nodes.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";
import { ROOT } from "./source-files.ts";

const readme = readFileSync(`${ROOT}README.md`, "utf8");
const nodes = await discoverNodes();
const sources = nodes.flatMap((node) => Object.values(node.sources));
const HUB_SLICES = [
  ...[HUB_SETTINGS, FRONT_SETTINGS, CACHE_SETTINGS, GUARD_SETTINGS, LOAD_SETTINGS, LOG_SETTINGS],
  SECRET_SETTINGS,
];
/** Written once for all: CODE stands for a node, SOURCE for a source. */
const settings = [
  ...HUB_SLICES.flatMap((slice) => settingNames("hub", slice)),
  ...settingNames("node-code", NODE_SETTINGS),
  ...settingNames("source", POLITENESS_SETTINGS),
  ...sources.flatMap(({ code, settings: slice }) => settingNames(code, slice)),
  ...nodes.flatMap(({ store }) => (store === undefined ? [] : settingNames(store.section, store.settings))),
].map(({ variable }) => variable);

test("settings and sources were found", () => {
  expect(sources.length).toBeGreaterThan(4);
  expect(settings.length).toBeGreaterThan(30);
});

test("names every setting, and none that there is not", () => {
  const named = new Set(readme.match(/\b(?:HUB_[A-Z0-9_]+|PORT|HOST)\b/g));
  expect(settings.filter((name) => !named.has(name))).toEqual([]);
  const known = new Set([...settings, "HUB_SETTINGS_FILE", "HUB_NODE_SICHUAN_URL"]);
  expect([...named].filter((name) => !known.has(name))).toEqual([]);
});

test("names every error code and every header of ours", () => {
  expect(Object.keys(ERROR_CODES).filter((code) => !readme.includes(`\`${code}\``))).toEqual([]);
  const headers = ["Hub-Node-Authorization", "Hub-Deadline-Ms", "Hub-Sources", "Hub-Require-Preflight", "X-Request-Id"];
  expect([...headers, "traceparent", "Accept-Language"].filter((name) => !readme.includes(`\`${name}`))).toEqual([]);
});

test("names only scripts that there are, and links only to files that there are", () => {
  const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as { scripts: Record<string, string> };
  const run = [...readme.matchAll(/(?:^|`|&& |\d )npm (?:run )?([a-z]+)\b/gm)].map(([, name = ""]) => name);
  expect(run.length).toBeGreaterThan(5);
  expect(run.filter((name) => name !== "ci" && name !== "run" && !(name in scripts))).toEqual([]);
  const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = ""]) => path);
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter((path) => !existsSync(`${ROOT}${path}`))).toEqual([]);
});

describe("the first query", () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub();
  });
  afterAll(() => hub.stop());

  test("gives the answer that stands below it", async () => {
    const [, query = ""] = /```graphql\n([\s\S]*?)```/.exec(readme) ?? [];
    const [, answer = ""] = /```json\n([\s\S]*?)```/.exec(readme) ?? [];
    const { data, errors } = await hub.ask(query);
    expect(errors).toEqual([]);
    expect({ data }).toEqual(JSON.parse(answer));
  });
});
