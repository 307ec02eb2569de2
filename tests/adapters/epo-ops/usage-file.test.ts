import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { UsageFile } from "#adapters/epo-ops/client/usage-file.ts";
import { source } from "#adapters/epo-ops/source.ts";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { createTestRuntime } from "#tests/support/source-runtime.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

const WEEK = { week: { bytes: 7, toldAt: 1 } };

test("what was saved is read again, by the same registration alone", async () => {
  await using folder = await temporaryFolder();
  const file = fileOf(folder.path, "key");
  file.save(WEEK);
  await file.flush();
  expect(await fileOf(folder.path, "key").read()).toEqual(WEEK);
  expect(await fileOf(folder.path, "another key").read()).toEqual({});
  expect(await readFile(join(folder.path, "epo-ops", "usage.json"), "utf8")).not.toContain("key");
});

test("no file, or one that is none of ours, is no knowledge", async () => {
  await using folder = await temporaryFolder();
  const file = fileOf(folder.path, "key");
  expect(await file.read()).toEqual({});
  file.save(WEEK);
  await file.flush();
  await writeFile(join(folder.path, "epo-ops", "usage.json"), '{"week":');
  expect(await file.read()).toEqual({});
});

test("it is written at most every five seconds, and the last word when the hub stops", async () => {
  await using folder = await temporaryFolder();
  const clock = new ManualClock();
  const file = fileOf(folder.path, "key", clock);
  for (const bytes of [1, 2, 3]) file.save({ week: { bytes, toldAt: 1 } });
  await file.flush();
  expect(await fileOf(folder.path, "key").read()).toEqual({ week: { bytes: 3, toldAt: 1 } });
});

test("a folder that cannot be written costs no answer", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "epo-ops"), "a file stands where the folder should");
  const file = fileOf(folder.path, "key");
  file.save(WEEK);
  await expect(file.flush()).resolves.toBeUndefined();
});

test("a hub that starts again keeps to the share of the week that was used up before", async () => {
  await using folder = await temporaryFolder();
  await using upstream = await startUpstream((request, response) => {
    const isToken = request.path.endsWith("/auth/accesstoken");
    response.writeHead(isToken ? 200 : 404, {
      "content-type": isToken ? "application/json" : "application/xml",
      "X-RegisteredQuotaPerWeek-Used": "5000",
    });
    response.end(
      isToken
        ? '{"access_token":"abc","expires_in":"1199"}'
        : '<fault xmlns="http://ops.epo.org"><code>SERVER.EntityNotFound</code></fault>',
    );
  });
  const start = async () => {
    const runtime = createTestRuntime("epo-ops", upstream.url, { dataDir: folder.path });
    const settings = { baseUrl: `${upstream.url}/3.2`, key: "k", secret: "s", weeklyBytes: 5_000 };
    const client = await source.create(runtime, source.settings.parse(settings));
    if (client === null) throw new Error("no client");
    return { runtime, client };
  };
  const first = await start();
  await first.client.search({ cql: "ti=a" }, createCallContext());
  await first.runtime.close();
  const asked = upstream.requests.length;
  const second = await start();
  const failure = await failureOf(second.client.search({ cql: "ti=b" }, createCallContext()));
  expect(failure).toMatchObject({ kind: "rate-limited" });
  expect(upstream.requests).toHaveLength(asked);
  await second.runtime.close();
});

function fileOf(dataDir: string, key: string, clock = new ManualClock()): UsageFile {
  return new UsageFile({ dataDir, registration: ["https://ops.example", key], clock, logger: SILENT_LOGGER });
}
