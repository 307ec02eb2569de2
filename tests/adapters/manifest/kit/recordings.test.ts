import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { startDemo } from "#adapters/manifest/demo/start-demo.ts";
import { encodeComponent, escapeSigns, referToSigns } from "#adapters/manifest/dialect/encode-text.ts";
import { quoteXml } from "#adapters/manifest/dialect/template.ts";
import { readManifest } from "#adapters/manifest/format/read-manifest.ts";
import { checkLive } from "#adapters/manifest/kit/check-live.ts";
import { recordTraffic } from "#adapters/manifest/kit/record-traffic.ts";
import { type Recording, readRecordings } from "#adapters/manifest/kit/recording.ts";
import { redactBytes, redactText } from "#adapters/manifest/kit/redact.ts";
import { findRecording, replayTraffic } from "#adapters/manifest/kit/replay-traffic.ts";
import { KIND } from "#tests/adapters/manifest/dialect/guarded-portal.ts";
import { manifestFor } from "#tests/support/manifest-client.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

vi.setConfig({ testTimeout: 120_000 });

const SIGNAL = AbortSignal.timeout(120_000);

test.each(["fujian", "shanghai", "outlet-csv"])(
  "what was recorded of %s is checked again without it, with the same outcome and no secret in the files",
  async (name) => {
    await using folder = await temporaryFolder();
    const demo = await startDemo(name, { seed: 1, patents: 300 });
    const read = readManifest(demo.manifest);
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const outcomes = async (recorded: boolean) => {
      await using traffic = recorded
        ? await replayTraffic(read.manifest, await readRecordings(folder.path))
        : await recordTraffic(read.manifest, { folder: folder.path, secrets: new Map(Object.entries(demo.secrets)) });
      const secrets = (secret: string) => (recorded ? "recorded" : demo.secrets[secret]);
      const report = await checkLive(traffic.manifest, { secrets, signal: SIGNAL }, "recordings");
      return report.results.map(({ id, outcome, findings }) => [
        id,
        outcome,
        findings.map(({ message }) => message.en),
      ]);
    };
    const live = await outcomes(false);
    await demo.stop();
    expect(live.filter(([id, outcome]) => String(id).startsWith("MUST") && outcome === "failed")).toEqual([]);
    expect(await outcomes(true)).toEqual(live);
    const files = await readdir(folder.path);
    expect(files.length).toBeGreaterThan(5);
    const kept = (await Promise.all(files.map((file) => readFile(join(folder.path, file), "utf8")))).join("");
    for (const value of Object.values(demo.secrets)) expect(kept).not.toContain(value);
  },
);

function recording(target: string, body: string | null = null): Recording {
  return {
    source: "portal",
    method: body === null ? "GET" : "POST",
    target,
    body,
    status: 200,
    headers: {},
    text: target,
  };
}

test("a question finds what was recorded of it, whatever changes from call to call, and nothing of another question", () => {
  const kept = [
    recording("/list?page=1&sign=a&nonce=1"),
    recording("/list?page=2&sign=b&nonce=2"),
    recording("/list", "page=1"),
  ];
  const find = (target: string, body = "", method = "GET") => findRecording(kept, { method, target, body })?.target;
  expect(find("/list?sign=z&page=2&nonce=9")).toBe("/list?page=2&sign=b&nonce=2");
  expect(find("/list?page=1&nonce=9")).toBe("/list?page=1&sign=a&nonce=1");
  expect(find("/list?page=3&sign=a&nonce=1")).toBeUndefined();
  expect(find("/other?page=1")).toBeUndefined();
  expect(find("/list", "page=1", "POST")).toBe("/list");
  expect(find("/list", "page=2", "POST")).toBeUndefined();
});

test("a secret is not kept in any of the forms in which a request writes it, or a page repeats it", () => {
  const value = `it's (50% <b>&"c\\d"!) 甲~*`;
  const written = [
    ...(["utf-8", "gbk"] as const).map((charset) => encodeComponent(value, charset)),
    encodeComponent(value, "utf-8").toLowerCase(),
    encodeComponent(JSON.stringify({ key: value }), "utf-8"),
    String(new URLSearchParams({ key: value })),
    JSON.stringify({ key: value }),
    escapeSigns(JSON.stringify({ key: value })),
    ...[quoteXml(value), referToSigns(quoteXml(value))],
    Buffer.from(value).toString("base64"),
  ];
  for (const text of written) {
    const kept = redactBytes(Buffer.from(text), new Map([["KEY", value]])).toString();
    expect(kept).toContain("SECRET_KEY");
    expect(kept.replaceAll("SECRET_KEY", "")).not.toMatch(/it|50|甲/);
    expect(redactText(text, new Map([["KEY", value]]))).toBe(kept);
  }
});

test("secrets, mobile numbers and identity numbers are not kept; other numbers stay", () => {
  const secrets = new Map([["KEY", "s3cr+t/value"]]);
  const text = "key=s3cr+t/value&k=s3cr%2Bt%2Fvalue 13812345678 11010519491231002X 202310123456.6 1735689600000";
  expect(redactText(text, secrets)).toBe(
    "key=SECRET_KEY&k=SECRET_KEY 13800000000 110105190001010000 202310123456.6 1735689600000",
  );
  const gbk = Buffer.from([0xc1, 0xaa, 0xcf, 0xb5, ...Buffer.from(" 13912345678 "), 0xb5, 0xe7]);
  const redacted = redactBytes(gbk, new Map());
  expect(redacted.subarray(0, 4)).toEqual(gbk.subarray(0, 4));
  expect(redacted.toString("latin1")).toContain("13900000000");
});

test("whoever leaves while an answer is under way ends the question to the portal, too", async () => {
  await using folder = await temporaryFolder();
  const { promise: asked, resolve: begin } = Promise.withResolvers<void>();
  const { promise: left, resolve: leave } = Promise.withResolvers<string>();
  await using portal = await startUpstream((_request, response) => {
    response.on("close", () => leave("left"));
    response.write("<html>");
    begin();
  });
  const manifest = manifestFor(portal.url, { kind: KIND });
  await using traffic = await recordTraffic(manifest, { folder: folder.path, secrets: new Map() });
  const caller = new AbortController();
  const [source] = Object.values(traffic.manifest.sources);
  const answer = fetch(`${source?.baseUrl}/endless`, { signal: caller.signal }).catch(() => "over");
  await asked;
  caller.abort();
  expect(await Promise.all([answer, left])).toEqual(["over", "left"]);
});

test("what was never recorded is answered 404, and told as such", async () => {
  const manifest = manifestFor("http://127.0.0.1:9", {
    kind: { list: { request: { path: "/list" }, decode: { format: "json", rows: "rows" }, paging: { type: "none" } } },
  });
  await using traffic = await replayTraffic(manifest, []);
  const { baseUrl } = traffic.manifest.sources["portal"] ?? {};
  expect((await fetch(`${baseUrl}/list?page=2`)).status).toBe(404);
  expect([...(traffic.missed ?? [])]).toEqual(["GET /list?page=2"]);
});
