import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { PLANTED_SECRET } from "#adapters/runtime/sandbox/apply-fault.ts";
import { FAULT_MODES } from "#adapters/runtime/sandbox/sandbox-module.ts";
import { discoverNodes } from "#subgraphs/runtime/discover-nodes.ts";
import { askHub } from "#tests/support/hub-client.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const REPORT_SOCKETS = new URL("../support/report-sockets.ts", import.meta.url).href;
/** Every source with a dialect has one. */
const STAND_INS = (await discoverNodes())
  .flatMap(({ sources }) => Object.values(sources))
  .filter(({ sandbox }) => sandbox !== undefined).length;
/** For a machine that is busy with other tests. */
const UP_WITHIN_MS = 25_000;

vi.setConfig({ testTimeout: 60_000 });

interface Started extends AsyncDisposable {
  readonly process: ChildProcess;
  /** What it printed so far. */
  out(): string;
  err(): string;
  /** Resolves once it has printed that text. */
  printed(text: string): Promise<string>;
  readonly exit: Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

/** Plain `node gateway/main.ts` in an environment of its own. */
async function startMain(env: Readonly<Record<string, string>> = {}): Promise<Started> {
  const folder = await temporaryFolder();
  const child = spawn(process.execPath, ["gateway/main.ts"], {
    cwd: ROOT,
    env: { PATH: process.env["PATH"], PORT: "0", HUB_DATA_DIR: folder.path, HUB_SANDBOX_PATENTS: "100", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const texts = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (texts.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (texts.err += text));
  const exit = once(child, "close").then(([code, signal]) => ({ code, signal }));
  return {
    process: child,
    out: () => texts.out,
    err: () => texts.err,
    printed: async (text) => {
      await expect.poll(() => texts.out, { timeout: UP_WITHIN_MS, interval: 20 }).toContain(text);
      return texts.out;
    },
    exit,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await exit;
      await folder[Symbol.asyncDispose]();
    },
  };
}

const UP = "Ctrl-C";

function addressIn(out: string): string {
  return /GraphQL\s+(http:\S+)\/graphql/.exec(out)?.[1] ?? "";
}

function standInsIn(out: string): readonly string[] {
  return [...out.matchAll(/stand-in (http:\S+)/g)].map(([, url]) => url ?? "");
}

test("prints its addresses, the nodes with their state, and a query that works as it stands; SIGTERM ends it all", async () => {
  await using hub = await startMain();
  const out = await hub.printed(UP);
  const url = addressIn(out);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  for (const path of ["/", "/health/ready", "/metrics"]) {
    expect(out).toContain(`${url}${path}\n`);
    expect((await fetch(`${url}${path}`)).status, path).toBe(200);
  }
  for (const node of ["sichuan", "chongqing", "national"]) expect(out).toMatch(new RegExp(`^ +${node} +LIVE `, "m"));
  expect(STAND_INS).toBeGreaterThan(1);
  expect(standInsIn(out)).toHaveLength(STAND_INS);
  const curl = out.split("\n").find((line) => line.trimStart().startsWith("curl ")) ?? "";
  const shell = spawn("bash", ["-c", curl], { stdio: ["ignore", "pipe", "ignore"] });
  const answer = Buffer.concat(await shell.stdout.toArray()).toString();
  expect(JSON.parse(answer)).toMatchObject({
    data: { patent: { applicationNumber: "CN202310123456.6", title: "一种低温固化光学胶及其制备方法" } },
  });
  expect(answer).not.toContain("errors");
  hub.process.kill("SIGTERM");
  expect(await hub.exit).toEqual({ code: 0, signal: null });
  await expectGone(standInsIn(out));
});

test("a request in flight is answered before Ctrl-C ends it", async () => {
  await using hub = await startMain();
  const out = await hub.printed(UP);
  const [portal = ""] = /sichuan-portal .* (http:\S+)/.exec(out)?.slice(1) ?? [];
  await fetch(`${portal}/__sandbox/fault`, { method: "POST", body: JSON.stringify({ mode: "hang" }) });
  const asked = askHub(
    addressIn(out),
    `{ hubNode(code: "sichuan") { code services { nodes { id } } } }`,
    {},
    {
      "hub-deadline-ms": "1000",
    },
  );
  await expect.poll(() => countOf(portal), { interval: 20 }).toBe(1);
  hub.process.kill("SIGINT");
  expect((await asked).data).toEqual({ hubNode: { code: "sichuan", services: null } });
  expect(await hub.exit).toEqual({ code: 0, signal: null });
});

test("killed outright, it leaves no stand-in behind", async () => {
  await using hub = await startMain();
  const standIns = standInsIn(await hub.printed(UP));
  hub.process.kill("SIGKILL");
  expect(await hub.exit).toEqual({ code: null, signal: "SIGKILL" });
  await expectGone(standIns);
});

test("a taken port is one clear line, code 1, and nothing left behind", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  try {
    await using hub = await startMain({ PORT: String(port), HUB_LOG_LEVEL: "error" });
    expect(await hub.exit).toEqual({ code: 1, signal: null });
    expect(hub.err()).toMatch(new RegExp(`^[^\\n]*Port ${port} is taken[^\\n]*PORT\\n$`));
    expect(hub.out()).toBe("");
  } finally {
    other.close();
  }
});

test.each<[string, Readonly<Record<string, string>>, RegExp]>([
  ["an unknown setting", { HUB_SANDBOX_PATENT: "100" }, /HUB_SANDBOX_PATENT\b.*did you mean HUB_SANDBOX_PATENTS/],
  ["a bad value", { HUB_SANDBOX_PATENTS: "many" }, /HUB_SANDBOX_PATENTS="many"/],
  ["a bad port", { PORT: "70000" }, /PORT="70000"/],
  ["a bad address of a node", { HUB_NODE_SICHUAN_URL: "ftp://x" }, /HUB_NODE_SICHUAN_URL="ftp:\/\/x"/],
  ["a node elsewhere without keys", { HUB_NODE_SICHUAN_URL: "http://127.0.0.1:1/graphql" }, /HUB_SIGNING_KEYS/],
  ["half of a log-in", { HUB_EPO_OPS_KEY: "a-key-of-mine" }, /HUB_EPO_OPS_SECRET/],
  ["a missing settings file", { HUB_SETTINGS_FILE: "/nowhere/hub.yaml" }, /Cannot read .*\/nowhere\/hub\.yaml.*ENOENT/],
])("%s is one clear line and code 1", async (_what, env, line) => {
  await using hub = await startMain(env);
  expect(await hub.exit).toEqual({ code: 1, signal: null });
  expect(hub.err()).toMatch(/^[^\n]+\n$/);
  expect(hub.err()).toMatch(line);
  expect(hub.err()).not.toContain("a-key-of-mine");
  expect(hub.out()).toBe("");
});

test("settings may stand in a file", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "hub.yaml");
  await writeFile(
    file,
    "hub:\n  sandboxPatents: 120\n  logLevel: silent\nsichuan-portal:\n  baseUrl: http://127.0.0.1:1\n",
  );
  await using hub = await startMain({ HUB_SETTINGS_FILE: file, HUB_SANDBOX_PATENTS: "" });
  expect(standInsIn(await hub.printed(UP))).toHaveLength(STAND_INS - 1);
  expect(hub.err()).toBe("");
});

