import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import * as outlet from "#adapters/manifest/demo/outlet-snapshot/sandbox.ts";
import { pointManifestAt } from "#adapters/manifest/demo/point-manifest-at.ts";
import { snapshotSource } from "#adapters/manifest/snapshot/snapshot-source.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { manifestOf } from "#tests/support/declared-nodes.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { createTestRuntime } from "#tests/support/source-runtime.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";
import { serveDemo } from "./serve-demo.ts";

const MANIFEST = new URL("../../../../adapters/manifest/demo/outlet-snapshot/manifest.yaml", import.meta.url);
const clock = { now: () => Date.parse("2026-11-22T02:00:00+08:00") };
const WHOLE = { offset: 0, limit: 100 };

test("the outlet's signed files are fetched and become records; one that was altered is not taken", async () => {
  await using folder = await temporaryFolder();
  await using sandbox = await serveDemo(outlet, { clock, settings: { altered: "reports.jsonl" } });
  const source = snapshotSource(manifestOf(pointManifestAt(await readFile(MANIFEST, "utf8"), sandbox.url)), "files");
  const runtime = createTestRuntime(source.code, sandbox.url, { dataDir: folder.path });
  try {
    const client = await source.create(runtime, source.settings.parse({}));
    const offers = await client?.find("LISTING", {}, WHOLE, createCallContext());
    expect(offers?.total).toBeGreaterThan(5);
    for (const { value } of offers?.items ?? []) {
      expect(value).toMatchObject({ updatedAt: clock.now(), fields: { subject: { code: "PATENT" } } });
      expect(value.fields["title"]).toMatch(/\p{Script=Han}/u);
    }
    const reports = client?.find("REPORT", {}, WHOLE, createCallContext());
    expect(await failureOf(Promise.resolve(reports))).toMatchObject({ kind: "unreachable", reason: "ALTERED" });
  } finally {
    await runtime.close();
  }
});