test("no socket leaves for anywhere but this machine, not even a vendor's", async () => {
  await using folder = await temporaryFolder();
  const report = join(folder.path, "sockets");
  await writeFile(report, "");
  await using hub = await startMain({ NODE_OPTIONS: `--import=${REPORT_SOCKETS}`, TEST_SOCKETS_FILE: report });
  const url = addressIn(await hub.printed(UP));
  await askHub(url, "{ listings { nodes { id patent { title } } } experts { nodes { id } } }");
  await askHub(url, '{ patent(number: "EP1000000A1") { id } agencies { nodes { id } } }');
  hub.process.kill("SIGTERM");
  expect(await hub.exit).toEqual({ code: 0, signal: null });
  const places = (await readFile(report, "utf8")).split("\n").filter((line) => line !== "");
  expect(places.length).toBeGreaterThan(3);
  expect(
    places.filter((place) => !/^(connect 127\.0\.0\.1:\d+|lookup 127\.0\.0\.1|connect pipe)$/.test(place)),
  ).toEqual([]);
});

test("what upstreams plant, and where they are, appears in no log line", async () => {
  await using hub = await startMain({ HUB_LOG_LEVEL: "debug" });
  const out = await hub.printed(UP);
  const answers: string[] = [];
  for (const mode of FAULT_MODES.filter((candidate) => candidate !== "none" && candidate !== "rate-limit")) {
    for (const standIn of standInsIn(out)) {
      await fetch(`${standIn}/__sandbox/fault`, { method: "POST", body: JSON.stringify({ mode }) });
    }
    const { text } = await askHub(
      addressIn(out),
      `{ listings { nodes { id } } experts { nodes { id } } agencies { nodes { id } } patent(number: "EP1000000A1") { id }
         viewer { accounts { userName } } }`,
      {},
      { "hub-deadline-ms": "400", "hub-node-authorization": 'chongqing="Bearer planted-user-token"' },
    );
    answers.push(text);
  }
  hub.process.kill("SIGTERM");
  await hub.exit;
  const lines = hub.err().trim().split("\n");
  expect(lines.length).toBeGreaterThan(20);
  for (const line of lines)
    expect(JSON.parse(line)).toMatchObject({ level: expect.any(String), msg: expect.any(String) });
  for (const text of [...lines, ...answers]) {
    expect(text).not.toContain(PLANTED_SECRET);
    expect(text).not.toContain("planted-user-token");
    expect(text).not.toMatch(/127\.0\.0\.1:\d|NullPointerException/);
  }
});

async function countOf(standIn: string): Promise<number> {
  const counts = (await (await fetch(`${standIn}/__sandbox/counts`)).json()) as Readonly<Record<string, number>>;
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

async function expectGone(urls: readonly string[]): Promise<void> {
  expect(urls).toHaveLength(STAND_INS);
  for (const url of urls) {
    await expect
      .poll(
        () =>
          fetch(url).then(
            () => "there",
            () => "gone",
          ),
        { timeout: 5_000, interval: 50 },
      )
      .toBe("gone");
  }
}
